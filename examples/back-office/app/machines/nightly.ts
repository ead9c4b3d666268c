import type { Tool } from '../tool.ts'

/** Every night: customers whose billing is suspended and who have paid since are active again. */
export const checkCredit = ({ store, audit }: Tool): Promise<number> =>
  audit.as({ type: 'scheduled_job', id: 'credit-check', name: 'Nightly credit check' }, () =>
    audit.batch(
      'credit_check.run',
      { rows: Number(store.db.prepare('SELECT count(*) AS n FROM customers').get()?.n ?? 0) },
      async (run) => {
        const suspended = store.db.prepare(`SELECT id FROM customers WHERE "billingStatus" = '"Suspended"' LIMIT 5`).all()
        for (const { id } of suspended) {
          const before = store.get('customer', String(id))
          if (!before) continue
          await store.transaction(async () => {
            const after = store.update(before, { billingStatus: 'Active' })
            await run.change('customer.billing_changed', { object: after, before: before.fields, after: after.fields })
          })
        }
        return suspended.length
      },
    ),
  )
