import type { Query } from '@daybook/core'
import type { EventView } from '../trail/view.ts'
import { exactly, exactlyThe, type RecordId } from './exactly.ts'

/** What two events can have in common. */
export const sames = ['record', 'person', 'request', 'batch', 'customer'] as const
export type Same = (typeof sames)[number]

/** By what two events belong together, as far as this reader sees both. */
export const sameOf = (one: EventView, other: EventView): readonly Same[] => {
  const same: Same[] = []
  const records = new Set(recordsOf(one))
  if (recordsOf(other).some((record) => records.has(record))) same.push('record')
  if (equal(personOf(one), personOf(other))) same.push('person')
  if (equal(one.correlationId, other.correlationId) || equal(one.source?.requestId, other.source?.requestId)) same.push('request')
  if (equal(one.batch?.id, other.batch?.id)) same.push('batch')
  if (equal(one.customer?.id, other.customer?.id)) same.push('customer')
  return same
}

const equal = (one: string | undefined, other: string | undefined): boolean => one !== undefined && one === other

const personOf = ({ actor }: EventView): string | undefined =>
  actor?.id === undefined ? undefined : JSON.stringify([actor.type, actor.id])

const recordsOf = (event: EventView): readonly string[] => recordIdsOf(event).map(({ type, id }) => JSON.stringify([type, id]))

const recordIdsOf = ({ object, related, customer }: EventView): readonly RecordId[] => [
  ...[object, ...(related ?? [])].flatMap((record) =>
    record?.type === undefined || record.id === undefined ? [] : [{ type: record.type, id: record.id }],
  ),
  ...(customer?.id === undefined ? [] : [{ type: 'customer', id: customer.id }]),
]

/**
 * A question that finds every event which has one of these in common with an event, and perhaps others; undefined where any
 * is wanted, and where no index tells: the number of a request stands in no term.
 */
export const inCommon = (event: EventView, wanted: readonly Same[]): Query | undefined => {
  const { actor, source, correlationId, batch, customer } = event
  if (wanted.length === 0 || (wanted.includes('request') && source?.requestId !== undefined)) return undefined
  const by = (filter: 'actor' | 'correlation' | 'batch' | 'customer', id: string | undefined): readonly Query[] =>
    id === undefined ? [] : [exactly(filter, id)]
  const parts: { readonly [same in Same]: () => readonly Query[] } = {
    record: () => recordIdsOf(event).map((record) => exactlyThe('record', record)),
    person: () => by('actor', actor?.id),
    request: () => by('correlation', correlationId),
    batch: () => by('batch', batch?.id),
    customer: () => by('customer', customer?.id),
  }
  return { kind: 'or', parts: wanted.flatMap((same) => parts[same]()) }
}
