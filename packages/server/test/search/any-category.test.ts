import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { categories, type Query } from '@daybook/core'
import { afterAll, expect, it } from 'vitest'
import { memoryIndex } from '../../src/search/memory-index.ts'
import type { Ask, Sees } from '../../src/search/search-index.ts'
import { ownSqliteIndex } from '../../src/search/sqlite/sqlite-index.ts'
import { Random } from './random.ts'
import { randomRows } from './random-world.ts'

const folder = mkdtempSync(join(tmpdir(), 'daybook-any-category-'))
const { index } = ownSqliteIndex(join(folder, 'index.db'), 'basis')
const memory = memoryIndex()
afterAll(async () => {
  await index.close()
  rmSync(folder, { recursive: true })
})

const of = (filter: 'category' | 'object', texts: readonly string[], alone: true | 'type' = true): Query => ({
  kind: 'filter',
  filter,
  values: texts.map((text) => ({ match: 'is', text, alone })),
})
const all = (...parts: Query[]): Query => ({ kind: 'and', parts })
const same = (text: string): readonly string[] => categories.map(() => text)

it('asks for one category however often it is named, in a query and in what somebody may read', async () => {
  const rows = randomRows(new Random(3), 300)
  await index.add(rows)
  await memory.add(rows)
  const orders = of('object', ['order'], 'type')
  const totals = new Map<string, number>()
  for (const [name, named] of [
    ['once', ['data']],
    ['often', same('data')],
    ['two', [...same('data'), 'workflow']],
    ['any', categories],
    ['any, and more often', [...categories, ...categories]],
  ] as const) {
    const narrow = all(of('category', named), orders)
    const asks: readonly { readonly query: Query; readonly sees: Sees }[] = [
      { query: narrow, sees: { roles: [] } },
      { query: all(), sees: { roles: [], events: narrow } },
      { query: orders, sees: { roles: [], events: of('category', named) } },
    ]
    for (const { query, sees } of asks) {
      const ask: Ask = { query, sees, which: 'business' }
      const counted = await index.count(ask)
      expect(counted, name).toEqual(await memory.count(ask))
      expect(await index.page(ask, 'desc', 50), name).toEqual(await memory.page(ask, 'desc', 50))
      totals.set(name, counted.value)
    }
  }
  expect(totals.get('often')).toBe(totals.get('once'))
  expect(totals.get('any')).toBeGreaterThan(totals.get('two') ?? 0)
  expect(totals.get('two')).toBeGreaterThan(totals.get('once') ?? 0)
})
