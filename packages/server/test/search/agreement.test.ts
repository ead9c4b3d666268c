import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { memoryIndex } from '../../src/search/memory-index.ts'
import { type Ask, facetDimensions, type ListOrder, type SearchIndex } from '../../src/search/search-index.ts'
import { ownSqliteIndex } from '../../src/search/sqlite/sqlite-index.ts'
import { Random } from './random.ts'
import { randomAsk, randomRows } from './random-world.ts'

const worlds = Number(process.env.DAYBOOK_WORLDS ?? 40)
const eventsInWorld = 60
const asksInWorld = 130
const day = 86_400_000
const orders: readonly ListOrder[] = ['desc', 'asc', 'recorded', 'recorded-desc']

const allPages = async (index: SearchIndex, ask: Ask, order: ListOrder, limit: number): Promise<readonly string[]> => {
  const bodies: string[] = []
  for (let place: string | undefined; ; ) {
    const { rows, next } = await index.page(ask, order, limit, place)
    bodies.push(...rows.map(({ seq, body }) => `${seq} ${body}`))
    if (next === undefined) return bodies
    place = next
  }
}

const answersOf = async (index: SearchIndex, ask: Ask, order: ListOrder, limit: number, edges: readonly number[]) => ({
  pages: await allPages(index, ask, order, limit),
  count: await index.count(ask),
  facets: await index.facets(ask, facetDimensions, 1_000),
  histogram: await index.histogram(ask, edges),
  extent: await index.extent(ask),
})

it('answers from tables and terms what asking every event answers, whatever is asked, by whoever', async () => {
  const seed = Number(process.env.DAYBOOK_SEED ?? Math.floor(Math.random() * 2 ** 31))
  console.info(`the index and the matcher: seed ${seed} (DAYBOOK_SEED=${seed} runs it again)`)
  const random = new Random(seed)
  const folder = mkdtempSync(join(tmpdir(), 'daybook-agreement-'))
  let found = 0
  try {
    for (let world = 0; world < worlds; world++) {
      const { index } = ownSqliteIndex(join(folder, `${world}.db`), 'basis')
      const memory = memoryIndex()
      const rows = randomRows(random, eventsInWorld)
      for (let at = 0; at < rows.length; ) {
        const batch = rows.slice(at, at + 1 + random.below(25))
        await index.add(batch)
        await memory.add(batch)
        at += batch.length
      }
      for (let asked = 0; asked < asksInWorld; asked++) {
        const ask = randomAsk(random)
        const order = random.pick(orders)
        const limit = 5 + random.below(40)
        const from = Date.UTC(2026, 9, 14) + random.below(2) * random.below(day)
        const edges = Array.from({ length: 2 + random.below(12) }, (_, at) => from + at * day * 4)
        const expected = await answersOf(memory, ask, order, limit, edges)
        const answered = await answersOf(index, ask, order, limit, edges)
        expect(answered, `seed ${seed}, world ${world}: ${JSON.stringify({ ask, order, limit })}`).toEqual(expected)
        found += expected.pages.length
      }
      await index.close()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  // Questions that find nothing agree easily.
  expect(found).toBeGreaterThan(worlds * asksInWorld)
})
