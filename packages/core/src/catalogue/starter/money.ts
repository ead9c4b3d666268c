import type { Catalogue } from '../catalogue.ts'

const money = { category: 'workflow', why: 'account', retain: 'P10Y', severity: 'high', delivery: 'transactional' } as const

/** Payments, refunds, payouts. Full payment details are never part of an event. */
export const moneyActions = {
  'payment.created': { ...money, expects: ['object', 'customer'] },
  'payment.captured': { ...money, expects: ['object', 'customer'] },
  'payment.failed': {
    ...money,
    sentence: '{object} failed{error, select, none {} other {: {error}}}',
    expects: ['object', 'customer'],
  },
  'refund.requested': {
    ...money,
    sentence: '{actor} asked for {object}: {reason}',
    expects: ['object', 'customer'],
    reason: 'required',
    decision: 'requested',
  },
  'refund.approved': { ...money, sentence: '{actor} approved {object}', expects: ['object', 'customer'], decision: 'approved' },
  'refund.rejected': {
    ...money,
    sentence: '{actor} rejected {object}: {reason}',
    expects: ['object', 'customer'],
    reason: 'required',
    decision: 'rejected',
  },
  'refund.paid': { ...money, sentence: '{actor} paid {object} to {customer}', expects: ['object', 'customer'] },
  'payout.sent': { ...money, sentence: '{actor} sent {object}', expects: ['object'], reason: 'required', delivery: 'acked' },
  'payout.cancelled': { ...money, expects: ['object'], reason: 'required' },
  'payment_method.changed': {
    ...money,
    sentence: '{actor} changed the payment method of {customer}',
    expects: ['customer'],
  },
} as const satisfies Catalogue['actions']
