import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Query } from '@daybook/core'
import { expect, it } from 'vitest'
import { memoryIndex } from '../../src/search/memory-index.ts'
import type { Ask, FacetDimension, SearchIndex, Sees } from '../../src/search/search-index.ts'
import { ownSqliteIndex } from '../../src/search/sqlite/sqlite-index.ts'
import { rowOf } from './conformance.ts'
import { Random } from './random.ts'
import { randomAsk, randomRows } from './random-world.ts'

const worlds = 4
const batches = 8
const eventsInWorld = 120
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const dimensions: readonly FacetDimension[] = ['actor', 'field', 'organization', 'status']
const now = Date.UTC(2026, 10, 22)

const everything: Query = { kind: 'and', parts: [] }
const whole = (filter: 'organization' | 'category' | 'action', ...texts: string[]): Query => ({
  kind: 'filter',
  filter,
  values: texts.map((text) => ({ match: 'is', text, alone: true })),
})

/** Who reads everything, and who reads by category, by action and by organization. */
const readers: readonly Sees[] = [
  { roles: 'everything' },
  { roles: ['support'], events: whole('category', 'data', 'workflow') },
  {
    roles: ['finance'],
    events: { kind: 'and', parts: [whole('category', 'data'), { kind: 'not', part: whole('action', 'order.updated') }] },
  },
  {
    roles: [],
    events: { kind: 'or', parts: [whole('organization', 'org_1'), whole('action', 'order.approved', 'salary.viewed')] },
  },
]

const edgesOf = (random: Random): readonly number[] => {
  const stepMs = random.pick([hourMs / 2, 5 * hourMs, dayMs, 3 * dayMs])
  const shiftMs = random.pick([0, -2 * hourMs, 5.5 * hourMs, 1_234_567])
  return Array.from({ length: 8 }, (_, at) => now - 40 * dayMs + shiftMs + at * stepMs)
}

const countsOf = async (index: SearchIndex, ask: Ask, edges: readonly number[]) => ({
  total: await index.count(ask),
  facets: await index.facets(ask, dimensions, 20),
  histogram: await index.histogram(ask, edges),
})

it('counts right for every reader while events arrive, in order and late, whatever it has kept from counting before', async () => {
  const seed = Number(process.env.DAYBOOK_SEED ?? Math.floor(Math.random() * 2 ** 31))
  console.info(`what is kept of counting: seed ${seed} (DAYBOOK_SEED=${seed} runs it again)`)
  const random = new Random(seed)
  const folder = mkdtempSync(join(tmpdir(), 'daybook-kept-'))
  try {
    for (let world = 0; world < worlds; world++) {
      const { index } = ownSqliteIndex(join(folder, `${world}.db`), 'basis')
      const memory = memoryIndex()
      // Where there are events after the year 2109 nothing is kept: in half of the worlds there are none.
      const rows = randomRows(random, eventsInWorld).filter(({ occurredAtMs }) => world % 2 === 1 || occurredAtMs < now + dayMs)
      const kept = [everything, whole('category', 'data'), randomAsk(random).query]
      for (let batch = 0; batch < batches; batch++) {
        const [from, to] = [batch, batch + 1].map((at) => Math.floor((at * rows.length) / batches))
        const added = rows.slice(from, to)
        const watermark = (added.at(-1)?.seq ?? 0) + 1
        await index.add(added, watermark)
        await memory.add(added, watermark)
        for (const sees of readers) {
          const fromMs = now - random.below(40 * dayMs)
          const range = random.pick([{}, { fromMs }, { fromMs, toMs: fromMs + random.below(20 * dayMs) }])
          const ask: Ask = { query: random.pick(kept), which: 'business', sees, ...range }
          const edges = edgesOf(random)
          const what = `seed ${seed}, world ${world}, batch ${batch}: ${JSON.stringify({ ask, edges })}`
          expect(await countsOf(index, ask, edges), what).toEqual(await countsOf(memory, ask, edges))
        }
      }
      await index.clear()
      await index.add(rows.slice(0, 1), (rows[0]?.seq ?? 0) + 1)
      expect(await index.count({ query: everything, which: 'all', sees: { roles: 'everything' } })).toEqual({
        value: 1,
        exact: true,
      })
      await index.close()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('finds the same by a beginning in a trail that is long, where the newest events are opened instead of long lists of terms', async () => {
  const random = new Random(7)
  const folder = mkdtempSync(join(tmpdir(), 'daybook-beginnings-'))
  try {
    const { index } = ownSqliteIndex(join(folder, 'index.db'), 'basis')
    const memory = memoryIndex()
    const rows = randomRows(random, 200)
    // As if nearly all of the trail were erased.
    await index.add(rows, 1_000_000)
    await memory.add(rows, 1_000_000)
    for (const sees of readers.slice(1, 3))
      for (const text of ['o', 'ma', 'zz'])
        for (const query of [
          { kind: 'text', text, phrase: false, prefix: true },
          { kind: 'not', part: { kind: 'text', text, phrase: false, prefix: true } },
          { kind: 'filter', filter: 'action', values: [{ match: 'prefix', text }] },
        ] as const) {
          const ask: Ask = { query, which: 'business', sees }
          const found = await index.page(ask, 'desc', 20)
          expect(found, JSON.stringify(ask)).toEqual(await memory.page(ask, 'desc', 20))
          expect(await index.count(ask), JSON.stringify(ask)).toEqual(await memory.count(ask))
        }
    await index.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('counts half hours alike where they have many events, few and none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-halves-'))
  try {
    const { index } = ownSqliteIndex(join(folder, 'index.db'), 'basis')
    const memory = memoryIndex()
    const start = Date.UTC(2026, 2, 3)
    // A day of an event every half minute, with crowds of one instant; hours without any; and days with one each.
    const busy = Array.from({ length: 2_400 }, (_, at) => start + at * 30_000 - (at % 5 === 0 ? (at * 30_000) % hourMs : 0))
    const quiet = [5, 6, 9].map((days) => start + days * dayMs + 5 * hourMs + 1)
    const rows = [...busy, ...quiet].sort((a, b) => a - b).map((ms, seq) => rowOf(seq, ms))
    await index.add(rows)
    await memory.add(rows)
    const edges = Array.from({ length: 12 * 48 + 1 }, (_, at) => start - dayMs + at * (hourMs / 2))
    for (const query of [everything, { kind: 'not', part: whole('category', 'access') }] as const) {
      const ask: Ask = { query, which: 'business', sees: { roles: 'everything' } }
      expect(await index.histogram(ask, edges)).toEqual(await memory.histogram(ask, edges))
    }
    await index.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
})
