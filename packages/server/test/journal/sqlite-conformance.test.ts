import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Journal } from '../../src/journal/journal.ts'
import { createSqliteJournal, openSqliteJournal } from '../../src/journal/sqlite-journal.ts'
import { describeJournal } from './conformance.ts'

const paths = new Map<Journal, string>()
const folders: string[] = []

describeJournal('in SQLite', {
  create: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daybook-journal-'))
    folders.push(folder)
    const path = join(folder, 'journal.db')
    const journal = await createSqliteJournal(path)
    paths.set(journal, path)
    return journal
  },
  reopen: async (journal) => {
    await journal.close()
    return openSqliteJournal(paths.get(journal) ?? '')
  },
  cleanUp: async () => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
    paths.clear()
  },
})
