import { checkEvent, type EventInput, gate } from '@daybook/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createTestRecorder } from '../../src/testing/index.ts'
import { catalogue, maria } from '../desk-catalogue.ts'

type Loose = (action: string, input: unknown) => Promise<unknown>
const lenient = () => {
  const audit = createTestRecorder({ catalogue, strict: false })
  return { audit, record: audit.record as Loose, change: audit.change as Loose }
}

/** What the server would say of the event. */
const verdict = (event: EventInput | undefined) => {
  const [gated] = gate(JSON.stringify(event), 'json').events
  return gated === undefined || 'problem' in gated ? gated : checkEvent(gated.value)
}

/** Decimals, documents and ids of well-known libraries, as far as an event sees them. */
class Decimal {
  readonly #digits: string
  constructor(digits: string) {
    this.#digits = digits
  }
  toJSON(): string {
    return this.#digits
  }
}
class Money {
  readonly #cents = 12_050
  toString(): string {
    return `${this.#cents / 100} EUR`
  }
}
class ObjectId {
  toJSON(): string {
    return '507f1f77bcf86cd799439011'
  }
}

const circular = (): object => {
  const order: { [name: string]: unknown } = { id: '1', lines: [] }
  order.lines = [{ order }, { order }]
  order.self = order
  return order
}
/** Every object leads to every other: a walk along all paths would never end. */
const web = (): object => {
  const nodes = Array.from({ length: 12 }, (_, id) => ({ id, others: [] as object[] }))
  for (const node of nodes) node.others.push(...nodes)
  return nodes[0] ?? {}
}

it.each([
  ['a date', new Date('2026-01-02T03:04:05Z'), '2026-01-02T03:04:05.000Z'],
  ['a date that is none', new Date('never'), null],
  ['a big integer', 12345678901234567890n, '12345678901234567890'],
  ['an unsafe number', 2 ** 60, '1152921504606846976'],
  ['not a number', Number.NaN, 'NaN'],
  ['minus zero', -0, 0],
  ['a decimal', new Decimal('1200.50'), '1200.50'],
  ['a class with a text of its own', new Money(), '120.5 EUR'],
  ['a regular expression', /a+/g, '/a+/g'],
  ['an error', new TypeError('no'), 'TypeError: no'],
  ['a set', new Set(['a', 'b']), ['a', 'b']],
  ['bytes', Buffer.from([255, 1]), 'ff01'],
  ['a boxed text', Object('x') as unknown, 'x'],
  ['a promise', Promise.resolve(1), '[a promise: await it before recording]'],
  ['an object that breaks', { toJSON: () => JSON.parse('{') }, '[could not be read]'],
  ['half an emoji', 'ok \ud83d', 'ok \ufffd'],
  ['a NUL', 'a\0b', 'a\ufffdb'],
  ['a whole emoji', 'ok 😀', 'ok 😀'],
])('%s is recorded as something sensible', async (_, given, expected) => {
  const { audit, record } = lenient()
  await record('customer.updated', { actor: maria, object: { id: 1 }, changes: { note: [undefined, given] } })
  const [event] = audit.recorded()
  expect(event?.changes).toEqual([{ field: 'note', label: 'Note', after: expected }])
  expect(verdict(event)).toBeUndefined()
})

it.each([
  ['a map', new Map([['a', 1]]), { a: 1 }],
  ['a function among members', { a: 1, f: () => 1, s: Symbol('s'), u: undefined }, { a: 1 }],
  ['a circle', circular(), expect.objectContaining({ self: '[circular]' })],
  ['a prototype in disguise', JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":1}}'), expect.anything()],
])('%s in the context is recorded as something sensible', async (_, given, expected) => {
  const { audit, record } = lenient()
  await record('customer.updated', { actor: maria, object: { id: 1 }, context: given })
  const [event] = audit.recorded()
  expect(event?.context).toEqual(expected)
  expect(verdict(event)).toBeUndefined()
})

it('takes bounded time for objects that all hang together, in a context and in a difference', async () => {
  const { audit, record, change } = lenient()
  await record('customer.updated', { actor: maria, object: { id: 1 }, context: { web: web() } })
  await change('customer.updated', { actor: maria, object: { id: 1 }, before: web(), after: web() })
  const changed = web() as { others: { id: number }[] }
  ;(changed.others[3] as { id: number }).id = 99
  await change('customer.updated', { actor: maria, object: { id: 1 }, before: web(), after: changed })
  expect(audit.recorded().length).toBeGreaterThanOrEqual(2)
  for (const event of audit.recorded()) expect(verdict(event)).toBeUndefined()
})

it('does not follow a circle round when it compares, and finds what changed beside it', async () => {
  const { audit, change } = lenient()
  const [before, after] = [circular() as { id: string }, circular() as { id: string }]
  after.id = '2'
  await change('customer.updated', { actor: maria, object: { id: 1 }, before, after })
  expect(audit.recorded()[0]?.changes?.some(({ field, after: now }) => field === 'id' && now === '2')).toBe(true)
})

it.each([
  ['a number', 7, '7'],
  ['a big integer', 9007199254740993n, '9007199254740993'],
  ['an id object', new ObjectId(), '507f1f77bcf86cd799439011'],
])('an id that is %s is recorded as text', async (_, id, text) => {
  const { audit, record } = lenient()
  await record('customer.updated', {
    actor: { id },
    object: { id, name: 'Jane' },
    customer: { id },
    related: [{ type: 'order', id, relation: 'order' }],
    workflow: { type: 'refund', id: typeof id === 'number' ? id : text },
  })
  expect(audit.recorded()[0]).toMatchObject({
    actor: { type: 'user', id: text },
    object: { id: text },
    customer: { id: text },
    related: [{ id: text }],
    workflow: { id: text },
  })
})

it.each([
  ['no actor', undefined],
  ['a null actor', null],
  ['an actor without an id', { name: 'Maria Lopez' }],
  ['an actor of a type that is none', { type: 'employee', id: 'u_7', name: 'Maria Lopez' }],
  ['an actor that is a text', 'maria'],
  ['an actor with an object for an id', { id: {} }],
])('%s is unknown, never a guess', async (_, actor) => {
  const { audit, record } = lenient()
  await record('customer.updated', { actor, object: { id: 1 }, changes: { plan: ['a', 'b'] } })
  const [event] = audit.recorded()
  expect(event?.actor.type).toBe('unknown')
  expect(verdict(event)).toBeUndefined()
  expect(audit.warnings()).toHaveLength(1)
})

it('takes only who it is from a user of the application', async () => {
  const { audit, record } = lenient()
  const user = { id: 7, name: 'Maria', email: 'm@example.com', roles: ['Support'], passwordHash: 'x', session: circular() }
  await record('customer.updated', { actor: user, object: { id: 1 } })
  expect(audit.recorded()[0]?.actor).toEqual({ type: 'user', id: '7', name: 'Maria', email: 'm@example.com', roles: ['Support'] })
})

it.each([
  ['an object without an id', { object: { name: 'x' } }, 'object'],
  ['a customer without an id', { customer: { id: undefined, name: 'Jane' } }, 'customer'],
  ['an organization without an id', { organization: { id: '' } }, 'organization'],
  ['a related record without a type', { related: [{ id: 1 }] }, 'related'],
  ['a machine source without a name', { source: { type: 'webhook' } }, 'source'],
  ['a source of a type that is none', { source: 'magic' }, 'source'],
])('%s is left out with a warning, and the action is recorded', async (_, given, member) => {
  const { audit, record } = lenient()
  await record('customer.updated', { actor: maria, ...given })
  const [event] = audit.recorded()
  expect(event).not.toHaveProperty(member)
  expect(verdict(event)).toBeUndefined()
  expect(audit.warnings()).toHaveLength(1)
})

it('reads a value without a pair as the value after', async () => {
  const { audit, record } = lenient()
  await record('customer.updated', {
    actor: maria,
    object: { id: 1 },
    changes: { plan: 'Gold', tags: ['a', 'b', 'c'], note: undefined },
  })
  expect(audit.recorded()[0]?.changes).toEqual([
    { field: 'plan', label: 'Plan', after: 'Gold' },
    { field: 'tags', label: 'Tags', after: ['a', 'b', 'c'] },
  ])
})

it('never takes a promise for a record: nothing looks removed', async () => {
  const { audit, change } = lenient()
  await change('customer.updated', {
    actor: maria,
    object: { id: 1 },
    before: { id: 1, plan: 'a' },
    after: Promise.resolve({ id: 1, plan: 'b' }),
  })
  expect(audit.recorded()[0]).not.toHaveProperty('changes')
  expect(audit.warnings()[0]?.message).toContain('Await it')
})

it('replaces a text too long for an event by its length and digest', async () => {
  const { audit, record } = lenient()
  await record('customer.updated', {
    actor: maria,
    object: { id: 1 },
    reason: 'x'.repeat(70_000),
    changes: { note: ['short', 'ä'.repeat(40_000)] },
  })
  const [event] = audit.recorded()
  expect(event?.reason).toMatch(/^\[not kept: a text of 70000 bytes, SHA-256 [\da-f]{64}]$/)
  expect(event?.changes?.[0]).toMatchObject({ before: 'short', after: expect.stringContaining('80000 bytes') })
  expect(verdict(event)).toBeUndefined()
})

it('keeps who did what to which record when everything else is too much', async () => {
  const { audit, record } = lenient()
  const many = Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`column ${i}`, `value ${i}`]))
  await record('customer.updated', { actor: maria, object: { id: 1, name: 'Jane' }, context: many })
  await record('customer.updated', { actor: maria, object: { id: 1 }, changes: { note: [many, 'x'] } })
  expect(audit.recorded()[1]?.changes).toEqual([{ field: 'note', treated: 'omit' }])
  for (const event of audit.recorded()) {
    expect(event).toMatchObject({ actor: maria, object: { id: '1' }, context: { notRecorded: 'too large for one event' } })
    expect(verdict(event)).toBeUndefined()
  }
})

it('records the action where what was given breaks when it is read', async () => {
  const { audit, record, change } = lenient()
  const broken = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no')
      },
      ownKeys: () => {
        throw new Error('no')
      },
    },
  )
  await record('customer.updated', { actor: maria, object: broken })
  await record('customer.updated', { actor: broken, object: { id: 1 } })
  await record('customer.updated', { actor: maria, context: broken })
  await record('customer.updated', broken)
  await change('customer.updated', broken)
  await change('customer.updated', { actor: maria, before: broken, after: broken })
  expect(audit.recorded()).toHaveLength(6)
  for (const event of audit.recorded()) expect(verdict(event)).toBeUndefined()
})

it.each([
  ['no input', undefined],
  ['null', null],
  ['a text', 'order 7'],
])('never throws for %s in place of an event, nor without an action', async (_, given) => {
  const { audit, record, change } = lenient()
  await record('customer.updated', given)
  await record(undefined as never, given)
  await change('customer.updated', given)
  expect(audit.recorded().length).toBeGreaterThanOrEqual(2)
})

it('takes a fresh id for one that is none', async () => {
  const { audit, record } = lenient()
  await record('customer.updated', { id: 'order-1842', actor: maria })
  expect(audit.recorded()[0]?.id).toMatch(/^[\da-f-]{36}$/)
  expect(audit.warnings()[0]?.message).toContain('/id')
})

it('whatever is given, what leaves is an event that the server takes, or is warned of', async () => {
  const nasty = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withObjectString: true,
    withTypedArray: true,
    withBoxedValues: true,
    withSparseArray: true,
    maxDepth: 3,
  })
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\ud800'), fc.constant('\0'), fc.constant('__proto__'))
  await fc.assert(
    fc.asyncProperty(
      fc.record(
        {
          actor: fc.oneof(nasty, fc.record({ id: nasty, name: text })),
          object: fc.oneof(nasty, fc.record({ id: nasty, name: text, url: text, type: text })),
          changes: fc.oneof(nasty, fc.dictionary(text, nasty)),
          reason: text,
          context: fc.dictionary(text, nasty),
          customer: nasty,
          related: fc.array(nasty),
          source: nasty,
          organization: nasty,
          occurredAt: fc.oneof(fc.date(), fc.constant(undefined)),
        },
        { requiredKeys: [] },
      ),
      async (given) => {
        const { audit, record } = lenient()
        await record('customer.updated', given)
        const [event] = audit.recorded()
        const warned = audit.warnings().some(({ code }) => code === 'misshapen')
        expect(verdict(event) === undefined || warned).toBe(true)
      },
    ),
    { numRuns: 150 },
  )
})
