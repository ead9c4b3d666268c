import { Argument, absent } from '../messages/argument.ts'
import { type ArgumentSource, sentenceArgument } from './arguments.ts'
import { changeListParts, hiddenChangeItems, type ToldChange } from './change-parts.ts'
import { messageParts, type SentenceArgument } from './message-parts.ts'
import type { SentencePart } from './part.ts'
import type { Predicate } from './predicate.ts'
import { textPart } from './telling.ts'
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
  const single = predicate.silent ? undefined : singleChange(from, predicate)
  if (single) {
    const { field, before, after } = single.told
    const object = objectPhrase(from, predicate)
    return say(sentences.done, {
      who,
      predicate: given(say(single.message, { predicate: verb(predicate.done), object, field, before, after })),
    })
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
  const counts = ['file', 'rows', 'created', 'updated', 'unchanged', 'failed', 'error'] as const
  return {
    words: text(predicate.words),
    base: text(predicate.base),
    noun: text(predicate.noun),
    preposition: text(predicate.preposition),
    thing: text(thingOf(from, predicate)),
    object: objectPhrase(from, predicate),
    ...(predicate.noun === '' ? Object.fromEntries(counts.map((name) => [name, sentenceArgument(name, from)])) : {}),
  }
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
  if (told === undefined || second !== undefined || predicate.creating || hiddenChangeItems(from.telling).length > 0)
    return undefined
  const { sentences } = from.telling.language.messages
  const message = predicate.plain ? plainMessage(told, sentences) : nounMessage(told, predicate, sentences)
  return message === undefined ? undefined : { message, told }
}

function plainMessage({ shape, veiled, declared, change }: ToldChange, sentences: Sentences): string | undefined {
  if (veiled || shape === 'list') return undefined
  if (shape === 'fromTo') return declared?.kind === 'status' && change.path === undefined ? sentences.onlyFromTo : undefined
  return { set: sentences.onlySet, removed: sentences.onlyRemoved, only: sentences.onlyChanged }[shape]
}

/** `order.owner_changed` with a change of the owner: "changed the owner of Order #1842 from Bob to Ana". */
function nounMessage({ shape, veiled, change }: ToldChange, predicate: Predicate, sentences: Sentences): string | undefined {
  const field = wordsOf(change.field).toLowerCase()
  if (predicate.noun === '' || veiled || !(field.includes(predicate.noun) || predicate.noun.includes(field))) return undefined
  if (shape === 'fromTo') return sentences.nounFromTo
  if (shape === 'set') return predicate.preposition === '' ? sentences.nounTo : undefined
  return shape === 'only' ? '{predicate}' : undefined
}

type Sentences = ArgumentSource['telling']['language']['messages']['sentences']
