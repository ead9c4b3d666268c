import { defineCatalogue } from '@daybook/core'

/** The back office of the tests. */
export const catalogue = defineCatalogue({
  objects: {
    refund: {
      label: 'Refund',
      name: 'Refund #{id}',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Pending Review', 'Approved'] },
        amount: { label: 'Amount', kind: 'money', currency: 'EUR' },
        iban: { label: 'IBAN', treatment: 'mask', keep: 4 },
        dueOn: { label: 'Due', kind: 'date' },
      },
    },
    customer: {
      label: 'Customer',
      fields: {
        name: { label: 'Name' },
        plan: { label: 'Plan' },
        note: { label: 'Note' },
        tags: { label: 'Tags', kind: 'list' },
        password: { label: 'Password', treatment: 'omit' },
      },
    },
  },
  actions: {
    'refund.approved': { category: 'workflow', sentence: '{actor} approved {object}: {reason}', reason: 'required' },
    'refund.updated': { category: 'data' },
    'payout.sent': { category: 'workflow', delivery: 'transactional' },
    'customer.created': { category: 'data' },
    'customer.updated': { category: 'data' },
    'customer.exported': { category: 'access', delivery: 'acked' },
    'customer.viewed': { category: 'access', delivery: 'memory' },
    'customer.import_started': { category: 'data', expects: ['batch'] },
    'customer.import_completed': { category: 'data', expects: ['batch'] },
    'automation.run_started': { category: 'system', expects: ['batch'] },
    'automation.run_completed': { category: 'system', expects: ['batch'] },
  },
})

export const maria = { type: 'user', id: 'u_7', name: 'Maria Lopez' } as const
export const closer = { type: 'automation', id: 'stale-tickets', name: 'Stale ticket closer' } as const
