import { defineCatalogue } from '@daybook/sdk'

export default defineCatalogue({
  objects: {
    order: {
      label: 'Order',
      name: 'Order #{id}',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Pending Review', 'Approved', 'Shipped'] },
        total: { label: 'Total', kind: 'money', currency: 'EUR' },
        note: { label: 'Note' },
        cardNumber: { label: 'Card', treatment: 'omit' },
      },
    },
  },
  actions: {
    'order.updated': { category: 'data', retain: 'P3Y' },
    'order.approved': {
      category: 'workflow',
      sentence: '{actor} approved {object}: {reason}',
      expects: ['changes.status'],
      reason: 'required',
      retain: 'P7Y',
    },
    'order.cancelled': { category: 'workflow', sentence: '{actor} cancelled {object}', retain: 'P7Y' },
    'order.imported': { category: 'data', sentence: '{actor} brought in {object}', retain: 'P3Y' },
    'order.import_started': { category: 'data', sentence: '{actor} started to import {file}', expects: ['batch'], retain: 'P3Y' },
    'order.import_completed': {
      category: 'data',
      sentence: '{actor} finished: {created, number} created, {failed, number} failed',
      expects: ['batch'],
      retain: 'P3Y',
    },
    'order.exported': {
      category: 'access',
      sentence: '{actor} exported {count, plural, one {# order} other {# orders}}',
      expects: ['count'],
      delivery: 'acked',
      retain: 'P2Y',
    },
  },
})
