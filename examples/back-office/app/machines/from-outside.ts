import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Tool } from '../tool.ts'
import { Mistake } from '../tool.ts'
import { assignTicket } from './automations.ts'

/** ParcelHub says that a parcel arrived. The signature is HMAC-SHA-256 of the body, in hexadecimal. */
export const takeParcelNews = async ({ store, audit }: Tool, body: string, signature: string, secret: string): Promise<void> => {
  const wanted = createHmac('sha256', secret).update(body).digest()
  const given = Buffer.from(signature, 'hex')
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw new Mistake('The signature does not fit.')
  const { order } = JSON.parse(body) as { order?: string }
  const before = store.get('order', String(order))
  if (before?.fields.status !== 'Shipped') throw new Mistake('No parcel of this order is on its way.')
  await audit.as({ type: 'webhook', id: 'parcelhub', name: 'ParcelHub' }, () =>
    store.transaction(() => {
      const after = store.update(before, { status: 'Delivered' })
      const customer = before.customer ? { customer: before.customer } : {}
      return audit.change('order.delivered', { object: after, ...customer, before: before.fields, after: after.fields })
    }),
  )
}

/** The web shop places an order through the API. */
export const takeOrder = (
  { store, audit }: Tool,
  { customer: id, items, total }: { customer: string; items: string[]; total: string },
) =>
  audit.as({ type: 'api_client', id: 'web-shop', name: 'Web shop' }, () =>
    store.transaction(async () => {
      const customer = store.get('customer', id)
      if (!customer) throw new Mistake(`There is no customer ${id}.`)
      const number = String(store.nextNumber('order'))
      const status = Number(total) > 2_500 ? 'Pending Review' : 'Approved'
      const fields = { status, total: Number(total).toFixed(2), items, deliveryNote: '-' }
      const owner = { id: customer.id, name: customer.name }
      const order = { type: 'order', id: number, name: `Order #${number}`, customer: owner, fields } as const
      store.insert(order, new Date().toISOString())
      await audit.change('order.placed', { object: order, customer: owner, before: null, after: fields })
      return order
    }),
  )

/** A mail to support becomes a ticket, and the automation gives it to somebody. */
export const takeMail = async (tool: Tool, { customer: id, subject }: { customer: string; subject: string }) => {
  const { store, audit } = tool
  const customer = store.get('customer', id)
  if (!customer) throw new Mistake(`There is no customer ${id}.`)
  const owner = { id: customer.id, name: customer.name }
  const number = String(store.nextNumber('ticket'))
  const fields = { subject, status: 'Open', priority: 'Normal' }
  const ticket = { type: 'ticket', id: number, name: `Ticket #${number}`, customer: owner, fields } as const
  const opened = await audit.as({ type: 'webhook', id: 'support-mail', name: 'Support mailbox' }, () =>
    store.transaction(() => {
      store.insert(ticket, new Date().toISOString())
      return audit.change('ticket.opened', { object: ticket, customer: owner, before: null, after: fields })
    }),
  )
  await assignTicket(tool, ticket, opened?.id ?? '')
  return ticket
}
