import type { FieldDeclaration } from '../catalogue/catalogue.ts'
import type { Change, Json } from '../event/event.ts'
import { kindChanged } from '../event/kind-changed.ts'
import { Argument } from '../messages/argument.ts'
import { listSeparators } from './list-text.ts'
import { joinTexts, messageParts, type SentenceArgument } from './message-parts.ts'
import type { SentencePart, SentencePartKind, WrittenValue } from './part.ts'
import { shorten } from './shorten.ts'
import { hiddenText, type Telling, textPart } from './telling.ts'
import { listText, longestValue, valueText, writtenValue } from './value-text.ts'
import { wordsOf } from './words.ts'

const longestLabel = 80
const changesShown = 5

/** What can be said of a change: both values, one of them, or only that there was one. */
type ChangeShape = 'fromTo' | 'set' | 'removed' | 'only' | 'list'

/** One change made ready to be told. */
export interface ToldChange {
  readonly change: Change
  readonly declared: FieldDeclaration | undefined
  readonly shape: ChangeShape
  /** The values are there, but only as tokens or ciphertext. */
  readonly veiled: boolean
  readonly field: SentenceArgument
  readonly before: SentenceArgument | undefined
  readonly after: SentenceArgument | undefined
}

export function toldChange(change: Change, telling: Telling): ToldChange {
  const declared = telling.catalogue.field(kindChanged(telling.event), change.field)
  const label = changeLabel(change, declared, telling)
  const veiled = change.treated === 'tokenize' || change.treated === 'encrypt'
  const { hidden } = telling.language.messages.sentences
  const text = (value: Json): string => (veiled ? hidden : valueText(value, declared, label, telling))
  const side = (kind: 'before' | 'after', value: Json | undefined, other: Json | undefined): SentenceArgument | undefined => {
    if (value === undefined) return change.treated === 'omit' ? one(kind, hidden, 'given') : undefined
    const shown = text(value)
    const alike = isLong(value) && isLong(other) && value !== other && !veiled && shown === text(other)
    const written = veiled ? undefined : writtenValue(value, declared)
    return one(kind, alike ? text(fromDifference(value, other)) : shown, keyOf(value), written)
  }
  return {
    change,
    declared,
    shape: shapeOf(change),
    veiled,
    field: one('field', label, fieldKey(change.field)),
    before: side('before', change.before, change.after),
    after: side('after', change.after, change.before),
  }
}

const isLong = (value: Json | undefined): value is string => typeof value === 'string' && value.length > longestValue

/** Of long texts that begin alike, what is from shortly before the place where they part: else both would read the same. */
function fromDifference(text: string, other: string): string {
  let at = 0
  while (at < text.length && text[at] === other[at]) at += 1
  return `…${text.slice(Math.max(0, at - 20)).replace(/^\p{Surrogate}/u, '')}`
}

/** The label recorded with the change, else the catalogue's, else the field's own words; with the item of a list. */
function changeLabel(change: Change, declared: FieldDeclaration | undefined, telling: Telling): string {
  const label = shorten(change.label ?? labelOf(change.field, declared), longestLabel)
  if (change.path === undefined) return label
  const { fieldOfItem } = telling.language.messages.sentences
  return fieldOfItem.replace('{field}', () => label).replace('{item}', () => shorten(change.path ?? '', longestLabel))
}

const labelOf = (field: string, declared: FieldDeclaration | undefined): string => declared?.label ?? wordsOf(field)

function shapeOf(change: Change): ChangeShape {
  if (change.before === undefined) return change.after === undefined ? 'only' : 'set'
  if (change.after === undefined) return 'removed'
  return Array.isArray(change.before) && Array.isArray(change.after) && change.treated === undefined ? 'list' : 'fromTo'
}

/** What a `select` compares. `none` means that there is no value: a value that spells so is `given`. */
const keyOf = (value: Json): string =>
  typeof value === 'object' ? (value === null ? 'none' : 'given') : value === 'none' ? 'given' : String(value)

/** A field's name as a `select` and an argument can have it: `python-version` is `python_version`. */
export const fieldKey = (field: string): string => field.replace(/\W/g, '_')

const one = (kind: SentencePartKind, text: string, key = text, value?: WrittenValue): SentenceArgument =>
  new Argument([{ kind, text, ...(value && { value }) }], key)

/** "Status from Pending Review to Approved, Owner set to Ana, Note removed", hidden ones in words, the first few of many. */
export function changeListParts(
  told: readonly ToldChange[],
  creating: boolean,
  telling: Telling,
  leaveOut?: (hiddenSlot: string) => boolean,
): readonly SentencePart[] {
  const { sentences } = telling.language.messages
  const { locale } = telling.language
  const hidden = hiddenChangeItems(telling, leaveOut)
  const all = told.length + hidden.length
  // "and 1 more field" would take the room of that field
  const most = all === changesShown + 1 ? all : changesShown
  const items = [
    ...told.slice(0, most).map((one) => changeParts(one, creating, telling)),
    ...hidden.slice(0, Math.max(0, most - told.length)),
  ]
  const rest = all - items.length
  const separators = listSeparators(items.length, locale)
  const shown = joinTexts(items.flatMap((parts, index) => [...parts, separators[index] ?? '']))
  if (rest === 0) return shown
  return messageParts(sentences.changesMore, locale, {
    shown: new Argument(shown, 'given'),
    rest: new Argument([textPart(String(rest))], String(rest), rest),
  })
}

function changeParts(told: ToldChange, creating: boolean, telling: Telling): readonly SentencePart[] {
  const { sentences } = telling.language.messages
  const { change, field, before, after, shape, veiled } = told
  const message = {
    fromTo: veiled ? sentences.changeHidden : sentences.changeFromTo,
    set: veiled ? sentences.changeHiddenSet : creating ? sentences.changeNew : sentences.changeSet,
    removed: veiled ? sentences.changeHiddenRemoved : sentences.changeRemoved,
    only: creating ? (change.treated ? sentences.changeHiddenSet : sentences.changeOnlyNew) : sentences.changeOnly,
    list: sentences.changeFromTo,
  }[shape]
  const { locale } = telling.language
  const items = listItems(told, telling)
  if (items) return messageParts(sentences.changeList, locale, { field, items })
  return messageParts(message, locale, { field, before, after })
}

/** Items added and removed, by what they are and never by where they stand; undefined where only the order differs. */
export function listItems({ change, shape }: ToldChange, telling: Telling): SentenceArgument | undefined {
  if (shape !== 'list') return undefined
  const { sentences } = telling.language.messages
  const added = without(change.after as readonly Json[], change.before as readonly Json[])
  const removed = without(change.before as readonly Json[], change.after as readonly Json[])
  if (added.length === 0 && removed.length === 0) return undefined
  const message = added.length === 0 ? sentences.listRemoved : removed.length === 0 ? sentences.listAdded : sentences.listBoth
  const parts = messageParts(message, telling.language.locale, {
    added: one('after', listText(added, telling)),
    removed: one('before', listText(removed, telling)),
  })
  return new Argument(parts, 'given')
}

/** Items of `list` that `other` has fewer of. */
function without(list: readonly Json[], other: readonly Json[]): readonly Json[] {
  const counts = new Map<string, number>()
  for (const item of other) counts.set(JSON.stringify(item), (counts.get(JSON.stringify(item)) ?? 0) + 1)
  return list.filter((item) => {
    const key = JSON.stringify(item)
    const left = counts.get(key) ?? 0
    counts.set(key, left - 1)
    return left <= 0
  })
}

/** Changes that the reader may not see, or that were erased: their fields are known from the names of the slots. */
export function hiddenChangeItems(
  telling: Telling,
  leaveOut: (slot: string) => boolean = () => false,
): readonly (readonly SentencePart[])[] {
  const { sentences } = telling.language.messages
  const isTold = (slot: string): boolean => slot === 'chg' || (slot.startsWith('chg/') && !leaveOut(slot))
  const hidden = telling.event.hidden?.filter(({ slot }) => isTold(slot)) ?? []
  return hidden.map(({ slot, why }) => {
    if (slot === 'chg') return [textPart(why === 'erased' ? sentences.changesSlotErased : sentences.changesSlotHidden)]
    const message = why === 'erased' ? sentences.changeSlotErased : sentences.changeSlotHidden
    return messageParts(message, telling.language.locale, { field: hiddenField(slot, telling) })
  })
}

export function hiddenField(slot: string, telling: Telling): SentenceArgument {
  const name = hiddenFieldName(slot)
  const label = labelOf(name, telling.catalogue.field(kindChanged(telling.event), name))
  return one('field', shorten(label, longestLabel), fieldKey(name))
}

/** The field that a hidden slot holds: `chg/phone`. */
export const hiddenFieldName = (slot: string): string => decode(slot.slice('chg/'.length))

/** "(hidden)" or "(erased)" for a side of the field's change, if that is hidden; undefined where nothing says so. */
export function hiddenValueOf(side: 'before' | 'after', field: string, telling: Telling): SentenceArgument | undefined {
  const found = telling.event.hidden?.find(({ slot }) => slot.startsWith('chg/') && fieldKey(hiddenFieldName(slot)) === field)
  return found && one(side, hiddenText(telling, found.why), 'given')
}

/** "(erased)" where any hidden change was erased, "(hidden)" where it is withheld; undefined where no change is hidden. */
export function hiddenChangeText(telling: Telling): string | undefined {
  const hidden = telling.event.hidden?.filter(({ slot }) => slot === 'chg' || slot.startsWith('chg/'))
  const first = hidden?.[0]
  return first && hiddenText(telling, first.why)
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}
