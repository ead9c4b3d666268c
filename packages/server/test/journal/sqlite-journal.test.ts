import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { rootOf } from '@daybook/core'
import { expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node-crypto.ts'
import { packBody, unpackBody } from '../../src/journal/block-body.ts'
import { openOwned } from '../../src/journal/database.ts'
import { type Journal, JournalDamaged, JournalInDoubt, type ReadRange, StorageFull } from '../../src/journal/journal.ts'
import { createSqliteJournal, openSqliteJournal, openSqliteReader } from '../../src/journal/sqlite-journal.ts'
import { newFolder, tamper } from './folder.ts'
import { idOf, leafOfHash, rowOf, rowsOf, treeRoot } from './rows.ts'

const everything: ReadRange = { from: 0, to: 1_000_000, limit: 1_000_000, order: 'asc', which: 'all' }

const newPath = (): string => join(newFolder(), 'journal.db')

const filled = async (path: string, count: number): Promise<Journal> => {
  const journal = await createSqliteJournal(path)
  await journal.append(rowsOf(0, count))
  return journal
}

/** A closed journal of so many events. */
const closed = async (count: number): Promise<string> => {
  const path = newPath()
  await (await filled(path, count)).close()
  return path
}

it('sets what a power cut asks for at every open, and reads it back', async () => {
  const path = await closed(1)
  const owned = openOwned(path)
  const value = (name: string): unknown => Object.values(owned.prepare(`PRAGMA ${name}`).get() ?? {})[0]
  expect({
    mode: value('journal_mode'),
    sync: value('synchronous'),
    wiped: value('secure_delete'),
    mmap: value('mmap_size'),
  }).toEqual({
    mode: 'wal',
    sync: 2,
    wiped: 1,
    mmap: 0,
  })
  owned.close()
})

it('is readable to its owner only, and so is the write-ahead log', async () => {
  const path = newPath()
  const journal = await filled(path, 1)
  for (const suffix of ['', '-wal', '-shm']) expect(statSync(path + suffix).mode & 0o777).toBe(0o600)
  await journal.close()
})

it('is never made twice, and never made again when it is missing', async () => {
  const path = await closed(3)
  await expect(createSqliteJournal(path)).rejects.toThrow(/exists already/)
  const missing = join(newFolder(), 'journal.db')
  await expect(openSqliteJournal(missing)).rejects.toThrow(/is missing.*never made again/)
  await expect(openSqliteReader(missing)).rejects.toThrow(/is missing/)
  expect(existsSync(missing)).toBe(false)
})

it('is made after all where an earlier attempt was cut off', async () => {
  const path = newPath()
  writeFileSync(`${path}.unfinished`, 'half a file')
  const journal = await createSqliteJournal(path)
  expect(await journal.size()).toEqual({ size: 0, own: 0 })
  expect(existsSync(`${path}.unfinished`)).toBe(false)
  await journal.close()
})

it('refuses a file that is not a journal, and one of a newer Daybook, in words', async () => {
  const foreign = newPath()
  const other = new DatabaseSync(foreign)
  other.exec('CREATE TABLE t (x)')
  other.close()
  await expect(openSqliteJournal(foreign)).rejects.toThrow(/not a journal of Daybook/)
  const newer = await closed(1)
  const db = new DatabaseSync(newer)
  db.exec('PRAGMA user_version = 2')
  db.close()
  await expect(openSqliteJournal(newer)).rejects.toThrow(/newer Daybook \(schema 2, this one knows 1\)/)
  await expect(openSqliteReader(newer)).rejects.toThrow(/newer Daybook/)
})

it.each(['block', 'entry', 'event', 'own', 'subtree', 'document'])(
  'refuses UPDATE and DELETE on %s, by whatever program',
  async (table) => {
    const path = newPath()
    const journal = await createSqliteJournal(path)
    await journal.append(rowsOf(0, 300, (n) => n === 5))
    await journal.saveDocument('facts', '{}')
    await journal.close()
    const db = new DatabaseSync(path)
    const [column] = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).all()
    expect(() => db.exec(`UPDATE ${table} SET ${String(column?.name)} = ${String(column?.name)}`)).toThrow(/append-only/)
    expect(() => db.exec(`DELETE FROM ${table}`)).toThrow(/append-only/)
    db.close()
  },
)

it('refuses a block that leaves a gap, replaces another, or has no entries', async () => {
  const db = new DatabaseSync(await closed(3))
  const insert = (verb: string, first: number): void => db.exec(`${verb} INTO block VALUES (${first}, 1, 0, x'620a')`)
  expect(() => insert('INSERT', 4)).toThrow(/does not begin where/)
  expect(() => insert('INSERT OR REPLACE', 0)).toThrow(/does not begin where/)
  expect(() => insert('INSERT', 3)).toThrow(/do not count the same/)
  db.close()
})

it('puts its rails back when somebody has removed them', async () => {
  const path = await closed(3)
  tamper(path, () => {})
  await (await openSqliteJournal(path)).close()
  const db = new DatabaseSync(path)
  expect(() => db.exec('DELETE FROM entry')).toThrow(/append-only/)
  db.close()
})

it('goes into doubt over a trigger it did not make', async () => {
  const path = await closed(3)
  tamper(path, (db) => db.exec('CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN SELECT 1; END'))
  await expect(openSqliteJournal(path)).rejects.toThrow(JournalInDoubt)
})

it('lets readers see each commit while the owner writes, also from another thread', async () => {
  const path = newPath()
  const journal = await filled(path, 10)
  const reader = await openSqliteReader(path)
  expect((await reader.size()).size).toBe(10)
  await journal.append(rowsOf(10, 100))
  expect((await reader.size()).size).toBe(100)
  expect(await reader.read(everything)).toEqual(await journal.read(everything))
  expect(await reader.find(idOf(99))).toBe(99)
  const worker = new Worker(new URL('./read-in-thread.ts', import.meta.url), { workerData: path })
  const seen = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
  expect(seen).toEqual({ size: 100, last: idOf(99) })
  await worker.terminate()
  await reader.close()
  await journal.close()
})

it('can be read without an owner, and a reader cannot write', async () => {
  const path = await closed(5)
  const reader = await openSqliteReader(path)
  expect((await reader.size()).size).toBe(5)
  expect(Object.getOwnPropertyNames(Object.getPrototypeOf(reader))).not.toContain('append')
  await reader.close()
})

it('goes into doubt when something else wrote to the file, until it is opened again', async () => {
  const path = newPath()
  const journal = await filled(path, 3)
  const other = new DatabaseSync(path)
  other.exec("INSERT INTO document VALUES ('x', 1, '{}')")
  other.close()
  await expect(journal.append([rowOf(3)])).rejects.toThrow(JournalInDoubt)
  await expect(journal.append([rowOf(3)])).rejects.toThrow(JournalInDoubt)
  await expect(journal.saveDocument('y', '{}')).rejects.toThrow(JournalInDoubt)
  expect((await journal.size()).size).toBe(3)
  await journal.close()
  const again = await openSqliteJournal(path)
  expect(await again.append([rowOf(3)])).toEqual([{ status: 'stored', seq: 3 }])
  await again.close()
})

const rewritten = (body: unknown, change: (text: string) => string): Uint8Array =>
  Buffer.from(change(unpackBody({ form: 1, bytes: body as Uint8Array }).toString()))

const editBlock = (db: DatabaseSync, first: number, change: (text: string) => string): void => {
  const row = db.prepare('SELECT body FROM block WHERE first = ?').get(first)
  db.prepare('UPDATE block SET form = 0, body = ? WHERE first = ?').run(rewritten(row?.body, change), first)
}

it.each<[string, RegExp, (db: DatabaseSync) => void]>([
  ['an edited value', /Position 299 /, (db) => editBlock(db, 256, (text) => text.replace('event 299', 'event 998'))],
  ['a block of rubbish', /Positions 256 to 299 /, (db) => db.exec("UPDATE block SET body = x'00ff' WHERE first = 256")],
  ['a missing block before the last', /Position 192 /, (db) => db.exec('DELETE FROM block WHERE first = 192')],
  ['its last block gone', /from position 256 on/, (db) => db.exec('DELETE FROM block WHERE first = 256')],
  ['another hash', /Position 290 /, (db) => db.exec('UPDATE entry SET hash = zeroblob(32) WHERE seq = 290')],
  ['a missing hash', /Position 270 /, (db) => db.exec('DELETE FROM entry WHERE seq = 270')],
  ['an id that is gone', /Position 280|position 280/, (db) => db.prepare('DELETE FROM event WHERE seq = 280').run()],
  ['another tree', /positions 0 to 255/, (db) => db.exec('UPDATE subtree SET hash = zeroblob(32)')],
])('does not take writes over an end with %s, and names the place', async (_, named, change) => {
  const path = await closed(300)
  tamper(path, change)
  const opening = openSqliteJournal(path)
  await expect(opening).rejects.toThrow(JournalInDoubt)
  await expect(opening).rejects.toThrow(named)
})

it('still gives hashes, ids and other blocks where one block is damaged', async () => {
  const path = await closed(1_000)
  tamper(path, (db) => db.exec("UPDATE block SET body = x'28b52ffd00' WHERE first = 128"))
  const journal = await openSqliteJournal(path)
  const reading = journal.read({ ...everything, from: 120 })
  await expect(reading).rejects.toThrow(JournalDamaged)
  await expect(reading).rejects.toMatchObject({ from: 128, to: 192 })
  expect(await journal.read({ ...everything, to: 128 })).toHaveLength(128)
  expect(await journal.read({ ...everything, from: 192 })).toHaveLength(808)
  expect(await journal.hashes(0, 1_000)).toHaveLength(32_000)
  expect(await journal.append([rowOf(150), rowOf(1_000)])).toMatchObject([
    { status: 'duplicate', seq: 150 },
    { status: 'stored', seq: 1_000 },
  ])
  await journal.close()
})

it('still gives events where hashes are gone, and names the first that is missing', async () => {
  const path = await closed(1_000)
  tamper(path, (db) => db.exec('DELETE FROM entry WHERE seq BETWEEN 300 AND 310'))
  const reader = await openSqliteReader(path)
  expect(await reader.read(everything)).toHaveLength(1_000)
  await expect(reader.hashes(0, 1_000)).rejects.toMatchObject({ from: 300, to: 301 })
  expect(await reader.hashes(311, 1_000)).toHaveLength(689 * 32)
  await reader.close()
})

/** Appends in a process of its own, kills it a while after its first answer, and answers the last size it said was stored. */
const appendUntilKilled = async (path: string, start: number, waitMs: number): Promise<number> => {
  const script = new URL('./append-until-killed.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [script, path, String(start)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  await once(child.stdout, 'data')
  await setTimeout(waitMs)
  child.kill('SIGKILL')
  await once(child, 'close')
  return Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1))
}

it('loses nothing that was answered when the process is killed at any moment', async () => {
  const path = await closed(1)
  let expected = 1
  for (let round = 0; round < 5; round++) {
    const answered = await appendUntilKilled(path, expected, 13 * round)
    expect(answered).toBeGreaterThan(expected)
    const journal = await openSqliteJournal(path)
    const { size } = await journal.size()
    expect(size).toBeGreaterThanOrEqual(answered)
    expected = size
    const hashes = Buffer.from(await journal.hashes(0, size))
    const leaves = Array.from({ length: size }, (_, i) => leafOfHash(hashes.subarray(32 * i, 32 * i + 32)))
    expect(Buffer.from(await rootOf(size, journal, nodeCrypto)).equals(treeRoot(leaves))).toBe(true)
    expect(await journal.read(everything)).toHaveLength(size)
    await journal.close()
  }
})

const smallDisk = (): string | undefined => {
  const folder = join(newFolder(), 'disk')
  mkdirSync(folder)
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0 ? folder : undefined
}

it('says that the disk is full, keeps what it has, and goes on when there is room', async ({ skip }) => {
  const folder = smallDisk()
  if (folder === undefined) return skip('not run: mounting a small disk needs root')
  try {
    const path = join(folder, 'journal.db')
    const filler = join(folder, 'filler')
    writeFileSync(filler, Buffer.alloc(300_000))
    const journal = await createSqliteJournal(path)
    let size = 0
    const fill = async (): Promise<void> => {
      for (;;) size += (await journal.append(rowsOf(size, size + 50))).length
    }
    await expect(fill()).rejects.toThrow(StorageFull)
    await expect(fill()).rejects.toThrow(StorageFull)
    expect(await journal.size()).toEqual({ size, own: 0 })
    expect(await journal.read(everything)).toHaveLength(size)
    execFileSync('rm', [filler])
    expect(await journal.append([rowOf(size)])).toEqual([{ status: 'stored', seq: size }])
    await journal.close()
    const again = await openSqliteJournal(path)
    expect(await again.size()).toEqual({ size: size + 1, own: 0 })
    await again.close()
  } finally {
    execFileSync('umount', [folder])
  }
})

it('stores a block plainly where zstd would not make it smaller', () => {
  expect(packBody(Buffer.from('b\n')).form).toBe(0)
  const long = Buffer.from(`b\n${'["x"]\n'.repeat(100)}`)
  expect(packBody(long).form).toBe(1)
  expect(unpackBody(packBody(long)).equals(long)).toBe(true)
  expect(() => unpackBody({ form: 0, bytes: Buffer.of(0x62, 0x0a, 0xff) })).toThrow(SyntaxError)
})

it.for([3, 4, 9])('seals itself when fsync fails from number %i on, and has lost nothing it answered', async (nth, { skip }) => {
  const path = await closed(1)
  const script = new URL('./append-until-doubt.ts', import.meta.url).pathname
  const fault = ['-f', '-qq', '-o', '/dev/null', '-e', `inject=fsync,fdatasync:error=EIO:when=${nth}+`]
  const child = spawnSync('strace', [...fault, process.execPath, script, path], { encoding: 'utf8' })
  if (child.error !== undefined || /ptrace|PTRACE/.test(child.stderr))
    return skip('not run: injecting faults needs strace and ptrace')
  const [stored, ...failures] = child.stdout.trim().split('\n')
  expect(failures).toEqual(['JournalInDoubt', 'JournalInDoubt'])
  const journal = await openSqliteJournal(path)
  expect((await journal.size()).size).toBeGreaterThanOrEqual(Number(stored))
  await journal.close()
})

it('seals itself when the write-ahead log cannot be moved into the file, and has lost nothing it answered', async ({ skip }) => {
  const path = await closed(1)
  const script = new URL('./save-until-doubt.ts', import.meta.url).pathname
  const fault = ['-f', '-qq', '-o', '/dev/null', '-P', path, '-e', 'inject=fsync,fdatasync:error=EIO']
  const child = spawnSync('strace', [...fault, process.execPath, script, path], { encoding: 'utf8' })
  if (child.error !== undefined || /ptrace|PTRACE/.test(child.stderr))
    return skip('not run: injecting faults needs strace and ptrace')
  const [saved, failure] = child.stdout.trim().split('\n')
  expect(failure).toBe('JournalInDoubt')
  const journal = await openSqliteJournal(path)
  expect((await journal.document('large'))?.split(' ')[0]).toBe(String(Number(saved) - 1))
  await journal.close()
})
