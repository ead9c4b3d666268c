import type { CompiledCatalogue, KnownAction } from '../catalogue/compile-catalogue.ts'
import { templateOf } from '../messages/template.ts'
import { type ArgumentSource, sentenceArgument } from './arguments.ts'
import { type ToldChange, toldChange } from './change-parts.ts'
import { defaultSentence } from './default-sentence.ts'
import { joinTexts } from './message-parts.ts'
import type { PartialEvent, SentencePart } from './part.ts'
import { predicateOf } from './predicate.ts'
import { type Telling, tellingOf } from './telling.ts'

/**
 * The event in one plain sentence: from the catalogue's sentence where the event has everything that it needs, from the
 * action's words and the changes otherwise. Plain text, never markup; long values are shortened here and nowhere else.
 * Whatever the event holds, it never throws, and nothing in the event is read as a template.
 *
 * @param locale BCP 47; a language without texts of its own reads in English with its numbers and dates.
 * @param timeZone IANA name for moments inside values; UTC where not given.
 */
export const renderSentence = (event: PartialEvent, catalogue: CompiledCatalogue, locale = 'en', timeZone = 'UTC'): string => {
  let sentence = ''
  for (const part of sentenceParts(event, catalogue, locale, timeZone)) sentence += part.text
  return sentence
}

/** The same sentence in parts, so that a page can link names and isolate values. Their texts joined are the sentence. */
export function sentenceParts(
  event: PartialEvent,
  catalogue: CompiledCatalogue,
  locale = 'en',
  timeZone = 'UTC',
): readonly SentencePart[] {
  const telling = tellingOf(event, catalogue, locale, timeZone)
  const action = event.action ?? ''
  const declaration = catalogue.action(action)
  const predicate = predicateOf(action, declaration?.words, telling.language)
  const told = (event.changes ?? []).map((change) => toldChange(change, telling))
  const from = { telling, told, subject: subjectOf(told, declaration), creating: predicate.creating }
  return bySentence(declaration?.sentence, from, predicate.failing) ?? defaultSentence(from, predicate)
}

/** A sentence speaks of success unless it names `{outcome}` or the action itself is a failure. */
function bySentence(text: string | undefined, from: ArgumentSource, failing: boolean): readonly SentencePart[] | undefined {
  if (text === undefined) return undefined
  const template = templateOf(text, from.telling.language.locale)
  if ('fault' in template) return undefined
  if (wentWrong(from.telling) && !failing && !template.names.has('outcome')) return undefined
  try {
    const source = { ...from, names: template.names }
    return joinTexts(template.render((name) => sentenceArgument(name, source)))
  } catch {
    return undefined // a declared sentence need not fit every event; lint says where it may not
  }
}

const wentWrong = ({ event }: Telling): boolean => event.outcome === 'failure' || event.outcome === 'denied'

/** The change a sentence is about: the first that its action expects, else the only one, else the only status. */
function subjectOf(told: readonly ToldChange[], declaration: KnownAction | undefined): ToldChange | undefined {
  for (const expected of declaration?.expects ?? []) {
    if (!expected.startsWith('changes.')) continue
    const found = told.find(({ change }) => change.field === expected.slice('changes.'.length))
    if (found) return found
  }
  if (told.length === 1) return told[0]
  const statuses = told.filter(({ declared }) => declared?.kind === 'status')
  return statuses.length === 1 ? statuses[0] : undefined
}
