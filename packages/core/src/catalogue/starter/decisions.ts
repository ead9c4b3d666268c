import type { Catalogue } from '../catalogue.ts'

const step = { category: 'workflow', why: 'account', retain: 'P7Y', delivery: 'transactional' } as const

/** Approvals and the rules that people override. */
export const decisionActions = {
  'approval.requested': {
    ...step,
    sentence: '{actor} asked for approval of {object}',
    expects: ['object'],
    decision: 'requested',
  },
  'approval.approved': { ...step, sentence: '{actor} approved {object}', expects: ['object'], decision: 'approved' },
  'approval.rejected': {
    ...step,
    sentence: '{actor} rejected {object}: {reason}',
    expects: ['object'],
    reason: 'required',
    decision: 'rejected',
  },
  'approval.escalated': {
    ...step,
    sentence: '{actor} escalated {object}{after, select, none {} other { to {after}}}',
    expects: ['object'],
    reason: 'required',
    decision: 'escalated',
  },
  'approval.reassigned': {
    ...step,
    sentence: '{actor} reassigned {object} from {before} to {after}',
    expects: ['object', 'changes.assignee'],
    decision: 'reassigned',
  },
  'approval.reopened': {
    ...step,
    sentence: '{actor} reopened {object}: {reason}',
    expects: ['object'],
    reason: 'required',
    decision: 'reopened',
  },
  'approval.cancelled': {
    ...step,
    sentence: '{actor} cancelled {object}: {reason}',
    expects: ['object'],
    reason: 'required',
    decision: 'cancelled',
  },
  'rule.overridden': {
    ...step,
    severity: 'high',
    sentence: '{actor} overrode {rule} for {object}: {reason}',
    expects: ['object', 'override'],
    reason: 'required',
    decision: 'overridden',
  },
} as const satisfies Catalogue['actions']
