import { one } from '../one.ts'

/** Texts of what an import did and what was changed since. */
export const undo = {
  title: 'Undo list',
  lead: 'What would have to be put back, and what somebody has changed again since. Daybook changes nothing itself.',
  rows: (count: number) => one(count, 'row', 'rows', String(count)),
  counts: '{rows}: {left} as it was left, {changed} changed again since, {back} put back already.',
  countsSoFar: 'The first {rows}: {left} as it was left, {changed} changed again since, {back} put back already.',
  download: 'Download the list as CSV',
  downloadFailures: 'Download the failed rows as CSV',
  line: 'Line',
  reason: 'Reason',
  did: 'What it did',
  since: 'Since then',
  states: { as_left: 'as it was left', changed: 'changed again', put_back: 'put back' },
  whats: {
    changed: 'changed the record',
    created: 'created the record',
    deleted: 'deleted the record',
    restored: 'restored the record',
  },
  notWhole: 'Some records have more later events than were looked at: what was changed last may be missing.',
  effects: 'What it triggered',
  noEffects: 'Nothing on this trail was triggered by it.',
  effectsSay: '{events} by {sources}: {actions}.',
  showEffects: (count: number, shown: string) => `Show ${one(count, 'event', 'events', shown)}`,
}
