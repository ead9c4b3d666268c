/** As much of an event as says whose fields it changes. */
interface Changing {
  readonly action?: string | undefined
  readonly object?: { readonly type?: string | undefined } | undefined
}

/**
 * The kind of object whose fields an event changes: its object's, or, where it names no object, the one that its action names
 * (`customer.updated`). Treatments, slots, readers, labels and defects all ask here, so that none of them forgets what
 * another hides.
 *
 * None for the trail's own events: what they say of people, roles, keys and views is on the record whatever a catalogue calls its
 * records, and whoever may push a catalogue takes none of it away. `trail.gap` is a producer's.
 */
export const kindChanged = ({ action, object }: Changing): string | undefined => {
  if (action?.startsWith('trail.') && action !== 'trail.gap') return undefined
  if (object?.type !== undefined) return object.type
  const end = action?.indexOf('.') ?? -1
  return end > 0 ? action?.slice(0, end) : undefined
}
