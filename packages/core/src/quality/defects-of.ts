import { brokenDeclarations, type DeclaredParts } from '../catalogue/broken-declarations.ts'
import { sayExpected } from '../catalogue/check-against-catalogue.ts'
import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import { pointerToken } from '../event/pointer.ts'
import { type Language, languageFor } from '../messages/languages.ts'
import { phrase } from '../messages/phrase.ts'
import type { PartialEvent } from '../sentence/part.ts'
import { wordsOf } from '../sentence/words.ts'
import { weakActor } from './actor-checks.ts'
import { weakChanges } from './change-checks.ts'
import type { Defect, DefectName, Weakness } from './defect.ts'
import { bareIds } from './id-checks.ts'
import { isHidden } from './is-hidden.ts'
import { weakTimes } from './time-checks.ts'
import { weakWords } from './word-checks.ts'

/**
 * What makes a recorded event weak, judged from the event and the catalogue it was recorded under: every weak point of
 * an event that can be seen without the events around it. An event without defects is one that a stranger understands.
 * Parts that are hidden from the caller or erased are not missing, and are not judged. Never throws.
 */
export function defectsOf(event: PartialEvent, catalogue: CompiledCatalogue, locale = 'en'): readonly Defect[] {
  const found = weaknessesOf(event, catalogue, languageFor(locale))
  if (found.length === 0) return none
  const texts = languageFor(locale).messages.defects
  return found.map(({ name, pointer, values }) => ({
    name,
    detail: phrase(texts[name], values, locale),
    ...(pointer === undefined ? {} : { pointer }),
  }))
}

const none: readonly Defect[] = []

/** The names alone, each once, for an index that is asked for nothing else: putting them in words costs far more. */
export function defectNamesOf(event: PartialEvent, catalogue: CompiledCatalogue, locale = 'en'): readonly DefectName[] {
  const found = weaknessesOf(event, catalogue, languageFor(locale))
  return found.length === 0 ? noNames : [...new Set(found.map(({ name }) => name))]
}

const noNames: readonly DefectName[] = []

function weaknessesOf(event: PartialEvent, catalogue: CompiledCatalogue, language: Language): readonly Weakness[] {
  const weak: Weakness[] = []
  if (event.action?.startsWith('trail.') !== true) {
    brokenWeaknesses(event, catalogue, weak)
    weakActor(event, catalogue, language, weak)
    weakChanges(event, catalogue, language, weak)
    bareIds(event, catalogue, language, weak)
    weakWords(event, catalogue, language, weak)
  }
  weakTimes(event, weak)
  return weak
}

function brokenWeaknesses(event: PartialEvent, catalogue: CompiledCatalogue, weak: Weakness[]): void {
  const { action } = event
  if (action === undefined) return
  // under an uncatalogued action nobody declared anything: said once, by the action
  const isDeclared = catalogue.declares(action)
  let told: Set<string> | undefined
  for (const broken of brokenDeclarations(event as DeclaredParts, catalogue)) {
    if (broken.kind === 'uncatalogued_action') weak.push({ name: 'uncatalogued_action', pointer: '/action' })
    else if (broken.kind === 'no_reason') {
      if (!isHidden(event, 'reason')) weak.push({ name: 'no_reason' })
    } else if (broken.kind === 'missing_expected') {
      if (broken.expected === 'object') continue // said by `no_object`
      const isChange = broken.expected === 'changes' || broken.expected.startsWith('changes.')
      if (!(isChange && isHidden(event, 'chg')))
        weak.push({ name: 'missing_expected', values: { expected: sayExpected(broken.expected) } })
    } else if (isDeclared && !told?.has(broken.field)) {
      told = (told ?? new Set()).add(broken.field)
      weak.push({
        name: 'undeclared_field',
        pointer: `/changes${pointerToken(broken.index)}/field`,
        values: { field: event.changes?.[broken.index]?.label ?? wordsOf(broken.field) },
      })
    }
  }
}
