import { formatTime, type Json, type Query, type RecordedEvent, type Wanted } from '@daybook/core'
import { indexRowOf } from '../../src/search/index-row.ts'
import type { Ask, IndexRow, Sees } from '../../src/search/search-index.ts'
import type { Random } from './random.ts'
import { firstCatalogue, newestCatalogue, noCatalogue, storedEvent } from './stored.ts'

const names = [
  'Maria López',
  'MARIA LOPEZ',
  'Zoë Müller-Straße',
  "Sinéad O'Brien",
  '山田太郎',
  '東京都庁',
  'Иван Петров',
  'سارة حسن',
  'สมชาย ใจดี',
  'ACME Ltd.',
  'acme  gmbh & co',
  'Order #1842',
  'İstanbul ofisi',
  'ﬁne print',
  'q"uo\'te *star* |pipe| ~tilde ^hat',
  '€',
  '  ',
  '👩‍🚀 crew',
] as const
const ids = ['u_1', 'U_1', 'u_10', '7', '1842', 'a b', 'x/y', 'y', 'é', '"', "o'1", '|1|', 'imp_42', '-1'] as const
const texts = [
  'Receipt checked',
  'customer asked for a refund',
  'a refund asked the customer',
  'No!',
  '',
  'line\nbreak\ttab',
  'naïve café',
  'NAIVE CAFE',
  '申請を承認した',
  'foo.bar_baz-qux',
  'a*b',
] as const
const values: readonly Json[] = [
  'Pending Review',
  'Approved',
  'shipped',
  '1200.50',
  1200.5,
  0,
  -3,
  '500',
  true,
  false,
  null,
  '2026-01-01',
  '2026-01-01T10:00:00Z',
  'tok1:AbC',
  'tok1:abc',
  '***123',
  ['a', 'Maria López', 3],
  { city: 'Köln', zip: '50667' },
  '',
  'École',
]
const actions = ['order.approved', 'order.updated', 'customer.exported', 'salary.viewed', 'user.role_changed', 'x.y.z_done']
const types = ['order', 'customer', 'Order', 'ticket', 'order/x'] as const
const fields = ['status', 'total', 'margin', 'iban', 'note', 'state', 'phone', 'Größe cm', 'address.city'] as const
const day = 86_400_000
const now = Date.UTC(2026, 10, 22)

const maybe = <T extends object>(random: Random, share: number, make: () => T): T | Record<string, never> =>
  random.chance(share) ? make() : {}

const timeOf = (random: Random): number => {
  const kind = random.below(10)
  if (kind === 0) return random.below(5)
  if (kind === 1) return Date.UTC(9999, 11, 31) + random.below(3)
  if (kind < 5) return now
  if (kind < 7) return now - (now % day) + random.below(3) - 1
  return now - random.below(40 * day)
}

const change = (random: Random) => ({
  field: random.pick(fields),
  ...maybe(random, 0.2, () => ({ label: random.pick(names) })),
  ...maybe(random, 0.8, () => ({ before: random.pick(values) })),
  ...maybe(random, 0.9, () => ({ after: random.pick(values) })),
  ...maybe(random, 0.15, () => ({ treated: random.pick(['omit', 'mask', 'tokenize', 'encrypt'] as const) })),
})

const randomEvent = (random: Random): RecordedEvent => {
  const own = random.chance(0.12)
  const name = () => random.pick(names)
  const id = () => random.pick(ids)
  return {
    id: '019ab3f2-0000-7000-8000-000000000000',
    action: own ? random.pick(['trail.read', 'trail.exported']) : random.pick(actions),
    occurredAt: formatTime(timeOf(random)),
    recordedAt: formatTime(now),
    category: own ? 'trail' : random.pick(['data', 'workflow', 'access', 'security'] as const),
    outcome: random.pick(['success', 'success', 'failure', 'denied'] as const),
    actor: {
      type: random.pick(['user', 'admin', 'integration', 'unknown'] as const),
      id: id(),
      ...maybe(random, 0.8, () => ({ name: name() })),
      ...maybe(random, 0.4, () => ({ email: random.pick(['Maria@Example.com', 'm.l@x.example', 'é@x.example']) })),
      ...maybe(random, 0.4, () => ({ roles: random.some(['Support Manager', 'support', 'Admin', 'Rôle Ü'], 3) })),
    },
    ...maybe(random, 0.8, () => ({
      source: {
        type: random.pick(['user_action', 'integration', 'bulk_import'] as const),
        ...maybe(random, 0.5, () => ({ id: id() })),
        ...maybe(random, 0.7, () => ({ name: name() })),
        ...maybe(random, 0.3, () => ({ ip: random.pick(['10.0.0.1', '::1', '10.0.0.10']) })),
      },
    })),
    ...maybe(random, 0.8, () => ({
      object: { type: random.pick(types), id: id(), ...maybe(random, 0.7, () => ({ name: name() })) },
    })),
    ...maybe(random, 0.4, () => ({
      related: Array.from({ length: 1 + random.below(3) }, () => ({
        type: random.pick(types),
        id: id(),
        ...maybe(random, 0.6, () => ({ name: name() })),
        relation: 'parent',
      })),
    })),
    ...maybe(random, 0.4, () => ({ organization: { id: id(), ...maybe(random, 0.6, () => ({ name: name() })) } })),
    ...maybe(random, 0.4, () => ({ customer: { id: id(), ...maybe(random, 0.6, () => ({ name: name() })) } })),
    ...maybe(random, 0.3, () => ({
      workflow: {
        type: random.pick(['refund', 'Refund']),
        id: id(),
        ...maybe(random, 0.6, () => ({ step: name() })),
        ...maybe(random, 0.6, () => ({ decision: random.pick(['approved', 'rejected'] as const) })),
      },
    })),
    ...maybe(random, 0.2, () => ({ override: { rule: id(), ...maybe(random, 0.6, () => ({ name: name() })) } })),
    ...maybe(random, 0.3, () => ({ count: random.pick([0, 3, 500, 1000, 1001, 250_000]) })),
    ...maybe(random, 0.3, () => ({ batch: { id: id(), ...maybe(random, 0.5, () => ({ file: { name: name() } })) } })),
    ...maybe(random, 0.6, () => ({ changes: Array.from({ length: random.below(4) }, () => change(random)) })),
    ...maybe(random, 0.5, () => ({ reason: random.pick(texts) })),
    ...maybe(random, 0.2, () => ({ error: { code: 'E1', message: random.pick(texts) } })),
    ...maybe(random, 0.2, () => ({ correlationId: id() })),
    ...maybe(random, 0.2, () => ({ context: { ticket: random.pick(texts), deep: { n: 4 } } })),
  } as RecordedEvent
}

/** A trail's rows as the follower would make them: events recorded under two catalogues and none, a few of them pruned or erased in part. */
export const randomRows = (
  random: Random,
  count: number,
  first = 0,
  altered: (event: RecordedEvent) => RecordedEvent = (event) => event,
): readonly IndexRow[] =>
  Array.from({ length: count }, (_, at): IndexRow => {
    const written = random.pick([firstCatalogue, firstCatalogue, newestCatalogue, noCatalogue])
    const stored = storedEvent(altered(randomEvent(random)), first + at, written)
    const seen = random.chance(0.05) && stored.state === 'present' ? erased(stored) : stored
    const row = indexRowOf(seen, { written, newest: newestCatalogue })
    if (!row) throw new Error('an event of a test has no row')
    return row
  })

const erased = (stored: Extract<ReturnType<typeof storedEvent>, { state: 'present' }>) => ({
  ...stored,
  slots: stored.slots.map((slot) =>
    slot.name === 'core' ? slot : { state: 'erased' as const, name: slot.name, digest: slot.digest, by: 9 },
  ),
})

/** The same event with other values where the firm's catalogue keeps them for some. */
export const otherwiseHidden = (random: Random, event: RecordedEvent): RecordedEvent => {
  const isKept = event.action === 'salary.viewed'
  const kept = isKept
    ? fields
    : // What the trail says of itself is kept from nobody who may read it.
      event.action.startsWith('trail.')
      ? []
      : event.object?.type === 'order'
        ? ['margin', 'iban']
        : event.object?.type === 'customer'
          ? ['phone']
          : []
  const { changes, ...rest } = event
  const values = (): object => ({
    ...maybe(random, 0.8, () => ({ before: random.pick(otherValues) })),
    ...maybe(random, 0.9, () => ({ after: random.pick(otherValues) })),
  })
  const other = changes?.map(({ before, after, ...change }) =>
    kept.some((field) => field === change.field)
      ? { ...change, ...values() }
      : { ...change, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) },
  )
  const named = <T extends object>(thing: T): T => ('name' in thing ? { ...thing, name: random.pick(names) } : thing)
  const told = !isKept
    ? {}
    : {
        ...(event.object ? { object: named(event.object) } : {}),
        ...(event.related ? { related: event.related.map(named) } : {}),
        ...(event.customer ? { customer: named(event.customer) } : {}),
        ...(event.actor ? { actor: named(event.actor) } : {}),
        ...(event.reason === undefined ? {} : { reason: random.pick(texts) }),
        ...(event.context === undefined ? {} : { context: { ticket: random.pick(texts) } }),
        ...(event.error === undefined ? {} : { error: { ...event.error, message: random.pick(texts) } }),
      }
  return { ...rest, ...told, ...(other ? { changes: other } : {}) } as RecordedEvent
}
const otherValues: readonly Json[] = [
  'Maria López',
  'Approved',
  'Pendng Review',
  '1200.50',
  500,
  'imp_42',
  'u_1',
  '2026-01-01',
  null,
]

const wanted = (random: Random): Wanted => {
  const text = random.pick([...names, ...ids, ...texts, ...types, ...words, 'order/1842', 'customer/7', 'Order/1842', 'order.*'])
  const kind = random.below(12)
  if (kind === 0) return { match: 'none' }
  if (kind === 1) return { match: 'is', ofType: random.pick([...types, 'refund']), text: random.pick(ids) }
  if (kind < 4) return { match: 'prefix', text: text.slice(0, 1 + random.below(text.length)) }
  return { match: 'is', text: text.trim() === '' ? 'user' : text }
}
const words = [
  'user',
  'integration',
  'failure',
  'approved',
  'order',
  'order.approved',
  'uncatalogued_action',
  'no_object',
  'support',
  'refund',
  'overridden',
]

const valueWanted = (random: Random): Wanted => {
  const value = random.pick(values)
  if (random.chance(0.25))
    return random.pick<Wanted>([
      { match: 'range', low: { text: '500', inclusive: false } },
      { match: 'range', low: { text: '-5', inclusive: true }, high: { text: '1200.5', inclusive: true } },
      { match: 'range', high: { text: '2026-01-01', inclusive: true } },
      { match: 'none' },
    ])
  return typeof value === 'string' && value !== '' ? { match: 'is', text: value } : { match: 'is', text: String(value ?? 'null') }
}

const countWanted = (random: Random): Wanted =>
  random.pick<Wanted>([
    { match: 'range', low: { text: '1000', inclusive: random.chance(0.5) } },
    { match: 'range', low: { text: '3', inclusive: true }, high: { text: '1000', inclusive: false } },
    { match: 'range', low: { text: '2026-01-01', inclusive: true } },
    { match: 'is', text: '1000.0' },
    { match: 'is', text: 'many' },
    { match: 'prefix', text: '' },
    { match: 'none' },
  ])

const filters = [
  'actor',
  'actorType',
  'role',
  'action',
  'category',
  'object',
  'record',
  'status',
  'source',
  'integration',
  'workflow',
  'step',
  'decision',
  'override',
  'organization',
  'customer',
  'batch',
  'outcome',
  'reason',
  'quality',
  'ip',
  'correlation',
] as const

const randomQuery = (random: Random, depth = 0): Query => {
  const kind = random.below(depth < 2 ? 12 : 7)
  const list = <T>(make: () => T): readonly T[] => Array.from({ length: 1 + random.below(2) }, make)
  if (kind === 0 && random.chance(0.2)) return { kind: 'filter', filter: 'count', values: list(() => countWanted(random)) }
  if (kind < 3) return { kind: 'filter', filter: random.pick(filters), values: list(() => wanted(random)) }
  if (kind < 5) {
    const text = random.pick([...names, ...texts, ...words])
    return { kind: 'text', text: text.trim() === '' ? 'maria' : text, phrase: random.chance(0.3), prefix: random.chance(0.3) }
  }
  if (kind === 5)
    return {
      kind: 'change',
      ...maybe(random, 0.6, () => ({ field: [{ match: 'is', text: random.pick(fields) } as const] })),
      ...maybe(random, 0.4, () => ({ before: list(() => valueWanted(random)) })),
      ...maybe(random, 0.6, () => ({ after: list(() => valueWanted(random)) })),
    }
  if (kind === 6) return random.chance(0.3) ? { kind: 'recorded', upTo: random.below(80) } : { kind: 'time', ...range(random) }
  if (kind < 9) return { kind: 'not', part: randomQuery(random, depth + 1) }
  const parts = Array.from({ length: random.below(4) }, () => randomQuery(random, depth + 1))
  return kind === 9 && parts.length > 0 ? { kind: 'or', parts } : { kind: 'and', parts }
}

const range = (random: Random): { fromMs?: number; toMs?: number } => ({
  ...maybe(random, 0.6, () => ({ fromMs: timeOf(random) })),
  ...maybe(random, 0.6, () => ({ toMs: timeOf(random) + random.below(2) })),
})

const whole = (text: string): Wanted => ({ match: 'is', text, alone: true })
const not = (part: Query): Query => ({ kind: 'not', part })
const of = (filter: 'category' | 'action' | 'object' | 'organization', ...values: Wanted[]): Query => ({
  kind: 'filter',
  filter,
  values,
})

/** What grants become: by category, action, type of record and organization, and without sensitive actions. */
const granted: readonly Query[] = [
  of('category', whole('data'), whole('workflow')),
  of('category', whole('trail')),
  of('action', { match: 'prefix', text: 'order', alone: true }, whole('x.y.z_done')),
  of('object', { match: 'is', text: 'order', alone: 'type' }),
  of('organization', whole('u_1'), whole('a b')),
  not(of('action', whole('salary.viewed'), whole('customer.exported'))),
  // Most roles: some categories, without what is sensitive.
  { kind: 'and', parts: [of('category', whole('data'), whole('access')), not(of('action', whole('salary.viewed')))] },
  { kind: 'and', parts: [of('category', whole('workflow')), not(of('action', whole('order.approved'), whole('x.y.z_done')))] },
  { kind: 'or', parts: [] },
]

const readers: readonly Sees['roles'][] = ['everything', [], ['finance'], ['support', 'people'], ['security']]

const randomSees = (random: Random): Sees => {
  const roles = random.pick(readers)
  const kind = random.below(8)
  if (kind < 4) return { roles }
  const parts = [random.pick(granted), random.pick(granted)]
  return { roles, events: kind === 4 ? { kind: 'and', parts } : kind === 5 ? { kind: 'or', parts } : random.pick(granted) }
}

/** As frozen links ask: up to a position, whatever else. */
const frozen = (random: Random, query: Query): Query =>
  random.chance(0.3) ? { kind: 'and', parts: [query, { kind: 'recorded', upTo: random.below(80) }] } : query

export const randomAsk = (random: Random): Ask => ({
  query: frozen(random, random.chance(0.15) ? { kind: 'and', parts: [] } : randomQuery(random)),
  ...maybe(random, 0.3, () => range(random)),
  which: random.pick(['business', 'business', 'business', 'own', 'all'] as const),
  sees: randomSees(random),
})
