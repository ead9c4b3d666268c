import { defineCatalogue } from '@daybook/core'

const fields = {
  title: { label: 'Title', kind: 'text' },
  summary: { label: 'Summary', kind: 'text' },
  status: {
    label: 'Status',
    kind: 'status',
    sequence: ['Draft', 'Deferred', 'Provisional', 'Accepted', 'Final', 'Active'],
  },
  type: { label: 'Type' },
  topic: { label: 'Topic' },
  owner: { label: 'Owner', kind: 'owner' },
  author: { label: 'Author', personal: true },
  sponsor: { label: 'Sponsor', personal: true },
  delegate: { label: 'Delegate', personal: true },
  'bdfl-delegate': { label: 'BDFL delegate', personal: true },
  'pep-delegate': { label: 'PEP delegate', personal: true },
  created: { label: 'Creation date' },
  'applies-from': { label: 'Start date' },
  'python-version': { label: 'Python version' },
  'discussions-to': { label: 'Discussion' },
  'post-history': { label: 'Post history' },
  resolution: { label: 'Resolution' },
  requires: { label: 'Requirement' },
  replaces: { label: 'Predecessor' },
  'superseded-by': { label: 'Successor' },
  'content-type': { label: 'Content type' },
} as const

/** "the title", "the Python version": how a field is called inside a sentence. A field nobody declared keeps its name. */
const theField = `{only, select, ${Object.entries(fields)
  .map(
    ([name, { label }]) => `${name.replace(/\W/g, '_')} {the ${/^(Python|[A-Z]{2})/.test(label) ? label : label.toLowerCase()}}`,
  )
  .join(' ')} other {{field}}}`

/** Who entered the change for somebody else. */
const appliedBy = '{applied_by, select, none {} other {, applied by {applied_by}}}'

/** What an edit of ten proposals and more was about; smaller ones speak for themselves. */
const inOneEdit =
  '{rows, select, none {} 1 {} 2 {} 3 {} 4 {} 5 {} 6 {} 7 {} 8 {} 9 {}' +
  ' other {, in one edit of {rows} proposals{reason, select, none {} other { ({reason})}}}}'

/** Chooses by what is there: `set` has no value before, `removed` none after. */
const bySides = (words: { set: string; removed: string; changed: string; only: string }) =>
  `{before, select, none {{after, select, none {${words.only}} other {${words.set}}}}` +
  ` other {{after, select, none {${words.removed}} other {${words.changed}}}}}`

const statusAlone = `{actor} ${bySides({
  set: 'set {object} to {after}',
  removed: 'removed the status of {object} (was {before})',
  changed: 'changed {object} from {before} to {after}',
  only: 'changed {object}',
})}`
const verb = bySides({ set: 'set', removed: 'removed', changed: 'changed', only: 'changed' })
const values = bySides({ set: ' to {after}', removed: ' (was {before})', changed: ' from {before} to {after}', only: '' })
const oneField = `{actor} ${verb} ${theField} of {object}${values}`

/**
 * What a register of proposals records. It reads this folder's sample, and as well the history of the Python Enhancement
 * Proposals, where twenty-six years of documents hold values that nobody planned: hence mode `open`, which records them
 * and marks what is odd.
 */
export default defineCatalogue({
  mode: 'open',
  objects: {
    proposal: { label: 'Proposal', name: '{id}', fields },
  },
  actions: {
    'proposal.created': {
      category: 'data',
      sentence:
        '{actor} created {object}{after_title, select, none {} other { {after_title}}}' +
        `{after_status, select, none {} other { as {after_status}}}{others, select, none {} other {, with {others}}}${appliedBy}`,
      expects: ['object', 'changes'],
      retain: 'P30Y',
      why: 'account',
    },
    'proposal.changed': {
      category: 'data',
      sentence:
        `{only, select, status {${statusAlone}${appliedBy}} none {{actor} changed {object}${appliedBy}${inOneEdit}}` +
        ` many {{actor} changed {object}: {changes}${appliedBy}${inOneEdit}} other {${oneField}${appliedBy}${inOneEdit}}}`,
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
