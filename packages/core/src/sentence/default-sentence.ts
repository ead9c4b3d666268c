import { Argument, absent } from '../messages/argument.ts'
import { type ArgumentSource, sentenceArgument } from './arguments.ts'
import { changeListParts, hiddenChangeItems, listItems, type ToldChange } from './change-parts.ts'
import { listSeparators } from './list-text.ts'
import { messageParts, type SentenceArgument } from './message-parts.ts'
import type { SentencePart } from './part.ts'
import type { Predicate } from './predicate.ts'
import { type Telling, textPart } from './telling.ts'
import { wordsInside, wordsOf } from './words.ts'

/** A sentence from the action's words and the changes, for any event: whatever is missing is said in words. */
export function defaultSentence(from: ArgumentSource, predicate: Predicate): readonly SentencePart[] {
  const { event, language } = from.telling
  const { sentences } = language.messages
  const say = (message: string, values: { readonly [name: string]: SentenceArgument | undefined }) =>
    messageParts(message, language.locale, values)
  const who = sentenceArgument('actor', from)
  if (event.action === undefined) return say(sentences.nothing, { who })
  const verb = (message: string): SentenceArgument => given(say(message, predicateArguments(from, predicate)))

  if ((event.outcome === 'failure' || event.outcome === 'denied') && !predicate.failing) {
    const message = event.outcome === 'denied' ? sentences.denied : sentences.failed
    return say(message, { who, attempt: verb(predicate.attempt), error: sentenceArgument('error', from) })
  }
  const single = singleChange(from, predicate)
  if (single) {
    const { told, message } = single
    const values = {
      ...predicateArguments(from, predicate),
      predicate: verb(predicate.done),
      field: told.field,
      before: told.before,
      after: told.after,
      items: listItems(told, from.telling),
      value: namedValue(told, from.telling),
    }
    return say(sentences.done, { who, predicate: given(say(message, values)) })
  }
  const done = verb(predicate.done)
  const changes = predicate.silent ? [] : changeListParts(from.told, predicate.creating, from.telling)
  if (changes.length > 0) return say(sentences.doneWithChanges, { who, predicate: done, changes: given(changes) })
  const error = predicate.failing ? sentenceArgument('error', from) : absent
  if (error !== absent) return say(sentences.doneWithChanges, { who, predicate: done, changes: error })
  return say(sentences.done, { who, predicate: done })
}

const given = (parts: readonly SentencePart[]): SentenceArgument => new Argument(parts, 'given')

function predicateArguments(from: ArgumentSource, predicate: Predicate): { readonly [name: string]: SentenceArgument } {
  const text = (words: string): SentenceArgument => new Argument([textPart(words)], words)
  const more = ['file', 'rows', 'error', 'step', 'rule', 'duplicate'] as const
  return {
    words: text(predicate.words),
    base: text(predicate.base),
    noun: text(predicate.noun),
    preposition: text(predicate.preposition),
    rest: text(predicate.rest),
    phrase: text(predicate.phrase),
    thing: text(thingOf(from, predicate)),
    object: objectPhrase(from, predicate),
    ...(predicate.noun === '' ? Object.fromEntries(more.map((name) => [name, sentenceArgument(name, from)])) : {}),
    counts: claimedCounts(from),
  }
}

/** "12 created, 3 failed": what an import or a run says of itself. */
function claimedCounts(from: ArgumentSource): SentenceArgument {
  const { locale, messages } = from.telling.language
  const { countCreated, countUpdated, countUnchanged, countFailed } = messages.sentences
  const said = { created: countCreated, updated: countUpdated, unchanged: countUnchanged, failed: countFailed }
  const items = Object.entries(said).flatMap(([name, message]) => {
    const count = sentenceArgument(name, from)
    return count === absent ? [] : [messageParts(message, locale, { count })]
  })
  const separators = listSeparators(items.length, locale)
  const parts = items.flatMap((item, index) => [...item, textPart(separators[index] ?? '')])
  return parts.length === 0 ? absent : given(parts)
}

/** The value that an action's noun names, in quotation marks where it is several words that no field declares. */
function namedValue({ change, declared, before, after }: ToldChange, telling: Telling): SentenceArgument | undefined {
  const value = change.after === undefined ? before : after
  const raw = change.after ?? change.before
  if (declared !== undefined || value === undefined || typeof raw !== 'string' || !/\s/.test(raw.trim())) return value
  const { quoted } = telling.language.messages.sentences
  return given(value.parts.map((part) => ({ ...part, text: quoted.replace('{text}', () => part.text) })))
}

/** The record by name, the number of records, both, or in words that none was named. */
function objectPhrase(from: ArgumentSource, predicate: Predicate): SentenceArgument {
  const { event, language } = from.telling
  const { sentences } = language.messages
  const object = sentenceArgument('object', from)
  const count = sentenceArgument('count', from)
  const thing = new Argument<SentencePart>([textPart(thingOf(from, predicate))], 'given')
  if (object !== absent)
    return event.count === undefined ? object : given(messageParts(sentences.objectCounted, language.locale, { object, count }))
  const message = event.count !== undefined ? sentences.countOnly : predicate.many ? sentences.objectMany : sentences.objectNone
  return given(messageParts(message, language.locale, { thing, count }))
}

function thingOf({ telling }: ArgumentSource, predicate: Predicate): string {
  const type = telling.event.object?.type ?? telling.event.action?.split('.', 1)[0]
  const label = telling.catalogue.object(type)?.label
  return label === undefined
    ? telling.event.object?.type === undefined
      ? predicate.thing
      : wordsInside(wordsOf(telling.event.object.type))
    : wordsInside(label)
}

/** The words for an event that changed exactly one field, where they read better than a list of one. */
function singleChange(
  from: ArgumentSource,
  predicate: Predicate,
): { readonly message: string; readonly told: ToldChange } | undefined {
  const [told, second] = from.told
  if (told === undefined || second !== undefined || hiddenChangeItems(from.telling).length > 0) return undefined
  const naming = namingMessage(told, predicate, from)
  if (naming !== undefined) return { message: naming, told }
  if (predicate.creating || predicate.silent) return undefined
  const { sentences } = from.telling.language.messages
  const message = predicate.plain
    ? plainMessage(told, from)
    : predicate.towards
      ? towardsMessage(told, predicate, sentences)
      : nounMessage(told, predicate, from)
  return message === undefined ? undefined : { message, told }
}

function plainMessage(told: ToldChange, { telling }: ArgumentSource): string | undefined {
  const { shape, veiled, declared, change } = told
  const { sentences } = telling.language.messages
  if (veiled) return undefined
  if (shape === 'list') return listItems(told, telling) && sentences.onlyList
  if (shape === 'fromTo') return declared?.kind === 'status' && change.path === undefined ? sentences.onlyFromTo : undefined
  return { set: sentences.onlySet, removed: sentences.onlyRemoved, only: sentences.onlyChanged }[shape]
}

/** `ticket.label_added` with the label: "added the label bug to Ticket #77", "removed the label bug from Ticket #77". */
function namingMessage(told: ToldChange, predicate: Predicate, { telling }: ArgumentSource): string | undefined {
  const { shape, veiled, change } = told
  if (!predicate.naming || predicate.preposition === '' || veiled || !isNoun(change.field, predicate)) return undefined
  const taking = telling.language.messages.verbs.prepositions[predicate.words] === 'from'
  return shape === (taking ? 'removed' : 'set') ? telling.language.messages.sentences.nounValue : undefined
}

/** `ticket.moved` with one change: "moved Ticket #77 from Billing to Shipping". */
function towardsMessage({ shape, veiled }: ToldChange, predicate: Predicate, sentences: Sentences): string | undefined {
  if (veiled || predicate.noun !== '') return undefined
  if (shape === 'fromTo') return sentences.nounFromTo
  return shape === 'set' ? sentences.nounTo : shape === 'removed' ? sentences.nounFrom : undefined
}

/** The action's noun is the field that changed. */
function isNoun(field: string, { noun }: Predicate): boolean {
  const words = wordsOf(field).toLowerCase()
  return noun !== '' && (words.includes(noun) || noun.includes(words))
}

/** `order.owner_changed` with a change of the owner: "changed the owner of Order #1842 from Bob to Ana". */
function nounMessage(told: ToldChange, predicate: Predicate, { telling }: ArgumentSource): string | undefined {
  const { shape, veiled, change } = told
  const { sentences } = telling.language.messages
  if (veiled || !isNoun(change.field, predicate)) return undefined
  if (shape === 'list') return listItems(told, telling) && sentences.nounList
  if (shape === 'fromTo') return sentences.nounFromTo
  if (shape === 'set') return predicate.preposition === '' ? sentences.nounTo : undefined
  return shape === 'only' ? '{predicate}' : undefined
}

type Sentences = ArgumentSource['telling']['language']['messages']['sentences']
