import type { Catalogue } from '../catalogue/catalogue.ts'
import { languageFor } from '../messages/languages.ts'
import { phrase } from '../messages/phrase.ts'
import { checkActions } from './check-actions.ts'
import { checkFields } from './check-fields.ts'
import { checkWorkflows } from './check-workflows.ts'
import type { Finding, Report } from './finding.ts'

/**
 * What is unwise in a catalogue that is valid as such: what would make events hard to read, keep secrets, or go
 * unnoticed. Object types first, then actions and workflows, each in the catalogue's order.
 */
export function checkCatalogue(catalogue: Catalogue, locale = 'en'): readonly Finding[] {
  const texts = languageFor(locale).messages.findings
  const findings: Finding[] = []
  const report: Report = (name, severity, pointer, values) => {
    findings.push({ name, severity, pointer, sentence: phrase(texts[name], values, locale) })
  }
  checkFields(catalogue, report)
  checkActions(catalogue, report)
  checkWorkflows(catalogue, report)
  return findings
}
