import { copyFileSync, mkdtempSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { formatTime, type Query, type RecordedEvent } from '@daybook/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Journal } from '../../src/journal/journal.ts'
import { indexPath, TrailFollower } from '../../src/search/follow/follow-trail.ts'
import { IndexFollower } from '../../src/search/index-follower.ts'
import { readersBasis } from '../../src/search/readers-basis.ts'
import type { Ask, SearchIndex } from '../../src/search/search-index.ts'
import { readSqliteIndex } from '../../src/search/sqlite/sqlite-index.ts'
import { catalogueDocument, latestCatalogueDocument } from '../../src/trail/documents.ts'
import { seqsOf } from './conformance.ts'
import { journalRow, newTrail } from './journal-rows.ts'
import { firstCatalogue, noCatalogue } from './stored.ts'

const eventOf = (n: number, over: Partial<RecordedEvent> = {}): RecordedEvent => ({
  id: `019ab3f2-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
  action: 'order.updated',
  occurredAt: formatTime(1_700_000_000_000 + n),
  recordedAt: formatTime(1_800_000_000_000),
  category: 'data',
  outcome: 'success',
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  object: { type: 'order', id: String(n) },
  ...over,
})
const words = (text: string): Query => ({ kind: 'text', text, phrase: false, prefix: false })
const all: Ask = { query: { kind: 'and', parts: [] }, which: 'business', sees: { roles: 'everything' } }

describe('the follower of a trail', () => {
  let data: string
  let journal: Journal
  const thrownAway: string[] = []
  let follower: TrailFollower
  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'daybook-follow-'))
    journal = await newTrail(data, 'orders')
    thrownAway.length = 0
    follower = new TrailFollower('orders', data, (because) => thrownAway.push(because))
  })
  afterEach(async () => {
    await follower.close()
    await journal.close()
    rmSync(data, { recursive: true })
  })

  const append = (from: number, to: number, over: Partial<RecordedEvent> = {}) =>
    journal.append(Array.from({ length: to - from }, (_, at) => journalRow(eventOf(from + at, over), noCatalogue)))
  const follow = async () => {
    while (await follower.step());
    return follower.state
  }
  const searched = async <T>(work: (index: SearchIndex) => Promise<T>, basis = readersBasis(noCatalogue)): Promise<T> => {
    const index = readSqliteIndex(indexPath('orders', data), basis)
    try {
      return await work(index)
    } finally {
      await index.close()
    }
  }

  it('puts the index in order when all is taken, and again when something came', async () => {
    for (let from = 0; from < 60; from += 10) {
      await append(from, from + 10)
      await follower.step()
    }
    expect(await follower.tidy()).toBe(true)
    while (await follower.tidy());
    expect(await follower.tidy()).toBe(false)
    await append(60, 70)
    expect(await follow()).toMatchObject({ watermark: 70, state: 'following' })
    while (await follower.tidy());
    expect(follower.state).toMatchObject({ watermark: 70, state: 'following' })
    expect(await searched((index) => index.count({ ...all, query: words('maria') }))).toEqual({ value: 70, exact: true })
    expect(thrownAway).toEqual([])
  })

  it('takes up where it was, however far the journal went meanwhile', async () => {
    await append(0, 70)
    expect(await follow()).toMatchObject({ watermark: 70, size: 70, state: 'following', bare: 0, missing: [] })
    await follower.close()
    await append(70, 71)
    await append(71, 1_500)
    follower = new TrailFollower('orders', data, (because) => thrownAway.push(because))
    expect(await follow()).toMatchObject({ watermark: 1_500, size: 1_500 })
    expect(await searched((index) => index.count({ ...all, query: words('maria') }))).toEqual({ value: 1_500, exact: true })
    expect(thrownAway).toEqual([])
  })

  it('makes the index again where it is gone, damaged, or has more than the journal', async () => {
    await append(0, 300)
    await follow()
    const path = indexPath('orders', data)
    const harms: readonly (() => void)[] = [
      () => rmSync(path),
      () => truncateSync(path, Math.floor(statSync(path).size / 32_768) * 16_384),
      () => {
        const db = new DatabaseSync(path)
        db.exec("UPDATE meta SET value = 9999 WHERE name = 'watermark'")
        db.close()
      },
    ]
    for (const harm of harms) {
      await follower.close()
      harm()
      await append((await journal.size()).size, (await journal.size()).size + 80)
      const { size } = await journal.size()
      follower = new TrailFollower('orders', data, (because) => thrownAway.push(because))
      expect(await follow()).toMatchObject({ watermark: size, size, missing: [] })
      expect(await searched((index) => seqsOf(index, { ...all, query: words('lopez') }, 'asc', 1_000))).toHaveLength(size)
    }
    expect(thrownAway).toHaveLength(2)
  })

  it('makes the index again where its file is removed or replaced under its hands', async () => {
    await append(0, 30)
    await follow()
    const path = indexPath('orders', data)
    const harms: readonly (() => void)[] = [
      () => rmSync(path),
      () => {
        copyFileSync(path, `${path}-copy`)
        renameSync(`${path}-copy`, path)
      },
    ]
    for (const [at, harm] of harms.entries()) {
      harm()
      expect(await follow()).toMatchObject({ watermark: 30 + at, size: 30 + at, state: 'following' })
      await append(30 + at, 31 + at)
      expect(await follow()).toMatchObject({ watermark: 31 + at, size: 31 + at })
      expect(await searched((index) => seqsOf(index, { ...all, query: words('lopez') }, 'asc', 100))).toHaveLength(31 + at)
    }
    expect(thrownAway).toEqual(harms.map(() => 'Its file was removed or replaced.'))
  })

  it('makes the index again when a new catalogue says that other roles may read', async () => {
    const secret = { changes: [{ field: 'margin', after: 'zebra' }] }
    await append(0, 3, secret)
    await follow()
    const asked: Ask = { ...all, query: words('zebra'), sees: { roles: ['support'] } }
    expect(await searched((index) => seqsOf(index, asked, 'asc', 9))).toEqual([0, 1, 2])
    await journal.saveDocument(catalogueDocument(1), JSON.stringify(firstCatalogue.source))
    await journal.saveDocument(latestCatalogueDocument, '1')
    expect(await follow()).toMatchObject({ watermark: 3 })
    expect(thrownAway).toEqual(['Other roles may read by now.'])
    const basis = readersBasis(firstCatalogue)
    expect(() => readSqliteIndex(indexPath('orders', data), readersBasis(noCatalogue))).toThrow('other roles')
    expect(await searched((index) => seqsOf(index, asked, 'asc', 9), basis)).toEqual([])
    expect(await searched((index) => seqsOf(index, { ...asked, sees: { roles: ['finance'] } }, 'asc', 9), basis)).toEqual([
      0, 1, 2,
    ])
  })

  it('says nothing of an index without events of the business that is made again', async () => {
    await journal.append([journalRow(eventOf(0, { action: 'trail.created', category: 'trail' }), noCatalogue)])
    await follow()
    await journal.saveDocument(catalogueDocument(1), JSON.stringify(firstCatalogue.source))
    await journal.saveDocument(latestCatalogueDocument, '1')
    expect(await follow()).toMatchObject({ watermark: 1, size: 1, state: 'following' })
    expect(thrownAway).toEqual([])
  })

  it('passes over what cannot be read, says where, and goes on behind it', async () => {
    await append(0, 64)
    await append(64, 128)
    await append(128, 140)
    const db = new DatabaseSync(join(data, 'trails', 'orders', 'journal.db'))
    db.exec('DROP TRIGGER block_refuses_update; UPDATE block SET body = zeroblob(100) WHERE first = 64')
    db.close()
    expect(await follow()).toMatchObject({ watermark: 140, size: 140, missing: [[64, 128]], state: 'following' })
    expect(await searched((index) => index.count(all))).toEqual({ value: 76, exact: true })
  })
})

describe('the thread that follows', () => {
  it('follows every trail, is told that one grew, rebuilds, and ends when it is closed', async () => {
    const data = mkdtempSync(join(tmpdir(), 'daybook-follower-'))
    const thrownAway: string[] = []
    const journals = [await newTrail(data, 'orders'), await newTrail(data, 'refunds')]
    const follower = new IndexFollower(data, {
      onThrownAway: (trail) => thrownAway.push(trail),
      onDeath: (error) => {
        throw error
      },
    })
    try {
      for (const [at, journal] of journals.entries())
        await journal.append([journalRow(eventOf(at), noCatalogue), journalRow(eventOf(at + 2), noCatalogue)])
      follower.follow('orders')
      follower.follow('refunds')
      expect(await follower.reached('orders', 2, 20_000)).toBe(2)
      expect(await follower.reached('refunds', 2, 20_000)).toBe(2)
      await journals[0]?.append([journalRow(eventOf(9), noCatalogue)])
      expect(await follower.reached('orders', 3, 20_000)).toBe(3)
      expect(follower.states.get('orders')).toMatchObject({ watermark: 3, size: 3, state: 'following' })
      await follower.rebuild('orders')
      expect(thrownAway).toEqual(['orders'])
      expect(await follower.reached('orders', 3, 20_000)).toBe(3)
      expect(await follower.reached('orders', 4, 5)).toBe(3)
    } finally {
      await follower.close()
      for (const journal of journals) await journal.close()
      rmSync(data, { recursive: true })
    }
  })
})
