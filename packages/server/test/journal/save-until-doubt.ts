import { openSqliteJournal } from '../../src/journal/sqlite-journal.ts'

/** Run as a process: saves documents of 1 MiB until one fails; says how many were answered, and what failed. */
const journal = await openSqliteJournal(process.argv[2] ?? '')
let saved = 0
try {
  for (; ; saved++) await journal.saveDocument('large', `${saved} ${'x'.repeat(1024 * 1024)}`)
} catch (error) {
  console.log(`${saved}\n${error instanceof Error ? error.name : 'unknown'}`)
}
