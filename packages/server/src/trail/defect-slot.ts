import { type Change, type Defect, fieldSlotName } from '@daybook/core'
import type { OpenSlot, SlotReaders } from './disclosure.ts'

/**
 * The slot that is kept from some and whose value a defect speaks of: that a hidden status is misspelt, or a hidden name
 * is an id, is for those who may read it. Undefined where everybody may know, as of what is missing.
 */
export const keptSlotOf = (
  { pointer = '' }: Pick<Defect, 'pointer'>,
  changes: readonly Change[] | undefined,
  readers: SlotReaders,
  names: ReadonlySet<string>,
): string | undefined => {
  const [, member = '', index] = pointer.split('/')
  const spoken = index === undefined ? changes : changes?.slice(Number(index), Number(index) + 1)
  const slots = member === 'changes' ? (spoken ?? []).map(({ field }) => fieldSlotName(field) ?? 'chg') : [slotOfMember(member)]
  return slots.map((slot) => (slot.startsWith('chg/') && !names.has(slot) ? 'chg' : slot)).find((slot) => readers.has(slot))
}

const slotOfMember = (member: string): string => (member === 'context' ? 'ctx' : member)

/** The defects of an event without those that speak of what this reader is not shown. */
export const defectsShown = (
  defects: readonly Defect[],
  changes: readonly Change[] | undefined,
  readers: SlotReaders,
  shown: readonly OpenSlot[],
): readonly Defect[] => {
  if (readers.size === 0 || defects.length === 0) return defects
  const names = new Set(shown.map(({ name }) => name))
  const open = new Set(shown.flatMap(({ name, state }) => (state === 'disclosed' ? [name] : [])))
  return defects.filter((defect) => {
    const slot = keptSlotOf(defect, changes, readers, names)
    return slot === undefined || open.has(slot)
  })
}
