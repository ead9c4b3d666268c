import { defineCatalogue } from '@daybook/sdk'

export default defineCatalogue({
  objects: {
    refund: {
      label: 'Refund',
      name: 'Refund #{id}',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Pending Review', 'Approved', 'Paid'] },
        amount: { label: 'Amount', kind: 'money', currency: 'EUR' },
        iban: { label: 'IBAN', treatment: 'mask', keep: 4 },
      },
    },
  },
  actions: {
    'refund.approved': {
      category: 'workflow',
      sentence: '{actor} approved {object}: {reason}',
      expects: ['changes.status', 'reason'],
      reason: 'required',
      retain: 'P7Y',
      why: 'account',
      // no record, no action: `record` answers when the server has stored it
      delivery: 'acked',
    },
  },
})
