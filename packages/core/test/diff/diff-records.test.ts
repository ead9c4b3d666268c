import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileCatalogue } from '../../src/catalogue/compile-catalogue.ts'
import { diffRecords } from '../../src/diff/diff-records.ts'
import type { Change, Json } from '../../src/event/event.ts'

const catalogue = compileCatalogue({
  objects: {
    order: {
      label: 'Order',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Open', 'Closed'] },
        total: { label: 'Total', kind: 'money', currency: 'EUR' },
        weight: { label: 'Weight', kind: 'number' },
        paidAt: { label: 'Paid', kind: 'date' },
        urgent: { label: 'Urgent', kind: 'boolean' },
        tags: { label: 'Tags', kind: 'list' },
        lines: { label: 'Lines', kind: 'list', key: 'sku' },
      },
    },
  },
  actions: {},
})
const diff = (before: object | null, after: object | null) =>
  diffRecords('order', before as Record<string, unknown> | null, after as Record<string, unknown> | null, catalogue)

test('a changed field is named with its label and both values', () => {
  expect(diff({ status: 'Open', note: 'x' }, { status: 'Closed', note: 'x' })).toEqual([
    { field: 'status', label: 'Status', before: 'Open', after: 'Closed' },
  ])
})

test('absent, undefined and null are told apart as absent, absent and null', () => {
  expect(diff({ a: null }, { a: undefined })).toEqual([{ field: 'a', before: null }])
  expect(diff({}, { a: null })).toEqual([{ field: 'a', after: null }])
  expect(diff({ a: undefined }, {})).toEqual([])
})

test('a record that did not exist before has only values after', () => {
  expect(diff(null, { status: 'Open' })).toEqual([{ field: 'status', label: 'Status', after: 'Open' }])
  expect(diff({ status: 'Open' }, null)).toEqual([{ field: 'status', label: 'Status', before: 'Open' }])
})

test('decimals compare exactly and by amount, never as binary fractions', () => {
  expect(diff({ total: '1.10' }, { total: '1.1' })).toEqual([])
  expect(diff({ total: '0.1' }, { total: '0.10000000000000000001' })).toHaveLength(1)
  expect(diff({ total: '9007199254740993' }, { total: '9007199254740992' })).toHaveLength(1)
  expect(diff({ weight: 2 }, { weight: '2.0' })).toEqual([])
  expect(diff({ total: '-0.00' }, { total: '0' })).toEqual([])
  expect(diff({ note: '1.10' }, { note: '1.1' })).toHaveLength(1)
})

test('dates compare as moments and are written in UTC', () => {
  expect(diff({ paidAt: new Date('2026-01-02T03:04:05Z') }, { paidAt: '2026-01-02T04:04:05.000+01:00' })).toEqual([])
  expect(diff({ paidAt: null }, { paidAt: new Date('2026-01-02T03:04:05Z') })).toEqual([
    { field: 'paidAt', label: 'Paid', before: null, after: '2026-01-02T03:04:05.000Z' },
  ])
  expect(diff({ paidAt: '2026-01-02' }, { paidAt: '2026-01-02T00:00:00Z' })).toHaveLength(1)
})

test('a boolean kept as 0 or 1 is the boolean', () => {
  expect(diff({ urgent: 0 }, { urgent: false })).toEqual([])
  expect(diff({ urgent: 0 }, { urgent: true })).toHaveLength(1)
})

test('items of a keyed list are compared by key, wherever they stand', () => {
  const before = {
    lines: [
      { sku: 'A', qty: 1 },
      { sku: 'B', qty: 2 },
    ],
  }
  const after = {
    lines: [
      { sku: 'C', qty: 9 },
      { sku: 'B', qty: 3 },
      { sku: 'A', qty: 1 },
    ],
  }
  expect(diff(before, after)).toEqual([
    { field: 'lines', label: 'Lines', path: 'C', after: { sku: 'C', qty: 9 } },
    { field: 'lines.qty', label: 'Lines', path: 'B', before: 2, after: 3 },
  ])
  expect(diff(after, { lines: after.lines.toReversed() })).toEqual([])
})

test('a keyed list with twice the same key is compared whole', () => {
  const twice = { lines: [{ sku: 'A' }, { sku: 'A' }] }
  expect(diff({ lines: [{ sku: 'A' }] }, twice)).toEqual([
    { field: 'lines', label: 'Lines', before: [{ sku: 'A' }], after: [{ sku: 'A' }, { sku: 'A' }] },
  ])
})

test('the order of a declared list means nothing, its repetitions do', () => {
  expect(diff({ tags: ['a', 'b'] }, { tags: ['b', 'a'] })).toEqual([])
  expect(diff({ tags: ['a', 'a', 'b'] }, { tags: ['a', 'b', 'b'] })).toHaveLength(1)
  expect(diff({ other: ['a', 'b'] }, { other: ['b', 'a'] })).toHaveLength(1)
})

test('nested objects are named by path', () => {
  expect(diff({ address: { city: 'Rome', zip: '1' } }, { address: { city: 'Oslo', zip: '1' } })).toEqual([
    { field: 'address.city', before: 'Rome', after: 'Oslo' },
  ])
  expect(diff({}, { address: { city: 'Oslo' } })).toEqual([{ field: 'address.city', after: 'Oslo' }])
  expect(diff({ address: 'Oslo' }, { address: { city: 'Oslo' } })).toEqual([
    { field: 'address', before: 'Oslo' },
    { field: 'address.city', after: 'Oslo' },
  ])
})

test('what an application really holds never stops it', () => {
  const round: Record<string, unknown> = { a: 1 }
  round.self = round
  const odd = {
    big: 123456789012345678901n,
    unsafe: 2 ** 60,
    nan: Number.NaN,
    fn: () => 1,
    set: new Set([1]),
    bytes: new Uint8Array([255, 1]),
    money: { toJSON: () => '1.50' },
    broken: { toJSON: () => JSON.parse('{') },
    bad: new Date('never'),
    round,
  }
  const changes = diff({}, odd)
  const given = (field: string) => changes.find((change) => change.field === field)?.after
  expect(given('big')).toBe('123456789012345678901')
  expect(given('unsafe')).toBe('1152921504606846976')
  expect(given('nan')).toBe('NaN')
  expect(given('set')).toEqual([1])
  expect(given('bytes')).toBe('ff01')
  expect(given('money')).toBe('1.50')
  expect(given('bad')).toBe(null)
  expect(given('broken')).toBe('[could not be read]')
  expect(changes.some(({ field }) => field === 'fn')).toBe(false)
  expect(() => JSON.stringify(changes)).not.toThrow()
})

// --- properties: applying the changes to the state before gives the state after

const name = fc.constantFrom('status', 'note', 'a', 'b', 'x-y', 'constructor', 'toString')
const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant({}),
  fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 3 }),
)
const record = fc.letrec<{ state: Record<string, Json>; value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, { arbitrary: leaf, weight: 3 }, { arbitrary: tie('state'), weight: 1 }),
  state: fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: true }),
})).state
const lines = fc
  .uniqueArray(
    fc.record({ sku: fc.constantFrom('A', 'B', 'C', 'D'), qty: fc.integer(), note: fc.string() }, { requiredKeys: ['sku'] }),
    {
      selector: (line) => line.sku,
    },
  )
  .map((list) => ({ lines: list }))

test('applying the changes to before gives after', () => {
  fc.assert(
    fc.property(record, record, (before, after) => {
      expect(applied(before, diff(before, after))).toEqual(after)
    }),
    { numRuns: 500 },
  )
})

test('applying the changes of a keyed list gives the same items, in whatever order', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const items = new Map(before.lines.map((line) => [line.sku as string, { ...line } as Record<string, Json>]))
      for (const { field, path = '', before: was, after: is } of diff(before, after)) {
        if (field === 'lines' && is === undefined) items.delete(path)
        else if (field === 'lines') items.set(path, is as Record<string, Json>)
        else if (is === undefined) delete items.get(path)?.[field.slice('lines.'.length)]
        else Object.assign(items.get(path) ?? {}, { [field.slice('lines.'.length)]: is })
        expect(was).not.toEqual(is)
      }
      expect([...items.values()].sort(bySku)).toEqual([...after.lines].sort(bySku))
    }),
    { numRuns: 300 },
  )
})

test('a record does not differ from itself or its copy', () => {
  fc.assert(fc.property(record, (state) => diff(state, JSON.parse(JSON.stringify(state))).length === 0))
})

const bySku = (a: { sku?: Json }, b: { sku?: Json }) => String(a.sku).localeCompare(String(b.sku))

/** The plainest reading of a list of changes: removals first, then values put where they belong. */
function applied(before: Record<string, Json>, changes: readonly Change[]): unknown {
  const state = JSON.parse(JSON.stringify(before)) as Record<string, unknown>
  for (const { field, after } of changes) if (after === undefined) put(state, field.split('.'), undefined)
  for (const { field, after } of changes) if (after !== undefined) put(state, field.split('.'), JSON.parse(JSON.stringify(after)))
  return state
}

function put(state: Record<string, unknown>, [key = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    if (value === undefined) delete state[key]
    else state[key] = value
    return
  }
  const inner = Object.hasOwn(state, key) ? state[key] : undefined
  const child = (typeof inner === 'object' && inner !== null ? inner : {}) as Record<string, unknown>
  put(child, rest, value)
  if (Object.keys(child).length === 0) delete state[key]
  else state[key] = child
}
