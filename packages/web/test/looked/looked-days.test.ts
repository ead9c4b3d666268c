import { parseQuery } from '@daybook/core'
import { expect, it } from 'vitest'
import type { EventView } from '../../src/api/event-view.ts'
import { askedByLooked, kindNames, readLookedAddress } from '../../src/looked/looked-address.ts'
import { lookedDays } from '../../src/looked/looked-days.ts'

let n = 0
const look = (action: string, who: string, day: string, context: object = {}, about?: string): EventView =>
  ({
    id: `e${n++}`,
    seq: n,
    action,
    occurredAt: `${day}T12:00:00.000Z`,
    actor: { type: 'user', id: who, name: who },
    source: { type: 'admin_action' },
    context,
    sentence: '',
    parts: [],
    defects: [],
    hidden: [],
    hash: '',
    ...(about === undefined ? {} : { related: [{ type: 'order', id: about, relation: 'record' }] }),
  }) as unknown as EventView

it('reads are one line a reader and day, and never hide an export or a sign-in', () => {
  const reads = Array.from({ length: 50 }, (_, at) => look('trail.searched', 'maria', '2026-11-22', { query: `q${at % 10}` }))
  const days = lookedDays([
    ...reads,
    look('trail.exported', 'maria', '2026-11-22'),
    look('trail.record_viewed', 'maria', '2026-11-22', { sensitive: true }, '1842'),
    look('trail.record_viewed', 'maria', '2026-11-22', {}, '1842'),
    look('trail.searched', 'sam', '2026-11-22', { query: '' }),
    look('trail.signed_in', 'sam', '2026-11-21'),
  ])
  expect(days.map(({ day, looks }) => [day, looks.map(({ kind }) => kind)])).toEqual([
    ['2026-11-22', ['one', 'reads', 'reads']],
    ['2026-11-21', ['one']],
  ])
  expect(days[0]?.looks[1]).toMatchObject({ name: 'maria', searches: 10, records: 1, opened: 0, sensitive: 1 })
})

it('whoever signs in once stands for it; who comes and goes all day is one line, and a sign-in that failed is never in it', () => {
  const on = (action: string, who: string) => look(action, who, '2026-11-22')
  const days = lookedDays([
    on('trail.signed_in', 'sam'),
    on('trail.signed_in', 'maria'),
    on('trail.sign_in_failed', 'maria'),
    on('trail.signed_out', 'maria'),
    on('trail.signed_in', 'maria'),
    look('trail.signed_in', 'maria', '2026-11-21'),
  ])
  expect(days[0]?.looks).toMatchObject([
    { kind: 'one', event: { action: 'trail.signed_in', actor: { id: 'sam' } } },
    { kind: 'one', event: { action: 'trail.sign_in_failed' } },
    { kind: 'comings', name: 'maria', signedIn: 2, signedOut: 1 },
  ])
  expect(days[1]?.looks).toMatchObject([{ kind: 'one' }])
})

it('searches that are told together count one by one, each question once', () => {
  const queries = [{ query: 'q1' }, { query: 'q2' }, { query: 'q2', list: 'values' }]
  const days = lookedDays([
    look('trail.searched', 'maria', '2026-11-22', { query: 'q1' }),
    look('trail.searched', 'maria', '2026-11-22', { times: 5, queries }),
  ])
  expect(days[0]?.looks).toMatchObject([{ kind: 'reads', searches: 3 }])
})

it('asks in the query language, whatever stands in the address', () => {
  for (const what of kindNames)
    for (const who of [undefined, 'u 7', '"', 'a:b'])
      for (const record of [undefined, 'order/1842', 'a b/"c'])
        expect(() => parseQuery(askedByLooked({ ...readLookedAddress({ what, who, record }) }, 0).q)).not.toThrow()
  expect(askedByLooked({ what: 'exports', who: 'u_7', record: 'order/1842' }, 0)).toEqual({
    q: 'action:trail.exported actor:u_7 record:order/1842',
    category: 'trail',
    from: undefined,
    to: undefined,
    records: undefined,
  })
  expect(readLookedAddress({ from: '2026-11-01', to: 'never', last: '' })).toEqual({ from: '2026-11-01' })
})

it('names a record by its type and its id, and reads what addresses of before say', () => {
  const recordsAt = (search: object) => askedByLooked(readLookedAddress({ ...search }), 0).records
  expect(recordsAt({ type: 'a/b', id: 'c' })).toEqual([{ type: 'a/b', id: 'c' }])
  expect(recordsAt({ record: 'order/1842' })).toEqual([{ type: 'order', id: '1842' }])
  const { q, records } = askedByLooked(readLookedAddress({ record: 'a/b/c' }), 0)
  expect([q.endsWith(' record:a/b/c'), records]).toEqual([true, undefined])
  expect(recordsAt({ type: 'order' })).toBeUndefined()
})

it('finds a case by what the trail calls it now, and by what it called it before', () => {
  const recordsAt = (id: string) => askedByLooked(readLookedAddress({ workflow: 'refund', id }), 0).records
  expect(recordsAt('w_31')).toEqual([{ type: 'workflow', id: 'refund/w_31' }])
  expect(recordsAt('w/31')).toEqual([
    { type: 'workflow', id: 'refund/w%2F31' },
    { type: 'workflow', id: 'refund/w/31' },
  ])
})

it('counts two records as two, however they are written', () => {
  const on = (type: string, id: string) =>
    ({ ...look('trail.record_viewed', 'maria', '2026-11-22'), related: [{ type, id, relation: 'record' }] }) as EventView
  const [day] = lookedDays([on('a/b', 'c'), on('a', 'b/c'), on('a', 'b/c')])
  expect(day?.looks).toMatchObject([{ kind: 'reads', records: 2 }])
})
