import { one } from '../one.ts'

/** Texts of the page that says whether the record is intact. */
export const trust = {
  title: 'Is the record intact?',
  holds:
    'Nothing older than {age} has been altered since {since}, when this browser first saw the trail. {count} entries, checked here.',
  first:
    'This browser sees the trail for the first time: {count} entries under a signed checkpoint. From now on it will notice if anything of it changes.',
  empty: 'There is nothing signed yet.',
  known: 'What is known, and what is not',
  entries: '{count} entries: {events} events, and {own} of the trail’s own (who read it, what was set up).',
  noGaps: (count: number, shown: string) =>
    count === 1
      ? 'The one program that sends events and numbers them has none missing.'
      : `Of the ${shown} programs that send events and number them, none has one missing.`,
  anchor:
    'This browser is one witness. Keep a bundle or a checkpoint somewhere else: nobody who holds this server can then rewrite what came before.',
  limits: 'Whether an application reported the truth, and reported everything, no proof can say.',
  part: 'Check a part of it',
  partLead:
    'Each event is fetched with its proof and checked in this browser: that it reads as it was recorded, and that it stands where it was put.',
  record: 'A record',
  recordLabel: 'Record to check',
  recordPlaceholder: 'Number or name, such as 1842',
  recordNone: 'No record of this number or name.',
  time: 'A stretch of time',
  timeNeeded: 'Choose a first or a last day.',
  check: 'Check',
  checkRecord: 'Check {name}',
  find: 'Find',
  stop: 'Stop',
  progress: '{checked} of {total} checked …',
  progressAbout: '{checked} of about {total} checked …',
  allHold: (count: number, shown: string) =>
    count === 1
      ? 'The one event you may read there is as it was recorded, and stands where it was put.'
      : `All ${shown} events you may read there are as they were recorded, and stand where they were put.`,
  noneThere: 'There is no event you may read.',
  stopped: 'Stopped: {checked} checked, and all of them hold.',
  broken: (count: number, shown: string) =>
    `${one(count, 'event does', 'events do', shown)} not hold. Tell whoever looks after the server, and keep what you see.`,
  prunedThere: (count: number, shown: string) =>
    `${one(count, 'entry', 'entries', shown)} among them had run out of time: their contents are gone, and were not checked.`,
  behind: (count: number, shown: string) =>
    `${one(count, 'entry', 'entries', shown)} of the trail cannot be found yet, and may be missing from what was checked. Try again in a moment.`,
  missing: 'That none is missing between them, a bundle of the whole trail shows.',
  file: 'An exported bundle',
  fileLead: 'A bundle that somebody gave you, as one file (.tar) or as a folder. It stays in this browser.',
  tar: 'Bundle as a file',
  folder: 'Bundle as a folder',
  noBundle: 'This is no bundle: a .tar file, or a folder, with manifest.json in it. Unpack a .zip first.',
  fileKeys: 'Checked with the keys this browser has known of this trail since {since}.',
  fileKeysNow: 'Checked with the keys the server shows now: this browser did not know the trail before.',
  working: 'Checking {name} …',
}
