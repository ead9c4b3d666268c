/** The field of a slot that holds one field's changes; undefined for other slots. */
export function fieldOfSlot(slot: string): string | undefined {
  if (!slot.startsWith('chg/')) return undefined
  try {
    return decodeURIComponent(slot.slice(4))
  } catch {
    return slot.slice(4)
  }
}
