import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Random } from '../search/random.ts'
import { orderEvent } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

const catalogue = {
  objects: {
    order: {
      label: 'Order',
      fields: {
        status: { label: 'Status', kind: 'status' },
        total: { label: 'Total', kind: 'number' },
        owner: { label: 'Owner', kind: 'text' },
        bank: { label: 'Bank', kind: 'text', readers: ['finance'], justification: 'Needed to trace payouts' },
      },
    },
  },
  actions: Object.fromEntries(
    ['created', 'updated', 'deleted', 'restored', 'merged'].map((verb) => [`order.${verb}`, { category: 'data' }]),
  ),
}
const fields = ['status', 'total', 'owner', 'bank'] as const
type Field = (typeof fields)[number]
type Value = string | number

interface Change {
  readonly field: Field
  readonly before?: Value
  readonly after?: Value
}

/** What happened to a record, in the order in which it happened. */
interface Step {
  readonly record: string
  readonly atMs: number
  readonly verb: 'created' | 'updated' | 'deleted' | 'restored' | 'merged'
  readonly failed: boolean
  readonly changes: readonly Change[]
}

interface Stored extends Step {
  readonly seq: number
}

const seed = Number(process.env.DAYBOOK_SEED ?? Math.floor(Math.random() * 2 ** 31))
const random = new Random(seed)
const start = Date.UTC(2026, 2, 28, 20)
const hour = 3_600_000

const anyValue = (field: Field): Value => (field === 'total' ? random.below(5) : `${field} ${random.below(5)}`)

/** A life of a record, over the night in which Europe's clocks change. Some of it never came to the trail: the first events, or a change between two. */
const lifeOf = (record: string): readonly Step[] => {
  const values = new Map<Field, Value>()
  const steps: Step[] = []
  let isThere = false
  let atMs = start + random.below(3) * hour
  const told = random.chance(0.6) ? 0 : 1 + random.below(3)
  for (let n = 0; n < 4 + random.below(10); n++) {
    const failed = isThere && random.chance(0.12)
    const verb: Step['verb'] = !isThere
      ? n === 0 || random.chance(0.2)
        ? 'created'
        : 'restored'
      : random.chance(0.15)
        ? random.pick(['deleted', 'merged'] as const)
        : 'updated'
    const touched = verb === 'deleted' || verb === 'merged' ? [] : fields.filter(() => random.chance(0.4))
    if (verb === 'created') values.clear()
    const changes = touched.map((field): Change => {
      const [before, after] = [values.get(field), random.chance(0.1) ? undefined : anyValue(field)]
      return { field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
    })
    if (!failed) {
      isThere = verb !== 'deleted' && verb !== 'merged'
      for (const { field, after } of changes)
        if (after === undefined) values.delete(field)
        else values.set(field, after)
    }
    if (n >= told)
      steps.push({
        record,
        atMs,
        verb,
        failed,
        changes: changes.filter(({ before, after }) => before !== undefined || after !== undefined),
      })
    if (random.chance(0.1)) values.set('owner', anyValue('owner'))
    atMs += random.chance(0.15) ? 0 : random.below(3) * hour + random.below(1000)
  }
  return steps
}

/** The state by going through the events one by one, as somebody would on paper. */
const replayed = (events: readonly Stored[], atMs: number, mayReadBank: boolean) => {
  const happened = events.filter(({ failed }) => !failed).toSorted((a, b) => a.atMs - b.atMs || a.seq - b.seq)
  const past = happened.filter((one) => one.atMs <= atMs)
  const fieldsNow = new Map<Field, { value?: Value; known: 'set' | 'before' | 'hidden'; seq: number }>()
  let there: 'yes' | 'no' | undefined
  for (const { verb, changes, seq } of past) {
    if (verb === 'deleted' || verb === 'merged') there = 'no'
    else if (verb !== 'updated' || there !== 'no') there = 'yes'
    for (const { field, after } of changes) {
      if (field === 'bank' && !mayReadBank) fieldsNow.set(field, { known: 'hidden', seq })
      else fieldsNow.set(field, { ...(after === undefined ? {} : { value: after }), known: 'set', seq })
    }
  }
  for (const { verb, changes, seq, atMs: whenMs } of happened) {
    if (whenMs <= atMs) continue
    if (verb === 'created' && changes.every(({ before, field }) => before === undefined || (field === 'bank' && !mayReadBank)))
      break
    for (const { field, before } of changes) {
      if (fieldsNow.has(field) || (field === 'bank' && !mayReadBank)) continue
      fieldsNow.set(field, { ...(before === undefined ? {} : { value: before }), known: 'before', seq })
    }
  }
  return { there, fields: fieldsNow, first: past[0], last: past.at(-1) }
}

let server: RunningServer
let trail: TrailKeys
let support: string
const stored: Stored[] = []
const records = Array.from({ length: 24 }, (_, n) => `r/${n}`)

beforeAll(async () => {
  console.info(`states over HTTP: seed ${seed} (DAYBOOK_SEED=${seed} runs it again)`)
  server = await RunningServer.start()
  trail = await server.trail('office')
  await server.call('PUT', `${trail.path}/catalogue`, { key: server.local, body: catalogue })
  support = (await server.post(`${trail.path}/keys`, { role: 'reader', reads: 'support' })).json.key
  // Recorded in any order: late, early, and those of one moment as they came.
  const steps = records.flatMap(lifeOf).map((step) => ({ step, at: random.chance(0.7) ? step.atMs : random.below(2 ** 40) }))
  const inOrder = steps.toSorted((a, b) => a.at - b.at).map(({ step }) => step)
  const { json, status, text } = await server.post(`${trail.path}/events`, inOrder.map(eventOf), trail.writer)
  expect(status, text).toBe(200)
  for (const [at, step] of inOrder.entries()) stored.push({ ...step, seq: json.results[at].seq })
})
afterAll(() => server.remove())

const eventOf = ({ record, atMs, verb, failed, changes }: Step) =>
  orderEvent(1, {
    action: `order.${verb}`,
    occurredAt: new Date(atMs).toISOString(),
    object: { type: 'order', id: record, name: `Order ${record}` },
    outcome: failed ? 'failure' : 'success',
    changes: changes.map(({ field, before, after }) => ({
      field,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    })),
  })

const pathOf = (record: string, what: string) => `${trail.path}/objects/order/${encodeURIComponent(record)}/${what}`

/** The moments that matter: each event's, the millisecond before and behind it, and any other. */
const momentsOf = (events: readonly Stored[]): readonly number[] => {
  const { atMs } = random.pick(events)
  return [atMs, atMs - 1, atMs + 1, start - hour, start + 90 * hour, start + random.below(30 * hour)]
}

describe(`the state of a record at a moment (seed ${seed})`, () => {
  it.each(records)('is what a replay of all events up to it gives, for who may read all and who may not: %s', async (record) => {
    const events = stored.filter((one) => one.record === record)
    if (events.every(({ failed }) => failed)) return
    for (const [key, mayReadBank] of [
      [trail.admin, true],
      [support, false],
    ] as const)
      for (const atMs of momentsOf(events)) {
        const at = new Date(atMs).toISOString()
        const { json, status, text } = await server.get(pathOf(record, `state?at=${at}`), key)
        expect(status, text).toBe(200)
        const expected = replayed(events, atMs, mayReadBank)
        const about = `${record} at ${at}, ${mayReadBank ? 'all' : 'support'}`
        if (expected.there) {
          expect([json.exists, json.firstSeenAt, json.lastSeenAt], about).toEqual([
            expected.there,
            new Date(expected.first?.atMs ?? 0).toISOString(),
            new Date(expected.last?.atMs ?? 0).toISOString(),
          ])
        } else expect([json.firstSeenAt, json.laterSeenAt === undefined], about).toEqual([undefined, false])
        if (json.exists === 'no' && !expected.there) {
          expect(json.fields, about).toEqual([])
          continue
        }
        const told = json.fields.map((one: { field: Field; value?: Value; known: string; by: { seq: number } }) => [
          one.field,
          { ...(one.value === undefined ? {} : { value: one.value }), known: one.known, seq: one.by.seq },
        ])
        expect(Object.fromEntries(told), about).toEqual(Object.fromEntries(expected.fields))
        if (!mayReadBank) expect(text, about).not.toMatch(/bank \d/)
      }
  })

  it('differs between two moments exactly where the two states differ', async () => {
    for (const record of records.slice(0, 8)) {
      const events = stored.filter((one) => one.record === record)
      if (events.every(({ failed }) => failed)) continue
      const [from, to] = [random.pick(events).atMs, random.pick(events).atMs]
        .toSorted((a, b) => a - b)
        .map((ms) => new Date(ms).toISOString())
      const compared = (await server.get(pathOf(record, `compare?from=${from}&to=${to}`), support)).json
      const [one, other] = [
        (await server.get(pathOf(record, `state?at=${from}`), support)).json,
        (await server.get(pathOf(record, `state?at=${to}`), support)).json,
      ]
      expect([compared.from.fields, compared.to.fields]).toEqual([one.fields, other.fields])
      const valueIn = (state: typeof one, field: string) =>
        state.fields.find((it: { field: string }) => it.field === field)?.value
      for (const field of ['status', 'total', 'owner']) {
        const isSame = valueIn(one, field) === valueIn(other, field)
        const isTold = compared.changes.some((change: { field: string }) => change.field === field)
        // A field that came to be known without a value is told, too.
        if (!isSame) expect([record, field, isTold]).toEqual([record, field, true])
      }
    }
  })
})
