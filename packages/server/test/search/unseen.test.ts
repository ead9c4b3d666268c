import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatTime, matches, type RecordedEvent } from '@daybook/core'
import { expect, it } from 'vitest'
import { openBody } from '../../src/search/body.ts'
import { facetDimensions, type SearchIndex, type Sees } from '../../src/search/search-index.ts'
import { ownSqliteIndex } from '../../src/search/sqlite/sqlite-index.ts'
import { Random } from './random.ts'
import { otherwiseHidden, randomAsk, randomRows } from './random-world.ts'

const worlds = 8
const asksInWorld = 40
const eventsInWorld = 80
const typed = ['', 'm', 'ma', 'order', 'maria l', 'u_1', '1', 'pend']
const edges = Array.from({ length: 9 }, (_, at) => Date.UTC(2026, 9, 14) + at * 5 * 86_400_000)

/** Everything that an index can be asked, by one reader. */
const answersOf = async (index: SearchIndex, random: Random, sees: Sees) => {
  const ask = { ...randomAsk(random), sees }
  const dimensions = [random.pick(facetDimensions), random.pick(facetDimensions), random.pick(facetDimensions)]
  const { rows, next } = await index.page(ask, random.pick(['asc', 'desc', 'recorded', 'recorded-desc'] as const), 7)
  return [
    ask,
    rows.map(({ body }) => openBody(body, sees)),
    next,
    await index.count(ask),
    await index.facets(ask, dimensions, 9),
    await index.histogram(ask, edges),
    await index.extent(ask),
    await index.values(random.pick(facetDimensions), random.pick(typed), 9, sees),
  ]
}

const seed = Number(process.env.DAYBOOK_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** In the last weeks, as in any firm: an index keeps counts only where no event is of the year 1 or 9999. */
const lately = (event: RecordedEvent): RecordedEvent => {
  const ms = Date.parse(event.occurredAt)
  const isLate = ms > Date.UTC(2026, 0, 1) && ms < Date.UTC(2027, 0, 1)
  return isLate ? event : { ...event, occurredAt: formatTime(Date.UTC(2026, 9, 20) + (Math.abs(ms) % 86_400_000)) }
}
const asIs = (event: RecordedEvent): RecordedEvent => event

/** Asks two indexes the same, as one reader, who must not be able to tell them apart. */
const expectAlike = async (random: Random, sees: Sees, fill: (all: SearchIndex, other: SearchIndex) => Promise<void>) => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-unseen-'))
  const [one, other] = [
    ownSqliteIndex(join(folder, 'one.db'), 'basis').index,
    ownSqliteIndex(join(folder, 'other.db'), 'basis').index,
  ]
  try {
    await fill(one, other)
    for (let asked = 0; asked < asksInWorld; asked++) {
      const question = random.below(2 ** 31)
      const answers = await answersOf(one, new Random(question), sees)
      const others = await answersOf(other, new Random(question), sees)
      expect(answers, `DAYBOOK_SEED=${seed}: ${JSON.stringify(sees)}`).toEqual(others)
    }
  } finally {
    await one.close()
    await other.close()
    rmSync(folder, { recursive: true })
  }
}

it('answers somebody who may read some events as if there were no others', async () => {
  const random = new Random(seed)
  for (let world = 0; world < worlds; world++) {
    let sees: Sees = { roles: [] }
    while (sees.events === undefined) sees = randomAsk(random).sees
    const { events } = sees
    await expectAlike(random, sees, async (all, some) => {
      const rows = randomRows(random, eventsInWorld, 0, world % 2 === 0 ? lately : asIs)
      await all.add(rows)
      await some.add(
        rows.filter(({ body }) => matches(events, openBody(body, sees))),
        rows.length,
      )
    })
  }
})

it('answers somebody who may not read some values the same, whatever they are', async () => {
  const random = new Random(seed + 1)
  for (let world = 0; world < worlds; world++) {
    const { events } = randomAsk(random).sees
    await expectAlike(random, { roles: [], ...(events ? { events } : {}) }, async (one, other) => {
      const same = random.below(2 ** 31)
      const when = world % 2 === 0 ? lately : asIs
      await one.add(randomRows(new Random(same), eventsInWorld, 0, when))
      await other.add(randomRows(new Random(same), eventsInWorld, 0, (event) => otherwiseHidden(random, when(event))))
    })
  }
})

it('counts nothing, names nothing and finds nothing for somebody who may read no event', async () => {
  const random = new Random(seed + 2)
  const folder = mkdtempSync(join(tmpdir(), 'daybook-unseen-'))
  const { index } = ownSqliteIndex(join(folder, 'one.db'), 'basis')
  try {
    await index.add(randomRows(random, eventsInWorld, 0, lately))
    const word = (text: string) => ({ match: 'is', text, alone: true }) as const
    for (const events of [
      { kind: 'or', parts: [] },
      { kind: 'filter', filter: 'category', values: [] },
      { kind: 'filter', filter: 'category', values: [word('nobody has this')] },
    ] as const)
      for (const query of [
        { kind: 'and', parts: [] },
        { kind: 'filter', filter: 'category', values: [word('data'), word('workflow')] },
      ] as const) {
        const sees: Sees = { roles: [], events }
        const ask = { query, which: 'business', sees } as const
        const counts = (await index.facets(ask, facetDimensions, 9)).flatMap(({ values }) => values)
        const named = await Promise.all(facetDimensions.map((dimension) => index.values(dimension, '', 9, sees)))
        expect([events, counts, named.flatMap(({ values }) => values)]).toEqual([events, [], []])
        expect((await index.count(ask)).value).toBe(0)
        expect((await index.page(ask, 'desc', 7)).rows).toEqual([])
        expect((await index.histogram(ask, edges)).counts.every((count) => count === 0)).toBe(true)
      }
  } finally {
    await index.close()
    rmSync(folder, { recursive: true })
  }
})
