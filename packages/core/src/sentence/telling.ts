import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import { type Language, languageFor } from '../messages/languages.ts'
import { remembered } from '../messages/remembered.ts'
import type { HiddenSlot, PartialEvent, SentencePart } from './part.ts'

/** Everything that a part of a sentence may depend on: one event, read under one catalogue by one reader. */
export interface Telling {
  readonly event: PartialEvent
  readonly catalogue: CompiledCatalogue
  readonly language: Language
  readonly timeZone: string
}

export const tellingOf = (event: PartialEvent, catalogue: CompiledCatalogue, locale: string, timeZone: string): Telling => ({
  event,
  catalogue,
  language: languageFor(locale),
  timeZone: recallZone(timeZone, () => knownZone(timeZone)),
})

const recallZone = remembered<string>(500)

/** The zone if Intl knows it, else UTC: a reader's setting never costs the sentence. */
function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

/** Why a slot's value is not there, if the reader is told so. */
export const hiddenSlot = (telling: Telling, slot: string): HiddenSlot['why'] | undefined =>
  telling.event.hidden?.find((hidden) => hidden.slot === slot)?.why

/** "(hidden)" or "(erased)". */
export const hiddenText = (telling: Telling, why: HiddenSlot['why']): string =>
  why === 'erased' ? telling.language.messages.sentences.erased : telling.language.messages.sentences.hidden

export const textPart = (text: string): SentencePart => ({ kind: 'text', text })
