import type { Recorder } from '@daybook/sdk'
import express, { type Express } from 'express'
import type catalogue from './daybook.catalogue.ts'

interface Order {
  readonly id: number
  readonly status: string
  readonly total: string
  readonly note: string | null
}

declare module 'express-serve-static-core' {
  interface Request {
    user?: { readonly id: string; readonly name: string; readonly roles: readonly string[] }
  }
}

/** An order desk. `audit` is given to it, so that its tests can give it one that keeps events in memory. */
export function orderDesk(audit: Recorder<typeof catalogue>, orders: Map<number, Order>): Express {
  const app = express()
  app.use(express.json())
  // stands for your own sign-in
  app.use((req, _res, next) => {
    const name = req.get('x-user')
    if (name) req.user = { id: name.toLowerCase().replace(' ', '.'), name, roles: ['Order desk'] }
    next()
  })
  // who and through what, for everything below
  app.use(
    audit.express({
      actor: (req) => req.user,
      source: (req) => (req.path.startsWith('/admin') ? 'admin_action' : 'user_action'),
    }),
  )

  const save = (before: Order, change: Partial<Order>): Order => {
    const after = { ...before, ...change }
    orders.set(after.id, after)
    return after
  }

  app.patch('/orders/:id', async (req, res) => {
    const before = orders.get(Number(req.params.id))
    if (!before) return void res.sendStatus(404)
    const after = save(before, { note: req.body.note, total: req.body.total ?? before.total })
    // nothing differs: nothing is recorded
    await audit.change('order.updated', { before, after })
    res.json(after)
  })

  app.post('/orders/:id/approve', async (req, res) => {
    const before = orders.get(Number(req.params.id))
    if (!before) return void res.sendStatus(404)
    const after = save(before, { status: 'Approved' })
    await audit.change('order.approved', { before, after, reason: req.body.reason })
    res.json(after)
  })

  app.get('/admin/orders.json', async (_req, res) => {
    // no record, no action: where the trail cannot say that it knows, this throws, and nothing leaves the tool
    await audit.record('order.exported', { count: orders.size })
    res.json([...orders.values()])
  })

  app.post('/import', async (req, res) => {
    const rows: readonly Partial<Order>[] = req.body.rows
    const file = { name: req.body.name, content: JSON.stringify(rows) }
    const taken = await audit.batch('order.import', { file, rows: rows.length }, async (batch) => {
      for (const [index, row] of rows.entries()) {
        if (!row.id || !row.total) {
          batch.failed(index + 1, 'no id or no total')
          continue
        }
        const order = { id: row.id, status: 'Pending Review', note: null, ...row, total: row.total }
        orders.set(order.id, order)
        await batch.change('order.imported', { before: null, after: order })
      }
      return orders.size
    })
    res.json({ orders: taken })
  })

  return app
}

/** A job of the night: it is not the person who deployed it that cancels orders. */
export const cancelForgotten = (audit: Recorder<typeof catalogue>, orders: Map<number, Order>): Promise<void> =>
  audit.as({ type: 'scheduled_job', id: 'forgotten-orders', name: 'Forgotten order sweep' }, async () => {
    for (const before of [...orders.values()].filter(({ status }) => status === 'Pending Review')) {
      const after = { ...before, status: 'Cancelled' }
      orders.set(after.id, after)
      await audit.change('order.cancelled', { before, after })
    }
  })
