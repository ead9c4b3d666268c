import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { memoryIndex } from '../../src/search/memory-index.ts'
import {
  type Ask,
  type FacetDimension,
  facetDimensions,
  type ListOrder,
  type SearchIndex,
} from '../../src/search/search-index.ts'
import { ownSqliteIndex } from '../../src/search/sqlite/sqlite-index.ts'
import { Random } from './random.ts'
import { randomAsk, randomRows } from './random-world.ts'

const worlds = process.env.DAYBOOK_LONG ? 400 : 14
const eventsInWorld = 60
const asksInWorld = 130
const day = 86_400_000

const allPages = async (index: SearchIndex, ask: Ask, order: ListOrder, limit: number): Promise<readonly string[]> => {
  const bodies: string[] = []
  for (let place: string | undefined; ; ) {
    const { rows, next } = await index.page(ask, order, limit, place)
    bodies.push(...rows.map(({ seq, body }) => `${seq} ${body}`))
    if (next === undefined) return bodies
    place = next
  }
}

interface Asked {
  readonly ask: Ask
  readonly order: ListOrder
  readonly limit: number
  readonly edges: readonly number[]
  readonly dimensions: readonly FacetDimension[]
  readonly typed: string
  /** One of the numbers beside the list; all of them each time would take minutes. */
  readonly beside: 'count' | 'facets' | 'histogram' | 'extent' | 'values'
}

const randomAsked = (random: Random): Asked => {
  const from = Date.UTC(2026, 9, 14) + random.below(2) * random.below(day)
  return {
    ask: randomAsk(random),
    order: random.pick(['desc', 'asc', 'recorded', 'recorded-desc']),
    limit: 5 + random.below(40),
    edges: Array.from({ length: 2 + random.below(12) }, (_, at) => from + at * day * 4),
    dimensions: Array.from({ length: 3 }, () => random.pick(facetDimensions)),
    typed: random.pick(['', 'm', 'ma', 'order', 'maria l', '東', 'u_1', '#18', 'zoe', 'ß', 'pend', '1']),
    beside: random.pick(['count', 'facets', 'histogram', 'extent', 'values']),
  }
}

const answersOf = async (index: SearchIndex, { ask, order, limit, edges, dimensions, typed, beside }: Asked) => {
  const pages = await allPages(index, ask, order, limit)
  switch (beside) {
    case 'count':
      return { pages, beside: await index.count(ask) }
    case 'facets':
      return { pages, beside: await index.facets(ask, dimensions, limit) }
    case 'histogram':
      return { pages, beside: await index.histogram(ask, edges) }
    case 'extent':
      return { pages, beside: await index.extent(ask) }
    case 'values':
      return { pages, beside: await index.values(dimensions[0] ?? 'actor', typed, limit, ask.sees) }
  }
}

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
        const question = randomAsked(random)
        const expected = await answersOf(memory, question)
        const answered = await answersOf(index, question)
        expect(answered, `seed ${seed}, world ${world}: ${JSON.stringify(question)}`).toEqual(expected)
        found += expected.pages.length
      }
      await index.close()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  // Questions that find nothing agree easily.
  expect(found).toBeGreaterThan(worlds * asksInWorld)
}, 300_000)
