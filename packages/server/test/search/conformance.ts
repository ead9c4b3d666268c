import { formatTime, type Query, type RecordedEvent } from '@daybook/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBody } from '../../src/search/body.ts'
import { indexRowOf } from '../../src/search/index-row.ts'
import type { Ask, IndexRow, ListOrder, SearchIndex } from '../../src/search/search-index.ts'
import { firstCatalogue, newestCatalogue, storedEvent } from './stored.ts'

const noon = Date.UTC(2026, 10, 22, 12)
const hour = 3_600_000
const day = 24 * hour

/** An event of the firm's order desk; what is given stands over it. */
export const rowOf = (seq: number, ms: number, over: Partial<RecordedEvent> = {}): IndexRow => {
  const event: RecordedEvent = {
    id: `019ab3f2-0000-7000-8000-${seq.toString(16).padStart(12, '0')}`,
    action: 'order.updated',
    occurredAt: formatTime(ms),
    recordedAt: formatTime(noon + 30 * day),
    category: 'data',
    outcome: 'success',
    actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
    object: { type: 'order', id: String(seq), name: `Order #${seq}` },
    ...over,
  }
  const stored = storedEvent(event, seq, firstCatalogue)
  const row = indexRowOf(stored, { written: firstCatalogue, newest: newestCatalogue })
  if (!row) throw new Error('the event of a test has no row')
  return row
}

const everything: Query = { kind: 'and', parts: [] }
const askFor = (over: Partial<Ask> = {}): Ask => ({
  query: everything,
  which: 'business',
  sees: { roles: 'everything' },
  ...over,
})
const words = (text: string): Query => ({ kind: 'text', text, phrase: false, prefix: false })
const is = (filter: 'actor' | 'category' | 'outcome' | 'quality', text: string): Query => ({
  kind: 'filter',
  filter,
  values: [{ match: 'is', text }],
})
const own = { action: 'trail.read', category: 'trail' } as const

export const seqsOf = async (index: SearchIndex, ask: Ask, order: ListOrder, limit: number): Promise<readonly number[]> => {
  const seqs: number[] = []
  for (let place: string | undefined; ; ) {
    const { rows, next } = await index.page(ask, order, limit, place)
    seqs.push(...rows.map(({ seq }) => seq))
    if (next === undefined) return seqs
    place = next
  }
}

/** What every implementation of `SearchIndex` must do. */
export const describeSearchIndex = (
  name: string,
  open: () => { readonly index: SearchIndex; readonly remove: () => void },
): void => {
  describe(name, () => {
    let index: SearchIndex
    let remove: () => void
    beforeEach(() => {
      ;({ index, remove } = open())
    })
    afterEach(async () => {
      await index.close()
      remove()
    })

    it('is empty at first', async () => {
      expect(await index.watermark()).toBe(0)
      expect(await index.page(askFor(), 'desc', 10)).toEqual({ rows: [] })
      expect(await index.count(askFor())).toEqual({ value: 0, exact: true })
      expect(await index.extent(askFor())).toBeUndefined()
    })

    it('lists in the order in which things happened, ties by position, whatever the order of recording', async () => {
      const times = [noon, noon - day, noon, noon + 1, 0, noon - day, 1, Date.UTC(9999, 11, 31)]
      await index.add(times.map((ms, seq) => rowOf(seq, ms)))
      for (const limit of [1, 3, 100]) {
        expect(await seqsOf(index, askFor(), 'asc', limit)).toEqual([4, 6, 1, 5, 0, 2, 3, 7])
        expect(await seqsOf(index, askFor(), 'desc', limit)).toEqual([7, 3, 2, 0, 5, 1, 6, 4])
        expect(await seqsOf(index, askFor(), 'recorded', limit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
        expect(await seqsOf(index, askFor({ query: words('maria') }), 'recorded-desc', limit)).toEqual([7, 6, 5, 4, 3, 2, 1, 0])
      }
      expect(await index.extent(askFor())).toEqual([0, Date.UTC(9999, 11, 31)])
    })

    it('orders thousands of events of one instant by position, and pages through them', async () => {
      const rows = Array.from({ length: 3_000 }, (_, seq) => rowOf(seq, noon + Number(seq % 1_000 === 999)))
      for (let at = 0; at < rows.length; at += 700) await index.add(rows.slice(at, at + 700))
      const late = rowOf(3_000, noon)
      await index.add([late])
      const atNoon = [...rows, late].filter(({ occurredAtMs }) => occurredAtMs === noon).map(({ seq }) => seq)
      expect(await seqsOf(index, askFor(), 'asc', 999)).toEqual([...atNoon, 999, 1_999, 2_999])
      expect(await seqsOf(index, askFor({ query: words('lopez') }), 'desc', 999)).toEqual([
        2_999,
        1_999,
        999,
        ...atNoon.toReversed(),
      ])
      expect(await index.count(askFor({ toMs: noon + 1 }))).toEqual({ value: 2_998, exact: true })
      expect((await index.histogram(askFor(), [noon, noon + 1, noon + 2])).counts).toEqual([2_998, 3])
    })

    it('goes on behind a page while events arrive, early, late and at its very instant', async () => {
      await index.add(Array.from({ length: 9 }, (_, seq) => rowOf(seq, noon + Math.floor(seq / 3))))
      const first = await index.page(askFor(), 'desc', 4)
      expect(first.rows.map(({ seq }) => seq)).toEqual([8, 7, 6, 5])
      await index.add([rowOf(9, noon + 5), rowOf(10, noon + 1), rowOf(11, noon - 5)])
      const second = await index.page(askFor(), 'desc', 20, first.next)
      // Position 10 stands before the place: whoever begins anew finds it.
      expect(second.rows.map(({ seq }) => seq)).toEqual([4, 3, 2, 1, 0, 11])
      expect(await seqsOf(index, askFor(), 'desc', 5)).toEqual([9, 8, 7, 6, 10, 5, 4, 3, 2, 1, 0, 11])
    })

    it('takes half-open stretches of time', async () => {
      await index.add([noon - 1, noon, noon + 1].map((ms, seq) => rowOf(seq, ms)))
      expect(await seqsOf(index, askFor({ fromMs: noon, toMs: noon + 1 }), 'asc', 9)).toEqual([1])
      expect(await seqsOf(index, askFor({ query: { kind: 'time', fromMs: noon }, toMs: noon + 1 }), 'asc', 9)).toEqual([1])
      expect(await seqsOf(index, askFor({ fromMs: noon + 1, toMs: noon }), 'asc', 9)).toEqual([])
      expect(await index.count(askFor({ fromMs: noon }))).toEqual({ value: 2, exact: true })
    })

    it('keeps the events of the trail itself apart', async () => {
      await index.add([rowOf(0, noon), rowOf(1, noon, own), rowOf(2, noon)])
      expect(await seqsOf(index, askFor(), 'asc', 9)).toEqual([0, 2])
      expect(await seqsOf(index, askFor({ which: 'own' }), 'asc', 9)).toEqual([1])
      expect(await seqsOf(index, askFor({ which: 'all' }), 'desc', 2)).toEqual([2, 1, 0])
      expect(await index.count(askFor({ which: 'all', query: words('maria') }))).toEqual({ value: 3, exact: true })
      const [category] = await index.facets(askFor(), ['category'], 9)
      expect(category?.values).toEqual([{ value: 'data', count: 2 }])
      expect((await index.values('category', 'tr', 9, { roles: 'everything' })).values).toEqual([])
    })

    it('finds what stands in a slot only for those who may read it', async () => {
      const margin = { changes: [{ field: 'margin', label: 'Margin', before: '10', after: 'zebra' }] }
      await index.add([rowOf(0, noon, margin), rowOf(1, noon)])
      const found = (roles: Ask['sees']['roles'], query: Query) => seqsOf(index, askFor({ query, sees: { roles } }), 'asc', 9)
      const without = (query: Query): Query => ({ kind: 'not', part: query })
      expect(await found('everything', words('zebra'))).toEqual([0])
      expect(await found(['finance'], words('zebra'))).toEqual([0])
      expect(await found(['support'], words('zebra'))).toEqual([])
      expect(await found(['support'], without(words('zebra')))).toEqual([0, 1])
      expect(await found(['finance'], without(words('zebra')))).toEqual([1])
      const [field] = await index.facets(askFor({ sees: { roles: ['support'] } }), ['field'], 9)
      expect(field?.values).toEqual([])
      expect((await index.values('field', 'mar', 9, { roles: ['support'] })).values).toEqual([])
      // Its label is not for everybody, and so for nobody.
      expect((await index.values('field', 'mar', 9, { roles: ['finance'] })).values).toEqual([{ value: 'margin', count: 1 }])
      const page = await index.page(askFor({ sees: { roles: ['support'] } }), 'asc', 1)
      const seen = openBody(page.rows[0]?.body ?? '', { roles: ['support'] })
      expect(seen.changes).toBeUndefined()
      expect(seen.hidden).toEqual([{ slot: 'chg/margin', why: 'withheld', roles: ['finance'] }])
    })

    it('shows, counts, completes and names only what somebody may read at all, as if nothing else were there', async () => {
      const by = (id: string, name: string) => ({ actor: { type: 'user', id, name } as const })
      const customer = (name: string) => ({ customer: { id: 'c_1', name } })
      const secret = { category: 'security', organization: { id: 'acme', name: 'Acme zebra' }, action: 'role.changed' } as const
      await index.add([
        rowOf(0, noon, { ...by('u_1', 'Ann'), ...customer('Jane Roe'), organization: { id: 'acme', name: 'Acme' } }),
        rowOf(1, noon + hour, { ...by('u_1', 'Ann zebra'), ...customer('Jane zebra'), ...secret }),
        rowOf(2, noon + 2 * hour, { ...by('u_2', 'Bo zebra'), ...secret, object: { type: 'order', id: '0', name: 'zebra' } }),
        rowOf(3, noon + 3 * hour, { action: 'trail.read', category: 'trail', ...by('u_1', 'zebra') }),
      ])
      const sees: Ask['sees'] = { roles: 'everything', events: is('category', 'data') }
      for (const which of ['business', 'own', 'all'] as const) {
        const mine = which === 'own' ? [] : [0]
        expect(await seqsOf(index, askFor({ sees, which }), 'recorded', 9)).toEqual(mine)
        expect(await index.count(askFor({ sees, which }))).toEqual({ value: mine.length, exact: true })
        expect(await seqsOf(index, askFor({ sees, which, query: words('zebra') }), 'desc', 9)).toEqual([])
      }
      expect(await index.extent(askFor({ sees }))).toEqual([noon, noon])
      expect((await index.histogram(askFor({ sees }), [noon - 1, noon + 1, noon + day])).counts).toEqual([1, 0])
      for (const query of [everything, is('actor', 'u_1'), { kind: 'not', part: words('zebra') } as const]) {
        const facets = await index.facets(askFor({ sees, query }), ['actor', 'organization', 'customer', 'object', 'category'], 9)
        expect(facets.map(({ values }) => values)).toEqual([
          [{ value: 'u_1', label: 'Ann', count: 1 }],
          [{ value: 'acme', label: 'Acme', count: 1 }],
          [{ value: 'c_1', label: 'Jane Roe', count: 1 }],
          [{ value: 'order/0', label: 'Order #0', count: 1 }],
          [{ value: 'data', count: 1 }],
        ])
      }
      for (const dimension of ['actor', 'organization', 'customer', 'object'] as const) {
        expect((await index.values(dimension, 'zeb', 9, sees)).values).toEqual([])
        expect((await index.values(dimension, '', 9, sees)).values).toHaveLength(1)
        expect(JSON.stringify(await index.values(dimension, '', 9, sees))).not.toContain('zebra')
      }
      expect((await index.values('actor', 'an', 9, sees)).values).toEqual([{ value: 'u_1', label: 'Ann', count: 1 }])
      expect((await index.values('category', 'sec', 9, sees)).values).toEqual([])
    })

    it('tells of a weakness of a hidden value only those who may read the value', async () => {
      const weak = { field: 'margin', label: 'Margin', before: '10', after: '10' }
      await index.add([rowOf(0, noon, { changes: [weak] }), rowOf(1, noon)])
      const found = (roles: Ask['sees']['roles']) =>
        seqsOf(index, askFor({ query: is('quality', 'nothing_changed'), sees: { roles } }), 'asc', 9)
      expect([await found(['finance']), await found('everything'), await found(['support'])]).toEqual([[0], [0], []])
      const counted = async (roles: Ask['sees']['roles']) =>
        (await index.facets(askFor({ sees: { roles } }), ['quality'], 9))[0]?.values.find(
          ({ value }) => value === 'nothing_changed',
        )?.count
      expect([await counted(['finance']), await counted(['support'])]).toEqual([1, undefined])
    })

    it('counts events of some categories, and their values, over all time and over part of a day', async () => {
      const categories = ['data', 'workflow', 'access', 'data', 'workflow', 'data'] as const
      const actor = (seq: number) => ({ type: 'user', id: `u_${seq % 2}` }) as const
      await index.add(categories.map((category, seq) => rowOf(seq, noon + seq * 10 * hour, { category, actor: actor(seq) })))
      await index.add([rowOf(6, noon + hour, own)])
      const either: Query = { kind: 'or', parts: [is('category', 'data'), is('category', 'workflow')] }
      const asked = (over: Partial<Ask> = {}) => askFor({ query: either, ...over })
      expect(await index.count(asked())).toEqual({ value: 5, exact: true })
      expect(await index.count(asked({ fromMs: noon + 1, toMs: noon + 40 * hour }))).toEqual({ value: 2, exact: true })
      expect(await index.count(askFor({ query: is('category', 'integration') }))).toEqual({ value: 0, exact: true })
      const [category, who] = await index.facets(asked({ fromMs: noon + 1 }), ['category', 'actor'], 9)
      expect(category).toEqual({
        dimension: 'category',
        exact: true,
        values: [
          { value: 'data', count: 2 },
          { value: 'workflow', count: 2 },
        ],
      })
      expect(who?.values.map(({ value, count }) => [value, count])).toEqual([
        ['u_1', 3],
        ['u_0', 1],
      ])
      expect((await index.values('category', '', 9, { roles: 'everything' })).values[0]).toEqual({ value: 'data', count: 3 })
    })

    it('counts facets of what is asked, the most frequent first', async () => {
      const by = (id: string, name: string) => ({ actor: { type: 'user', id, name } as const })
      const rows = [by('u_1', 'Ann'), by('u_2', 'Bo'), by('u_2', 'Bo'), by('u_3', 'Cy'), by('u_3', 'Cy B.')]
      await index.add(rows.map((over, seq) => rowOf(seq, noon + seq * day, over)))
      const [actor, action] = await index.facets(askFor(), ['actor', 'action'], 2)
      expect(actor).toEqual({
        dimension: 'actor',
        exact: true,
        values: [
          { value: 'u_2', label: 'Bo', count: 2 },
          { value: 'u_3', label: 'Cy B.', count: 2 },
        ],
      })
      expect(action?.values).toEqual([{ value: 'order.updated', count: 5 }])
      const [some] = await index.facets(askFor({ fromMs: noon + day, toMs: noon + 3 * day + 1 }), ['actor'], 9)
      expect(some?.values.map(({ value, count }) => [value, count])).toEqual([
        ['u_2', 2],
        ['u_3', 1],
      ])
      const [object] = await index.facets(askFor({ query: is('actor', 'u_1') }), ['object'], 9)
      expect(object?.values).toEqual([{ value: 'order/0', label: 'Order #0', count: 1 }])
    })

    it('counts over time, with edges wherever they lie', async () => {
      await index.add(Array.from({ length: 200 }, (_, seq) => rowOf(seq, noon + seq * hour)))
      const edges = [noon - hour, noon + 1, noon + 30 * hour, noon + 31 * hour, noon + 150 * hour + 7]
      expect(await index.histogram(askFor(), edges)).toEqual({ counts: [1, 29, 1, 120], exact: true })
      expect(await index.histogram(askFor({ query: words('maria') }), edges)).toEqual({ counts: [1, 29, 1, 120], exact: true })
      const asked = askFor({ fromMs: noon + hour, toMs: noon + 40 * hour })
      expect((await index.histogram(asked, edges)).counts).toEqual([0, 29, 1, 9])
    })

    it('answers up to a position what it answered when there was nothing behind it, whatever was recorded late', async () => {
      const rows = (from: number, count: number, over: (seq: number) => Partial<RecordedEvent>, at: (seq: number) => number) =>
        Array.from({ length: count }, (_, n) => rowOf(from + n, at(from + n), over(from + n)))
      const byTurns = (seq: number): Partial<RecordedEvent> => ({
        category: seq % 3 === 0 ? 'access' : 'data',
        actor: { type: 'user', id: `u_${seq % 5}` },
      })
      const edges = [noon - hour, noon + 1, noon + 30 * hour, noon + 31 * hour, noon + 300 * hour + 7]
      const dimensions = ['actor', 'category', 'object'] as const
      const upTo = (over: Partial<Ask>): Ask =>
        askFor({ ...over, query: { kind: 'and', parts: [over.query ?? everything, { kind: 'recorded', upTo: 300 }] } })
      const told = async (of: (over: Partial<Ask>) => Ask) => {
        const asks = [{}, { query: is('category', 'data') }, { query: is('actor', 'u_1') }, { query: words('updated') }]
          .flatMap((over): readonly Partial<Ask>[] => [over, { ...over, fromMs: noon + 7 * hour, toMs: noon + 130 * hour + 1 }])
          .concat({ which: 'all' })
        return Promise.all(
          asks.map(async (over) => ({
            seqs: await Promise.all((['asc', 'desc', 'recorded'] as const).map((order) => seqsOf(index, of(over), order, 70))),
            count: await index.count(of(over)),
            facets: await index.facets(of(over), dimensions, 400),
            histogram: await index.histogram(of(over), edges),
            extent: await index.extent(of(over)),
          })),
        )
      }
      await index.add(rows(0, 300, byTurns, (seq) => noon + seq * hour))
      const before = await told(askFor)
      expect(await told(upTo)).toEqual(before)
      await index.add(rows(300, 60, byTurns, (seq) => noon + (seq - 300) * 4 * hour + 1))
      await index.add(
        rows(
          360,
          40,
          (seq) => (seq % 2 ? own : { ...byTurns(seq), object: { type: 'order', id: '7' } }),
          () => noon,
        ),
      )
      expect(await told(upTo)).toEqual(before)
      expect((await index.count(askFor())).value).toBe(380)
      // The same where much was recorded since, most of it with nothing to be found by.
      await index.add([], 6_000)
      expect(await told(upTo)).toEqual(before)
    })

    it('completes values by how they or a word of their label begin', async () => {
      const by = (id: string, name: string) => ({ actor: { type: 'user', id, name } as const })
      const people = [by('u_1', 'Zoë Müller'), by('zo', 'Bo'), by('u_3', 'Ann Zobel'), by('u_4', 'Mo')]
      await index.add(people.map((over, seq) => rowOf(seq, noon, over)))
      const found = async (typed: string) =>
        (await index.values('actor', typed, 9, { roles: 'everything' })).values.map(({ value }) => value)
      expect(await found('zo')).toEqual(['u_1', 'u_3', 'zo'])
      expect(await found('zoe mul')).toEqual(['u_1'])
      expect(await found('')).toHaveLength(4)
      expect(await found('xyz')).toEqual([])
      const objects = await index.values('object', 'order #3', 9, { roles: 'everything' })
      expect(objects.values).toEqual([{ value: 'order/3', label: 'Order #3', count: 1 }])
    })

    it('takes only rows that follow, all or none, and passes over positions that have none', async () => {
      await index.add([rowOf(0, noon)])
      await expect(index.add([rowOf(0, noon)])).rejects.toThrow(RangeError)
      await expect(index.add([rowOf(1, noon), rowOf(3, noon)])).rejects.toThrow(RangeError)
      expect(await index.watermark()).toBe(1)
      expect(await seqsOf(index, askFor(), 'asc', 9)).toEqual([0])
      await index.add([rowOf(2, noon), rowOf(20, noon)], 40)
      expect(await index.watermark()).toBe(40)
      expect(await seqsOf(index, askFor(), 'recorded', 9)).toEqual([0, 2, 20])
      await index.add([], 41)
      expect(await index.watermark()).toBe(41)
    })

    it('is empty again when it is cleared, and takes everything anew', async () => {
      const rows = [rowOf(0, noon), rowOf(1, noon)]
      await index.add(rows)
      await index.clear()
      expect(await index.watermark()).toBe(0)
      expect(await seqsOf(index, askFor(), 'asc', 9)).toEqual([])
      expect((await index.values('actor', '', 9, { roles: 'everything' })).values).toEqual([])
      await index.add(rows)
      expect(await seqsOf(index, askFor({ query: words('order 1') }), 'asc', 9)).toEqual([1])
    })
  })
}
