import type { EventView } from '../trail/view.ts'

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

const recordsOf = ({ object, related, customer }: EventView): readonly string[] => [
  ...[object, ...(related ?? [])].flatMap((record) => (record ? [JSON.stringify([record.type, record.id])] : [])),
  ...(customer ? [JSON.stringify(['customer', customer.id])] : []),
]
