import { writeSync } from 'node:fs'
import { openSqliteJournal } from '../../src/journal/sqlite-journal.ts'
import { rowsOf } from './rows.ts'

/** Run as a process: appends for ever and says after each answer how many events are stored. */
const [path = '', start = '0'] = process.argv.slice(2)
const journal = await openSqliteJournal(path)
for (let size = Number(start); ; ) {
  const count = 1 + (size % 97)
  await journal.append(rowsOf(size, size + count))
  size += count
  writeSync(1, `${size}\n`)
}
