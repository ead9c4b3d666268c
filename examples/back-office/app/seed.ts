import type { Year } from '../history/make-history.ts'
import { everybody } from '../history/people.ts'
import { type RecordType, resourceOf } from './resources.ts'
import type { Store, Value } from './store.ts'

/** Puts the firm's records into an empty tool, as they stand at the end of its year. */
export const seedStore = (store: Store, { records, roles, events }: Year): void => {
  const lastTouched = new Map<string, string>()
  for (const { object, occurredAt } of events) if (object) lastTouched.set(`${object.type}/${object.id}`, occurredAt)
  const began = events[0]?.occurredAt ?? ''
  store.db.exec('BEGIN')
  for (const record of [
    ...records.customers,
    ...Object.values(records)
      .flat()
      .filter(({ type }) => type !== 'customer'),
  ]) {
    const type = record.type as RecordType
    const columns = resourceOf(type)?.columns ?? []
    const fields = Object.fromEntries(Object.entries(record.fields).filter(([field]) => columns.includes(field))) as {
      [field: string]: Value
    }
    const customer = record.customer ? { id: record.customer.id, name: record.customer.name } : undefined
    store.insert({ type, id: record.id, name: record.name, customer, fields }, lastTouched.get(`${type}/${record.id}`) ?? began)
  }
  const user = store.db.prepare('INSERT INTO users (id, name, email, role) VALUES (?, ?, ?, ?)')
  for (const { id, name, email, role } of everybody) user.run(id, name, email, roles.get(id) ?? role)
  store.db.exec('COMMIT')
}
