import { fieldSlotName, type Searchable } from '@daybook/core'
import type { KeptFor } from './index-row.ts'
import type { FacetDimension, FacetEntry } from './search-index.ts'

/**
 * The values of an event that facets count, each once: by the ids and names that the filter of the same name takes.
 * A value is for whoever may read the slot it stands in; where it stands in several, for the readers of any of them.
 */
export const facetsOf = (event: Searchable, keptFor: KeptFor): readonly FacetEntry[] => {
  const found: FacetEntry[] = []
  const take: Take = (dimension, value, slot = 'core', label, labelSlot = slot) => {
    if (typeof value !== 'string' || value === '') return
    const shown = label === undefined || label === value || keptFor(labelSlot) ? undefined : label
    const entry = entryOf(dimension, value, shown, keptFor(slot))
    const at = several.has(dimension) ? placeOf(found, dimension, value) : -1
    const before = found[at]
    if (before) found[at] = eitherOf(before, entry)
    else found.push(entry)
  }
  takeCore(event, take)
  if (event.changes)
    for (const { field, label, kind, after } of event.changes) {
      const slot = fieldSlotName(field) ?? 'chg'
      take('field', field, slot, label)
      if (kind === 'status') take('status', after, slot)
    }
  for (const { name, slot } of event.defects) take('quality', name, slot)
  return found
}

const placeOf = (found: readonly FacetEntry[], dimension: FacetDimension, value: string): number => {
  for (let at = found.length - 1; at >= 0; at--) if (found[at]?.dimension === dimension && found[at]?.value === value) return at
  return -1
}

/** Of these an event may have more than one value, or one twice. */
const several: ReadonlySet<FacetDimension> = new Set(['role', 'integration', 'field', 'status', 'decision', 'quality'])

/** Written out, since there are many for each event and spreads cost more than all the rest. */
const entryOf = (
  dimension: FacetDimension,
  value: string,
  label: string | undefined,
  readers: readonly string[] | undefined,
): FacetEntry => {
  if (readers) return label === undefined ? { dimension, value, readers } : { dimension, value, label, readers }
  return label === undefined ? { dimension, value } : { dimension, value, label }
}

type Take = (
  dimension: FacetDimension,
  value: unknown,
  slot?: string,
  label?: string | undefined,
  labelSlot?: string | undefined,
) => void

const takeCore = (event: Searchable, take: Take): void => {
  const { actor, source, object, organization, customer, workflow, override, batch } = event
  take('actor', actor?.id, 'core', actor?.name, 'actor')
  take('actorType', actor?.type)
  if (actor?.roles) for (const role of actor.roles) take('role', role)
  take('action', event.action)
  take('category', event.category)
  if (object) take('object', `${object.type}/${object.id}`, 'core', object.name, 'object')
  take('source', source?.type)
  if (source?.type === 'integration') take('integration', source.id ?? source.name, 'core', source.name)
  if (actor?.type === 'integration') take('integration', actor.id, 'core', actor.name, 'actor')
  take('workflow', workflow?.type)
  take('step', workflow?.step)
  take('decision', workflow?.decision)
  if (override) take('decision', 'overridden')
  take('override', override?.rule, 'core', override?.name)
  take('organization', organization?.id, 'core', organization?.name)
  take('customer', customer?.id, 'core', customer?.name, 'customer')
  take('batch', batch?.id, 'core', batch?.file?.name, 'file')
  take('outcome', event.outcome)
}

const eitherOf = (a: FacetEntry, b: FacetEntry): FacetEntry => {
  const { readers: _, ...entry } = { ...b, ...a }
  return a.readers && b.readers ? { ...entry, readers: [...new Set([...a.readers, ...b.readers])].sort() } : entry
}
