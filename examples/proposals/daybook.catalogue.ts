import { defineCatalogue } from '@daybook/core'

/** Ends a sentence: who entered the change for somebody else, and what a large edit was about. */
const closing =
  '{applied_by, select, none {} other {, applied by {applied_by}}}' +
  '{rows, select, none {} 1 {} 2 {} 3 {} 4 {} 5 {} 6 {} 7 {} 8 {} 9 {}' +
  ' other {, in one edit of {rows} proposals{reason, select, none {} other { ({reason})}}}}'
const appliedBy = '{applied_by, select, none {} other {, applied by {applied_by}}}'

/** A change of the status alone says everything with its two values; one other field alone reads better than a list of one. */
const oneField =
  '{before, select,' +
  ' none {{after, select, none {{actor} changed {field} of {object}} other {{actor} set {field} of {object} to {after}}}}' +
  ' other {{after, select,' +
  ' none {{actor} removed {field} (was {before}) from {object}}' +
  ' other {{actor} changed {field} of {object} from {before} to {after}}}}}'
const status =
  '{before, select,' +
  ' none {{after, select, none {{actor} changed {object}} other {{actor} set {object} to {after}}}}' +
  ' other {{after, select,' +
  ' none {{actor} removed the status of {object} (was {before})}' +
  ' other {{actor} changed {object} from {before} to {after}}}}}'

/**
 * What a register of proposals records. It reads this folder's sample, and as well the history of the Python Enhancement
 * Proposals, where twenty-six years of documents hold values that nobody planned: hence mode `open`, which records them
 * and marks what is odd.
 */
export default defineCatalogue({
  mode: 'open',
  objects: {
    proposal: {
      label: 'Proposal',
      name: '{id}',
      fields: {
        title: { label: 'Title', kind: 'text' },
        summary: { label: 'Summary', kind: 'text' },
        status: {
          label: 'Status',
          kind: 'status',
          sequence: ['Draft', 'Deferred', 'Provisional', 'Accepted', 'Final', 'Active'],
        },
        type: { label: 'Type' },
        topic: { label: 'Topic' },
        author: { label: 'Author', personal: true },
        sponsor: { label: 'Sponsor', personal: true },
        delegate: { label: 'Delegate', personal: true },
        'bdfl-delegate': { label: 'BDFL delegate', personal: true },
        'pep-delegate': { label: 'PEP delegate', personal: true },
        created: { label: 'Created' },
        'applies-from': { label: 'Applies from' },
        'python-version': { label: 'Python version' },
        'discussions-to': { label: 'Discussion' },
        'post-history': { label: 'Post history' },
        resolution: { label: 'Resolution' },
        requires: { label: 'Requires' },
        replaces: { label: 'Replaces' },
        'superseded-by': { label: 'Superseded by' },
        'content-type': { label: 'Content type' },
      },
    },
  },
  actions: {
    'proposal.created': {
      category: 'data',
      sentence: `{changes, select, none {{actor} created {object}} other {{actor} created {object}: {changes}}}${appliedBy}`,
      expects: ['object', 'changes'],
      retain: 'P30Y',
      why: 'account',
    },
    'proposal.changed': {
      category: 'data',
      sentence:
        `{only, select, status {${status}${appliedBy}} none {{actor} changed {object}${closing}}` +
        ` many {{actor} changed {object}: {changes}${closing}} other {${oneField}${closing}}}`,
      expects: ['object', 'changes'],
      retain: 'P30Y',
      why: 'explain',
    },
    'proposal.deleted': {
      category: 'data',
      sentence: `{actor} deleted {object}{reason, select, none {} other { ({reason})}}${appliedBy}`,
      expects: ['object', 'reason'],
      retain: 'P30Y',
      why: 'account',
    },
    'proposal.restored': {
      category: 'data',
      sentence: `{changes, select, none {{actor} restored {object}} other {{actor} restored {object}: {changes}}}${appliedBy}`,
      expects: ['object'],
      retain: 'P30Y',
      why: 'account',
    },
  },
  notLogged: [
    { action: 'proposal.viewed', because: 'Proposals are there to be read by everybody; who reads them is nobody’s business.' },
  ],
})
