import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Query } from '@daybook/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ask, IndexRow } from '../../src/search/search-index.ts'
import { IndexUnusable } from '../../src/search/sqlite/index-file.ts'
import { discardSqliteIndex, ownSqliteIndex, readSqliteIndex } from '../../src/search/sqlite/sqlite-index.ts'
import { describeSearchIndex, rowOf, seqsOf } from './conformance.ts'
import { Random } from './random.ts'
import { randomRows } from './random-world.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'daybook-index-'))

describeSearchIndex('an index in SQLite', () => {
  const folder = newFolder()
  return {
    index: ownSqliteIndex(join(folder, 'index.db'), 'basis').index,
    remove: () => rmSync(folder, { recursive: true }),
  }
})

describe('the file of an index', () => {
  const all: Ask = { query: { kind: 'and', parts: [] }, which: 'all', sees: { roles: 'everything' } }
  let folder: string
  let path: string
  beforeEach(() => {
    folder = newFolder()
    path = join(folder, 'index.db')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const fill = async (rows: readonly IndexRow[], at = path, sizes: () => number = () => 7): Promise<void> => {
    const { index } = ownSqliteIndex(at, 'basis')
    for (let from = 0; from < rows.length; ) {
      const size = sizes()
      await index.add(rows.slice(from, from + size))
      from += size
    }
    await index.close()
  }

  it('is for its owner only, and has everything when it is opened again', async () => {
    await fill([rowOf(0, 5), rowOf(1, 3)])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const { index, thrownAway } = ownSqliteIndex(path, 'basis')
    expect(thrownAway).toBeUndefined()
    expect(await index.watermark()).toBe(2)
    await index.add([rowOf(2, 3)])
    expect(await seqsOf(index, all, 'asc', 9)).toEqual([1, 2, 0])
    await index.close()
  })

  it('gives no key twice within a batch of very many moments, one of which comes again', async () => {
    const { terms: _, facets: _facets, ...row } = rowOf(0, 0)
    const moments = [0, ...Array.from({ length: 10_050 }, (_, at) => (at + 1) * 64), 1]
    const { index } = ownSqliteIndex(path, 'basis')
    await index.add(moments.map((occurredAtMs, seq) => ({ ...row, seq, occurredAtMs, terms: [], facets: [] })))
    const { rows } = await index.page(all, 'asc', 3)
    expect(rows.map(({ seq }) => seq)).toEqual([0, moments.length - 1, 1])
    await index.close()
  })

  it('names a value as its newest event does, also where one of the trail’s own comes after others that are newer', async () => {
    const at = (minute: number) => Date.UTC(2026, 10, 22) + minute * 60_000
    const own = (seq: number, minute: number, id: string, name: string) =>
      rowOf(seq, at(minute), { category: 'trail', action: 'trail.searched', actor: { type: 'user', id, name } })
    const everything: Query = {
      kind: 'not',
      part: { kind: 'filter', filter: 'action', values: [{ match: 'is', text: 'salary.viewed' }] },
    }
    const { index } = ownSqliteIndex(path, 'basis')
    const named = async () =>
      (await index.values('actor', 'u_1', 9, { roles: [], events: everything })).values.map(({ label }) => label)
    await index.add([rowOf(0, at(0), { actor: { type: 'user', id: 'u_1', name: 'Ann' } })])
    expect(await named()).toEqual(['Ann'])
    await index.add([own(1, 10, 'u_2', 'Bo')])
    await index.add([own(2, 8, 'u_2', 'Bo')])
    expect(await named()).toEqual(['Ann'])
    await index.add([own(3, 5, 'u_1', 'Anna')])
    expect(await named()).toEqual(['Anna'])
    await index.close()
  })

  it('says the same however the events were grouped when they were added', async () => {
    const random = new Random(7)
    const rows = randomRows(random, 400)
    await fill(rows)
    await fill(rows, join(folder, 'again.db'), () => 1 + random.below(90))
    expect(dump(join(folder, 'again.db'))).toEqual(dump(path))
    const { index } = ownSqliteIndex(path, 'basis')
    const before = dump(path)
    await index.clear()
    for (let from = 0; from < rows.length; from += 33) await index.add(rows.slice(from, from + 33))
    await index.close()
    expect(dump(path)).toEqual(before)
  })

  it('says the same where it was written in pieces, and nothing of what was given up', async () => {
    const rows = randomRows(new Random(8), 300)
    await fill(rows)
    const pieces = join(folder, 'pieces.db')
    const { index } = ownSqliteIndex(pieces, 'basis')
    expect(index.isBlank()).toBe(true)
    for (const [from, to] of [
      [0, 130],
      [130, 300],
    ] as const) {
      const given = index.begin()
      given.put(rows.slice(from, to))
      given.abandon()
      const kept = index.begin()
      for (let at = from; at < to; at += 11) kept.put(rows.slice(at, Math.min(to, at + 11)))
      kept.commit()
      expect(await index.watermark()).toBe(to)
    }
    expect(index.isBlank()).toBe(false)
    await index.close()
    expect(dump(pieces)).toEqual(dump(path))
  })

  it('is thrown away where it is of other readers, another version, foreign or damaged, and made again', async () => {
    const broken: readonly [string, () => void][] = [
      ['other roles', () => {}],
      ['version', () => sql(path, 'PRAGMA user_version = 999')],
      ['not an index', () => sql(path, 'PRAGMA application_id = 1')],
      ['malformed|not a database|disk image', () => truncateSync(path, 20_000)],
      ['not a database', () => writeFileSync(path, 'a'.repeat(50_000))],
    ]
    for (const [why, harm] of broken) {
      discardSqliteIndex(path)
      await fill([rowOf(0, 5)])
      harm()
      const basis = why === 'other roles' ? 'another basis' : 'basis'
      expect(() => readSqliteIndex(path, basis)).toThrow(IndexUnusable)
      const { index, thrownAway } = ownSqliteIndex(path, basis)
      expect(thrownAway).toMatch(new RegExp(why, 'i'))
      expect(await index.watermark()).toBe(0)
      await index.add([rowOf(0, 5)])
      expect(await seqsOf(index, all, 'asc', 9)).toEqual([0])
      await index.close()
    }
  })

  it('is read beside its owner as it grows, and never after it was thrown away', async () => {
    const { index } = ownSqliteIndex(path, 'basis')
    await index.add([rowOf(0, 5)])
    const reader = readSqliteIndex(path, 'basis')
    expect(await seqsOf(reader, all, 'asc', 9)).toEqual([0])
    await index.add([rowOf(1, 4)])
    expect(await seqsOf(reader, all, 'asc', 9)).toEqual([1, 0])
    await expect(reader.add([rowOf(2, 4)])).rejects.toThrow('opened for reading')
    await index.close()
    discardSqliteIndex(path)
    await expect(reader.count(all)).rejects.toThrow(IndexUnusable)
    await reader.close()
  })

  it('opens only so many events for a count that terms cannot tell, and says that there may be more', async () => {
    const { index } = ownSqliteIndex(path, 'basis')
    await index.add(Array.from({ length: 1_200 }, (_, seq) => rowOf(seq, seq * 1_000)))
    const phrase: Query = { kind: 'text', text: 'maria lopez', phrase: true, prefix: false }
    expect(await index.count({ ...all, query: phrase })).toEqual({ value: 1_000, exact: false })
    expect(await index.count({ ...all, query: phrase, toMs: 900_000 })).toEqual({ value: 900, exact: true })
    await index.close()
  })

  it('tells a case of more events than may be read by its newest, and leaves others to the next page', async () => {
    const { index } = ownSqliteIndex(path, 'basis')
    const step = (seq: number, id: string) => rowOf(seq, seq * 1_000, { workflow: { type: 'refund', id, step: 'Asked' } })
    await index.add(Array.from({ length: 12 }, (_, seq) => step(seq, seq < 2 ? 'short' : seq < 10 ? 'long' : 'last')))
    const read = async (maxEvents: number, after?: { readonly ms: number; readonly id: number }) => {
      const wanted = { type: 'refund', limit: 9, maxEvents, nowMs: 0, declared: () => undefined, ...(after ? { after } : {}) }
      const { cases, whole, next } = (await index.cases?.(wanted)) ?? { cases: [] }
      return { cases: cases.map((rows) => rows.map(({ seq }) => seq)), whole, ...(next ? { next } : {}) }
    }
    const [short, long, last] = [
      [0, 1],
      [2, 3, 4, 5, 6, 7, 8, 9],
      [10, 11],
    ]
    expect(await read(12)).toEqual({ cases: [short, long, last], whole: true })
    expect(await read(11)).toEqual({ cases: [short, long], whole: true, next: { ms: 2_000, id: 2 } })
    expect(await read(5)).toEqual({ cases: [short], whole: true, next: { ms: 0, id: 0 } })
    expect(await read(5, { ms: 0, id: 0 })).toEqual({ cases: [[5, 6, 7, 8, 9]], whole: false, next: { ms: 2_000, id: 2 } })
    expect(await read(5, { ms: 2_000, id: 2 })).toEqual({ cases: [last], whole: true })
    await index.close()
  })

  it('says the same when it was put in order, where terms are looked up in fewer places', async () => {
    await fill(randomRows(new Random(11), 300))
    const { index } = ownSqliteIndex(path, 'basis')
    const before = { dump: dump(path), segments: segmentsOf(path) }
    while (index.tidy());
    expect(index.tidy()).toBe(false)
    expect(dump(path)).toEqual(before.dump)
    expect(before.segments).toBeGreaterThan(4)
    expect(segmentsOf(path)).toBeLessThan(before.segments / 2)
    await index.add([rowOf(await index.watermark(), 5)])
    expect((await index.page(all, 'recorded-desc', 1)).rows.map(({ seq }) => seq)).toEqual([(await index.watermark()) - 1])
    await index.close()
  })

  it('stores nothing of a batch of which one row cannot be stored', async () => {
    const { index } = ownSqliteIndex(path, 'basis')
    const wrong = { ...rowOf(1, 5), terms: [{ text: '\nNOT a term' }] }
    await expect(index.add([rowOf(0, 5), wrong])).rejects.toThrow(TypeError)
    expect(await index.watermark()).toBe(0)
    await index.add([rowOf(0, 5), rowOf(1, 5)])
    expect(await seqsOf(index, all, 'desc', 9)).toEqual([1, 0])
    await index.close()
  })
})

const sql = (path: string, text: string): void => {
  const db = new DatabaseSync(path)
  db.exec(text)
  db.close()
}

const segmentsOf = (path: string): number => {
  const db = new DatabaseSync(path, { readOnly: true })
  const row = db.prepare('SELECT count(DISTINCT segid) AS segments FROM token_idx').get()
  db.close()
  return Number(row?.segments)
}

/** Everything that can be asked of the file: rows, bodies, values, days, and which event has which term. */
const dump = (path: string): unknown => {
  const db = new DatabaseSync(path)
  db.exec("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'token', 'instance')")
  const tables = ['meta', 'event', 'odd', 'body', 'class', 'value', 'value_id', 'day']
  const rows = (text: string): unknown => {
    const statement = db.prepare(text)
    statement.setReadBigInts(true)
    return statement.all()
  }
  const dumped = tables.map((table) => [table, rows(`SELECT * FROM ${table}`)])
  const terms = rows('SELECT term, doc FROM vocabulary ORDER BY term, doc')
  db.close()
  return { dumped, terms }
}
