import { Argument, absent } from '../messages/argument.ts'
import { remembered } from '../messages/remembered.ts'
import { changeListParts, hiddenChangeText, hiddenField, type ToldChange } from './change-parts.ts'
import type { SentenceArgument } from './message-parts.ts'
import { namedChangeArgument, otherChangeParts } from './named-change.ts'
import type { SentencePartKind } from './part.ts'
import { actorArgument, namedArgument, objectArgument, relatedArgument } from './parties.ts'
import { shorten } from './shorten.ts'
import { hiddenSlot, hiddenText, type Telling, textPart } from './telling.ts'
import { wordsOf } from './words.ts'

const longestText = 160
const recallFormat = remembered<Intl.NumberFormat>(500)

/**
 * The arguments every sentence has, whatever the catalogue says. `before_…` and `after_…` name the field of a change;
 * any other name is a related record's relation.
 */
export const sentenceArguments = [
  'actor',
  'object',
  'object_id',
  'self',
  'customer',
  'organization',
  'source',
  'reason',
  'error',
  'outcome',
  'field',
  'before',
  'after',
  'changes',
  'others',
  'only',
  'count',
  'step',
  'decision',
  'workflow',
  'rule',
  'batch',
  'file',
  'rows',
  'created',
  'updated',
  'unchanged',
  'failed',
] as const
export type SentenceArgumentName = (typeof sentenceArguments)[number]

/** What a sentence may ask of an event, resolved only when it is asked. */
export interface ArgumentSource {
  readonly telling: Telling
  readonly told: readonly ToldChange[]
  /** The change that `{field}`, `{before}` and `{after}` speak of, where there is one. */
  readonly subject: ToldChange | undefined
  readonly creating: boolean
  /** The arguments that the sentence names, if it is a declared one. */
  readonly names?: ReadonlySet<string>
}

/** One argument by its name. Absent (never an error) where the event does not have it. */
export function sentenceArgument(name: string, from: ArgumentSource): SentenceArgument {
  const make = Object.hasOwn(makers, name) ? makers[name as SentenceArgumentName] : undefined
  const made = make ? make(from) : namedChangeArgument(name, from)
  return made === absent ? relatedArgument(name, from.telling) : made
}

const makers: { readonly [name in SentenceArgumentName]: (from: ArgumentSource) => SentenceArgument } = {
  actor: ({ telling }) => actorArgument(telling),
  object: ({ telling }) => objectArgument(telling),
  object_id: ({ telling }) => objectId(telling),
  self: ({ telling }) => (isSelf(telling) ? word('yes') : absent),
  customer: ({ telling }) => namedArgument('customer', telling),
  organization: ({ telling }) => namedArgument('organization', telling),
  source: ({ telling }) => source(telling),
  reason: ({ telling }) => freeText('reason', telling.event.reason, 'reason', telling),
  error: ({ telling }) => freeText('error', errorText(telling), 'error', telling),
  outcome: ({ telling }) => word(telling.event.outcome ?? 'success'),
  field: ({ telling, subject }) => subject?.field ?? hiddenFieldOf(telling),
  before: ({ telling, subject }) => subject?.before ?? (subject ? absent : hiddenValue('before', telling)),
  after: ({ telling, subject }) => subject?.after ?? (subject ? absent : hiddenValue('after', telling)),
  changes: ({ telling, told, creating }) => {
    const parts = changeListParts(told, creating, telling)
    return parts.length === 0 ? absent : new Argument(parts, 'given')
  },
  others: (from) => {
    const parts = otherChangeParts(from)
    return parts.length === 0 ? absent : new Argument(parts, 'given')
  },
  only: ({ told, telling }) => {
    const [first, second] = told
    if (first === undefined) return hiddenChangeText(telling) === undefined ? absent : word('many')
    return second === undefined && hiddenChangeText(telling) === undefined ? first.field : word('many')
  },
  count: ({ telling }) => number(telling.event.count, telling),
  step: ({ telling }) => value(telling.event.workflow?.step),
  decision: ({ telling }) => value(telling.event.workflow?.decision),
  workflow: ({ telling }) => named(telling.event.workflow?.type, telling),
  rule: ({ telling }) => value(telling.event.override?.name ?? telling.event.override?.rule),
  batch: ({ telling }) => value(telling.event.batch?.id),
  file: ({ telling }) => freeText('value', telling.event.batch?.file?.name, 'file', telling),
  rows: ({ telling }) => number(telling.event.batch?.rows, telling),
  created: ({ telling }) => number(telling.event.batch?.claimed?.created, telling),
  updated: ({ telling }) => number(telling.event.batch?.claimed?.updated, telling),
  unchanged: ({ telling }) => number(telling.event.batch?.claimed?.unchanged, telling),
  failed: ({ telling }) => number(telling.event.batch?.claimed?.failed, telling),
}

/** The record's own number, for sentences that say it in words of their own: “customer #482”. Links as the record does. */
function objectId({ event: { object } }: Telling): SentenceArgument {
  if (object?.id === undefined) return absent
  const ref = object.type === undefined ? {} : { ref: { type: object.type, id: object.id } }
  return new Argument([{ kind: 'object', text: shorten(object.id, longestText), ...ref }], object.id)
}

/** What is done to oneself: the record is the actor. */
function isSelf({ event: { actor, object } }: Telling): boolean {
  return actor?.id !== undefined && actor.id === object?.id && (object.type === 'user' || object.type === actor.type)
}

/** What went wrong, in the words of whoever said so; a code alone has its words set apart: `card_declined`. */
function errorText({ event: { error } }: Telling): string | undefined {
  return (
    error?.message ?? (error?.code && /^[a-z]+(?:[_-][a-z]+)*$/.test(error.code) ? error.code.replace(/[_-]/g, ' ') : error?.code)
  )
}

const word = (text: string): SentenceArgument => new Argument([textPart(text)], text)

const value = (text: string | undefined): SentenceArgument =>
  text === undefined ? absent : new Argument([{ kind: 'value', text: shorten(text, longestText) }], text)

const named = (type: string | undefined, telling: Telling): SentenceArgument =>
  type === undefined
    ? absent
    : new Argument([{ kind: 'value', text: telling.catalogue.object(type)?.label ?? wordsOf(type) }], type)

function number(count: number | undefined, telling: Telling): SentenceArgument {
  if (count === undefined) return absent
  return new Argument(
    [
      {
        kind: 'count',
        text: recallFormat(telling.language.locale, () => new Intl.NumberFormat(telling.language.locale)).format(count),
        value: { kind: 'decimal', recorded: String(count) },
      },
    ],
    String(count),
    count,
  )
}

/** Free text selects `given`, never its own words: what a stranger wrote must not choose the sentence. */
function freeText(kind: SentencePartKind, text: string | undefined, slot: string, telling: Telling): SentenceArgument {
  if (text !== undefined && text.trim() !== '') return new Argument([{ kind, text: shorten(text, longestText) }], 'given')
  const hidden = hiddenSlot(telling, slot)
  return hidden ? new Argument([{ kind, text: hiddenText(telling, hidden) }], 'given') : absent
}

function source(telling: Telling): SentenceArgument {
  const { source } = telling.event
  if (source === undefined) return absent
  const text = source.name ?? (source.type && telling.language.messages.sourceLabels[source.type])
  return text === undefined
    ? absent
    : new Argument([{ kind: 'source', text: shorten(text, longestText) }], source.type ?? 'given')
}

function hiddenFieldOf(telling: Telling): SentenceArgument {
  const slot = telling.event.hidden?.find((hidden) => hidden.slot.startsWith('chg/'))?.slot
  return slot === undefined ? absent : hiddenField(slot, telling)
}

function hiddenValue(kind: 'before' | 'after', telling: Telling): SentenceArgument {
  const text = hiddenChangeText(telling)
  return text === undefined ? absent : new Argument([{ kind, text }], 'given')
}
