import { openSqliteJournal } from '../../src/journal/sqlite-journal.ts'
import { rowsOf } from './rows.ts'

/** Run as a process: appends until an append fails; says how many events were answered and what that append and the next one threw. */
const journal = await openSqliteJournal(process.argv[2] ?? '')
let size = 1
const append = async (): Promise<string | undefined> => {
  try {
    size += (await journal.append(rowsOf(size, size + 1))).length
    return undefined
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown'
  }
}
let failed: string | undefined
while (failed === undefined) failed = await append()
console.log(size)
console.log(`${failed}\n${await append()}`)
