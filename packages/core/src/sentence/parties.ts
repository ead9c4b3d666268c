import { type ActorType, actorTypes, type Party, type RelatedRef } from '../event/event.ts'
import { Argument, absent } from '../messages/argument.ts'
import { templateOf } from '../messages/template.ts'
import { messageParts, type SentenceArgument } from './message-parts.ts'
import type { SentencePart, SentencePartKind } from './part.ts'
import { shorten } from './shorten.ts'
import { hiddenSlot, hiddenText, type Telling, textPart } from './telling.ts'
import { wordsOf } from './words.ts'

const longestName = 120

type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** "Sam (acting for Maria Lopez)", "Stale ticket closer (automation)", "Somebody unknown". */
export function actorArgument(telling: Telling): SentenceArgument {
  const { actor } = telling.event
  const { locale, messages } = telling.language
  const name = partyPart(actor, telling)
  const kind = kindWord(actor, name.text, telling)
  const other = actor?.onBehalfOf && partyPart(actor.onBehalfOf, telling)
  const { actorOfKind, actorActingFor, actorOfKindActingFor } = messages.sentences
  const message = other ? (kind ? actorOfKindActingFor : actorActingFor) : kind ? actorOfKind : messages.sentences.actor
  const parts = messageParts(message, locale, {
    name: one(name, name.text),
    kind: kind === '' ? undefined : one(textPart(kind), kind),
    other: other && one(other, other.text),
  })
  return new Argument(parts, actor?.type ?? 'unknown')
}

function partyPart(party: Loose<Party> | undefined, telling: Telling): SentencePart {
  const text = partyName(party, telling)
  return party?.type !== undefined && party.id !== undefined
    ? { kind: 'actor', text, ref: { type: party.type, id: party.id } }
    : { kind: 'actor', text }
}

function partyName(party: Loose<Party> | undefined, telling: Telling): string {
  const { sentences } = telling.language.messages
  const name = party?.name === undefined ? '' : shorten(party.name, longestName)
  if (party?.type === 'system' && (name === '' || name.toLowerCase() === 'system')) return sentences.systemUnnamed
  if (name !== '') return name
  const hidden = hiddenSlot(telling, 'actor')
  if (hidden) return hidden === 'erased' ? sentences.actorErased : sentences.actorHidden
  if (party === undefined || party.type === 'unknown') return sentences.actorUnknown
  return party.id === undefined || party.id.trim() === '' ? sentences.actorUnnamed : shorten(party.id, longestName)
}

/** Left out where the name says it already: "Nightly automation". */
function kindWord(party: Loose<Party> | undefined, name: string, telling: Telling): string {
  const { sentences, actorLabels } = telling.language.messages
  const type: ActorType = party?.type ?? 'unknown'
  const word = actorLabels[type] ?? ''
  const unnamed = name === sentences.actorUnknown || name === sentences.systemUnnamed
  return unnamed || name.toLowerCase().includes(word.toLowerCase()) ? '' : word
}

/** The record acted on, by its name; absent where the event has none. */
export function objectArgument(telling: Telling): SentenceArgument {
  const { object } = telling.event
  return object === undefined ? absent : refArgument('object', object, telling)
}

/** The first related record with this relation. */
export function relatedArgument(relation: string, telling: Telling): SentenceArgument {
  const related = telling.event.related?.find((one) => one.relation === relation)
  return related === undefined ? absent : refArgument('related', related, telling)
}

/** Something with an id and perhaps a name, that is not a declared record: a customer, an organization. */
export function namedArgument(kind: 'customer' | 'organization', telling: Telling): SentenceArgument {
  const named = telling.event[kind]
  if (named === undefined) return absent
  return refArgument(kind, { ...named, type: kind }, telling)
}

function refArgument(kind: SentencePartKind, ref: Loose<RelatedRef>, telling: Telling): SentenceArgument {
  const text = refName(kind, ref, telling)
  if (text === undefined) return absent
  const part: SentencePart =
    ref.type !== undefined && ref.id !== undefined ? { kind, text, ref: { type: ref.type, id: ref.id } } : { kind, text }
  return one(part, ref.type ?? 'other')
}

function refName(kind: SentencePartKind, ref: Loose<RelatedRef>, telling: Telling): string | undefined {
  if (ref.name !== undefined && ref.name.trim() !== '') return shorten(ref.name, longestName)
  const { catalogue, language } = telling
  const declared = catalogue.object(ref.type)
  const made = declared?.name !== undefined && ref.id !== undefined ? madeName(declared.name, ref.id, language.locale) : undefined
  if (made !== undefined) return shorten(made, longestName)
  const hidden = hiddenSlot(telling, kind)
  if (hidden && kind === 'customer') return hiddenText(telling, hidden)
  if (ref.id === undefined) return hidden && hiddenText(telling, hidden)
  if (isParty(kind, ref.type)) return shorten(ref.id, longestName)
  const type = declared?.label ?? wordsOf(ref.type ?? '')
  return shorten(
    language.messages.sentences.objectTyped.replace('{type}', () => type).replace('{id}', () => ref.id ?? ''),
    longestName,
  )
}

/** People and systems go by their id where they have no name; records say what they are as well. */
const isParty = (kind: SentencePartKind, type: string | undefined): boolean =>
  kind === 'customer' || kind === 'organization' || actorTypes.some((one) => one === type)

/** `Order #{id}` with the id put in; undefined where the template does not read. */
function madeName(template: string, id: string, locale: string): string | undefined {
  const compiled = templateOf(template, locale)
  if ('fault' in compiled) return undefined
  try {
    return compiled.render<string>((name) => (name === 'id' ? new Argument([id], id) : absent)).join('')
  } catch {
    return undefined // the template names something that an object does not have: lint says so, readers see type and id
  }
}

const one = (part: SentencePart, key: string): SentenceArgument => new Argument([part], key)
