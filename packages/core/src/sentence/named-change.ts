import { absent } from '../messages/argument.ts'
import type { ArgumentSource } from './arguments.ts'
import { changeListParts, fieldKey, hiddenFieldName, hiddenValueOf, type ToldChange } from './change-parts.ts'
import type { SentenceArgument } from './message-parts.ts'
import type { SentencePart } from './part.ts'

const sideOfField = /^(before|after)_(.+)$/

/** `after_title`: the side and the field that an argument names; undefined for any other argument. */
export function namedSide(name: string): { readonly side: 'before' | 'after'; readonly field: string } | undefined {
  const [, side, field] = sideOfField.exec(name) ?? []
  return field === undefined ? undefined : { side: side === 'before' ? 'before' : 'after', field }
}

/** One side of the change of a named field, whole and not of an item of a list; absent where there is none. */
export function namedChangeArgument(name: string, { telling, told }: ArgumentSource): SentenceArgument {
  const named = namedSide(name)
  if (named === undefined) return absent
  const change = told.find((one) => isOf(named.field, one))
  if (change !== undefined) return change[named.side] ?? absent
  return hiddenValueOf(named.side, named.field, telling) ?? absent
}

/** The changes of which the sentence does not itself name a side that they have. */
export function otherChangeParts({ telling, told, names, creating }: ArgumentSource): readonly SentencePart[] {
  const sides = [...(names ?? [])].flatMap((name) => namedSide(name) ?? [])
  const others = told.filter((one) => !sides.some(({ side, field }) => isOf(field, one) && one[side] !== undefined))
  return changeListParts(others, creating, telling, (slot) =>
    sides.some(({ field }) => fieldKey(hiddenFieldName(slot)) === field),
  )
}

const isOf = (field: string, { change }: ToldChange): boolean => change.path === undefined && fieldKey(change.field) === field
