import type { Catalogue } from '../catalogue.ts'

const view = {
  category: 'access',
  why: 'investigate',
  retain: 'P2Y',
  sensitivity: 'sensitive',
  sentence: '{actor} viewed {object}',
  expects: ['object'],
} as const

/** Reads that are worth a line. The event says that something was seen, never what it said. */
export const viewActions = {
  'financial_record.viewed': view,
  'confidential_note.viewed': view,
  'private_account.viewed': view,
  'payment_settings.viewed': { ...view, sentence: '{actor} viewed payment settings', expects: [] },
  'customer_list.searched': {
    ...view,
    severity: 'low',
    sentence: '{actor} searched customers and saw {count, plural, one {# customer} other {# customers}}',
    expects: ['count'],
  },
} as const satisfies Catalogue['actions']
