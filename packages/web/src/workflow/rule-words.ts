import type { CaseStep } from '@daybook/core'
import { m } from '../messages/messages.ts'
import { stepWords } from './step-words.ts'

/** A rule by its name, or by the words of its id. */
export const ruleWords = (override: CaseStep['override']): string => {
  if (override?.name) return override.name
  return override?.rule === undefined ? m.workflow.unnamedRule : stepWords(override.rule)
}
