import type { Catalogue } from '../catalogue.ts'

const data = { category: 'data', why: 'explain', retain: 'P3Y' } as const
const moved = { category: 'data', why: 'investigate', retain: 'P3Y', severity: 'high' } as const

/** What happens to business records. A team renames `record` to its own types and drops what it does not have. */
export const recordActions = {
  'record.created': { ...data, expects: ['object'] },
  'record.updated': { ...data, sentence: '{actor} changed {object}: {changes}', expects: ['object', 'changes'] },
  'record.deleted': { ...data, severity: 'high', expects: ['object'], reason: 'required' },
  'record.restored': { ...data, expects: ['object'] },
  'record.archived': { ...data, expects: ['object'] },
  'record.merged': { ...data, sentence: '{actor} merged {duplicate} into {object}', expects: ['object', 'related.duplicate'] },
  'record.status_changed': {
    ...data,
    category: 'workflow',
    sentence: '{actor} changed {object} from {before} to {after}',
    expects: ['object', 'changes.status'],
  },
  'record.owner_changed': {
    ...data,
    category: 'workflow',
    sentence: '{actor} moved {object} from {before} to {after}',
    expects: ['object', 'changes.owner'],
  },
  'record.bulk_updated': {
    ...moved,
    sentence: '{actor} edited {count, plural, one {# record} other {# records}} at once: {changes}',
    expects: ['count', 'changes'],
    reason: 'required',
  },
  'record.bulk_deleted': {
    ...moved,
    sentence: '{actor} deleted {count, plural, one {# record} other {# records}} at once: {reason}',
    expects: ['count'],
    reason: 'required',
  },

  'record.import_started': {
    ...moved,
    sentence: '{actor} started to import {file}{rows, select, none {} other {, {rows, plural, one {# row} other {# rows}}}}',
    expects: ['batch'],
  },
  'record.import_completed': {
    ...moved,
    sentence: '{actor} finished importing {file}: {created, number} created, {updated, number} updated, {failed, number} failed',
    expects: ['batch'],
  },
  'record.import_failed': {
    ...moved,
    sentence: '{actor} could not import {file}{error, select, none {} other {: {error}}}',
    expects: ['batch'],
  },
  'record.exported': {
    ...moved,
    category: 'access',
    sentence: '{actor} exported {count, plural, one {# record} other {# records}}',
    sensitivity: 'sensitive',
    expects: ['count'],
    delivery: 'acked',
  },
  'report.exported': {
    ...moved,
    category: 'access',
    sentence: '{actor} exported {object}',
    sensitivity: 'sensitive',
    expects: ['object'],
  },
} as const satisfies Catalogue['actions']
