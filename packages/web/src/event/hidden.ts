import type { HiddenSlot } from '../api/event-view.ts'
import { showCount, showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { fieldOfSlot } from './slot-field.ts'

export { fieldOfSlot }

/** Why a part is not shown, in words; `roleLabel` says what people call a role. */
export function hiddenWords(slot: HiddenSlot, roleLabel: (name: string) => string): string {
  if (slot.why === 'erased') return fill(m.event.hidden.erased, { by: showCount(slot.by) })
  if (slot.roles && slot.roles.length > 0)
    return fill(m.event.hidden.withheldFrom, { roles: showList(slot.roles.map(roleLabel)) })
  return m.event.hidden.withheld
}

/** What a hidden part holds, in words. */
export function hiddenName(slot: string): string {
  const field = fieldOfSlot(slot)
  if (field !== undefined) return fill(m.event.hidden.change, { field })
  const names: { readonly [slot: string]: string } = m.event.hidden.slots
  return names[slot] ?? fill(m.event.hidden.other, { slot })
}
