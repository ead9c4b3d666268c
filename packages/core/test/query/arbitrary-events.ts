import fc from 'fast-check'
import type { Change, Json } from '../../src/event/event.ts'
import { actorTypes, categories, decisions, outcomes, sourceTypes } from '../../src/event/event.ts'
import type { Searchable } from '../../src/query/query.ts'

/** Few words in many spellings, so that random queries meet random events: accents, other scripts, signs, masks, numbers, times. */
export const words = [
  'maria',
  'Maria',
  'MARÍA',
  'Lopez',
  'López',
  'acme',
  'Acme',
  'ltd',
  'order',
  'Order',
  '#1842',
  '1842',
  'refund',
  'Straße',
  'STRASSE',
  'İstanbul',
  'ΟΔΟΣ',
  'οδός',
  'Андрей',
  'Ёлкин',
  '東京都',
  '東京',
  '京',
  'カード',
  'สวัสดี',
  'สวัส',
  '서울',
  'हिन्दी',
  'محمد',
  'מוֹרֶה',
  'ﬁnance',
  'Ｆｕｌｌ',
  'Łukasz',
  'đồng',
  '𠮷野家',
  '👍',
  '—',
  '€',
  "o'brien",
  'a_b',
  'unit_price',
  'U_7',
  'u_7',
  'x/y',
  'none',
  'null',
  'true',
  '*',
  '"',
  '\\',
  '•••123',
  'approved',
  'Approved',
  'Pending',
  'Review',
  'status',
  'Status',
  'total',
  '-5',
  '5',
  '500',
  '1200.50',
  '1200.5',
  '0012',
  '1e3',
  '2026-01-01',
  '2026-01',
  '2026',
  '2026-01-01T10:00:00Z',
  'tok1:2dEwJ0XyC1Wj8sQvT7bKfA',
  'enc1:k1:AAAAAAAAAAAAAAAA:BBBBBBBBBBBBBBBBBBBBBB',
  'order.approved',
  'trail.exported',
  'Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung',
  'достопримечательность-и-переосвидетельствование',
  'maria@acme.example',
  '192.0.2.17',
  '2001:DB8::1',
] as const

const word = fc.constantFrom(...words)
const text = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 3, arbitrary: fc.array(word, { minLength: 1, maxLength: 4 }).map((some) => some.join(' ')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
)
const id = fc.constantFrom(
  'u_7',
  'U_7',
  '1842',
  'r_31',
  'x/y',
  'é',
  'acme',
  'c_482',
  'imp_42',
  'maria@acme.example',
  `long-${'x'.repeat(60)}`,
  `long-${'x'.repeat(60)}y`,
)
const type = fc.constantFrom('order', 'refund', 'customer', 'doc/part', 'Order')
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })

const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: fc.constantFrom<Json>(500, -5, 1200.5, 0, 1e21, 1e-7, -0.5, 12, true, false, null, '', [], {}) },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ a: text, b: fc.constantFrom<Json>(500, null, 'Approved', ['x', 5]) }) },
)
const change: fc.Arbitrary<Change & { readonly kind?: 'status' | 'text' | undefined }> = fc
  .record({
    field: fc.constantFrom('status', 'Status', 'total', 'unit_price', 'owner', 'Straße', 'x/y'),
    label: optional(fc.constantFrom('Status', 'Total', 'Unit price', 'Order status', '東京都', '—')),
    before: optional(value),
    after: optional(value),
    treated: fc.option(fc.constantFrom('omit', 'mask', 'tokenize', 'encrypt'), { nil: undefined, freq: 4 }),
    kind: fc.option(fc.constantFrom('status', 'text'), { nil: undefined, freq: 2 }),
  })
  .map((made) => {
    const { before, after, ...rest } = present(made)
    return made.treated === 'omit' ? rest : { ...rest, ...present({ before, after }) }
  })

const named = fc.record({ id, name: optional(text) }).map(present)
const ref = fc.record({ type, id, name: optional(text) }).map(present)

/** Events in which anything may be missing that may be. */
export const someEvent: fc.Arbitrary<Searchable> = fc
  .record({
    action: fc.constantFrom('order.approved', 'order.line.approved', 'refund.approved', 'user.role_changed', 'trail.exported'),
    occurredAt: fc.constantFrom(
      '1970-01-01T00:00:00.000Z',
      '2026-01-01T00:00:00.000Z',
      '2026-01-31T23:59:59.999Z',
      '2026-02-01T00:00:00.000Z',
      '9999-12-31T23:59:59.999Z',
    ),
    category: fc.constantFrom(...categories),
    outcome: fc.constantFrom(...outcomes),
    actor: fc
      .record({
        type: fc.constantFrom(...actorTypes),
        id,
        name: optional(text),
        email: optional(fc.constantFrom('maria@acme.example', 'MARÍA@ACME.example', 'sam@acme.example')),
        roles: optional(fc.array(text, { maxLength: 2 })),
        onBehalfOf: optional(fc.record({ type: fc.constant<'user'>('user'), id, name: text })),
      })
      .map(present),
    source: optional(
      fc
        .record({
          type: fc.constantFrom(...sourceTypes),
          id: optional(id),
          name: optional(text),
          ip: optional(fc.constantFrom('192.0.2.17', '2001:DB8::1')),
          userAgent: optional(text),
        })
        .map(present),
    ),
    object: optional(ref),
    related: optional(fc.array(ref, { maxLength: 3 })),
    organization: optional(named),
    customer: optional(named),
    workflow: optional(
      fc.record({ type, id, step: optional(text), decision: optional(fc.constantFrom(...decisions)) }).map(present),
    ),
    override: optional(fc.record({ rule: id, name: optional(text) }).map(present)),
    count: optional(fc.constantFrom(0, 5, 500, 1000, 312, 4_000_000_000)),
    batch: optional(fc.record({ id, file: optional(fc.record({ name: text })) }).map(present)),
    changes: optional(fc.array(change, { maxLength: 4 })),
    reason: optional(text),
    error: optional(fc.record({ message: text })),
    correlationId: optional(id),
    causedBy: optional(id),
    context: optional(fc.record({ a: text, b: fc.array(text, { maxLength: 2 }) })),
    defects: fc.array(
      fc.constantFrom('no_reason', 'no_source').map((name) => ({ name })),
      { maxLength: 2 },
    ),
    seq: fc.nat(),
  })
  .map(present)

type Present<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> }
/** Without the members that are undefined: absent is absent. */
function present<T extends object>(object: T): Present<T> {
  return Object.fromEntries(Object.entries(object).filter(([, member]) => member !== undefined)) as Present<T>
}

const slots = [
  'actor',
  'object',
  'related',
  'customer',
  'reason',
  'net',
  'ctx',
  'error',
  'file',
  'chg/status',
  'chg/Status',
  'chg/total',
] as const
export type HiddenSlots = ReadonlySet<string>
export const someSlots: fc.Arbitrary<HiddenSlots> = fc.subarray([...slots]).map((some) => new Set<string>(some))

/** The event as somebody sees it from whom these slots are kept back. */
export function withhold(event: Searchable, hidden: HiddenSlots): Searchable {
  const { actor, object, related, customer, source, batch, reason, error, context, changes, ...rest } = event
  const has = (slot: string) => hidden.has(slot)
  const { name: _n, email: _e, onBehalfOf, ...actorCore } = actor ?? {}
  const { name: _m, ...behalfCore } = onBehalfOf ?? {}
  const seen = {
    ...rest,
    actor: actor && (has('actor') ? { ...actorCore, ...(onBehalfOf && { onBehalfOf: behalfCore }) } : actor),
    object: object && (has('object') ? { type: object.type, id: object.id } : object),
    related: related && (has('related') ? related.map((other) => ({ type: other.type, id: other.id })) : related),
    customer: customer && (has('customer') ? { id: customer.id } : customer),
    source: source && (has('net') ? present({ type: source.type, id: source.id, name: source.name }) : source),
    batch: batch && (has('file') ? { id: batch.id } : batch),
    reason: has('reason') ? undefined : reason,
    error: has('error') ? undefined : error,
    context: has('ctx') ? undefined : context,
    changes: changes?.filter(({ field }) => !has(`chg/${field}`)),
  }
  const there = new Set<string>()
  if (reason !== undefined) there.add('reason')
  if (source?.ip !== undefined || source?.userAgent !== undefined) there.add('net')
  const kept = [...hidden].filter((slot) => (slot !== 'reason' && slot !== 'net') || there.has(slot))
  return present({ ...seen, hidden: kept.map((slot) => ({ slot, why: 'withheld' as const })) }) as Searchable
}
