import { support } from '../../history/people.ts'
import type { Row } from '../store.ts'
import type { Tool } from '../tool.ts'

const fortnight = 14 * 24 * 60 * 60 * 1000

/** Closes tickets on which a customer has not answered for two weeks. */
export const closeStaleTickets = ({ store, audit }: Tool, now: number): Promise<number> =>
  audit.as({ type: 'automation', id: 'stale-tickets', name: 'Stale ticket closer' }, async () => {
    const found = store.db
      .prepare(`SELECT id FROM tickets WHERE status = '"Waiting for customer"' AND "changedAt" < ? LIMIT 200`)
      .all(new Date(now - fortnight).toISOString())
    for (const { id } of found) await close({ store, audit }, store.get('ticket', String(id)))
    return found.length
  })

const close = async ({ store, audit }: Tool, before: Row<'ticket'> | undefined): Promise<void> => {
  if (!before) return
  await store.transaction(() => {
    const after = store.update(before, { status: 'Closed' })
    return audit.change('ticket.closed', {
      object: after,
      ...(before.customer ? { customer: before.customer } : {}),
      before: before.fields,
      after: after.fields,
      reason: 'No answer for 14 days',
    })
  })
}

/** Gives a new ticket to the agent with the fewest open ones. */
export const assignTicket = ({ store, audit }: Tool, ticket: Row<'ticket'>, cause: string): Promise<unknown> =>
  audit.as({ type: 'automation', id: 'auto-assign', name: 'Auto-assign' }, () => {
    const count = store.db.prepare(`SELECT count(*) AS n FROM tickets WHERE assignee = ? AND status = '"Open"'`)
    const load = (name: string) => Number(count.get(JSON.stringify(name))?.n ?? 0)
    const [agent] = [...support].sort((a, b) => load(a.name) - load(b.name))
    return store.transaction(() => {
      const after = store.update(ticket, { assignee: agent?.name ?? '' })
      return audit.change('ticket.assigned', { object: after, before: ticket.fields, after: after.fields, causedBy: cause })
    })
  })
