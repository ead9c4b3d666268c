import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { matches } from '@daybook/core'
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
      const rows = randomRows(random, eventsInWorld)
      await all.add(rows)
      await some.add(
        rows.filter(({ body }) => matches(events, openBody(body, sees))),
        rows.length,
      )
    })
  }
}, 120_000)

it('answers somebody who may not read some values the same, whatever they are', async () => {
  const random = new Random(seed + 1)
  for (let world = 0; world < worlds; world++) {
    const { events } = randomAsk(random).sees
    await expectAlike(random, { roles: [], ...(events ? { events } : {}) }, async (one, other) => {
      const same = random.below(2 ** 31)
      await one.add(randomRows(new Random(same), eventsInWorld))
      await other.add(randomRows(new Random(same), eventsInWorld, 0, (event) => otherwiseHidden(random, event)))
    })
  }
}, 120_000)
