import fc from 'fast-check'
import type { Json, RecordedEvent } from '../../src/event/event.ts'

/** Text as it may come: any well-formed Unicode without NUL. */
const text = fc
  .oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 12 }))
  .map((s) => s.replaceAll('\0', ''))

const number = fc.oneof(
  fc.maxSafeInteger(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((n) => !Object.is(n, -0) && (!Number.isInteger(n) || Number.isSafeInteger(n))),
)

/** A JSON value the ledger can carry. `__proto__` as a member name is refused before the ledger. */
export const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
})).value

const optional = <T>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[]) =>
  fc.record(members, { requiredKeys: requiredKeys as never[], noNullPrototype: true }) as fc.Arbitrary<Partial<T>>

const party = { type: fc.constant('user'), id: text, name: text, email: text, roles: fc.array(text, { maxLength: 3 }) }
const named = optional({ id: text, name: text, url: text }, ['id'])
const field = fc.oneof(fc.constantFrom('status', 'email', 'iban', 'phone', 'größe', 'a/b', '100%'), text)

const change = optional({ field, label: text, path: text, before: json, after: json, treated: fc.constant('mask') }, ['field'])

/** Any recorded event of the model, optional members present or absent. */
export const recordedEvent = optional(
  {
    id: fc.uuid(),
    action: fc.constant('order.approved'),
    occurredAt: fc.constant('2026-11-22T09:15:02.123Z'),
    recordedAt: fc.constant('2026-11-22T09:15:02.456Z'),
    category: fc.constantFrom('data', 'trail'),
    outcome: fc.constantFrom('success', 'failure'),
    actor: optional({ ...party, onBehalfOf: optional(party, ['type', 'id']) }, ['type', 'id']),
    source: optional({ type: fc.constant('api'), id: text, name: text, ip: text, userAgent: text, traceparent: text }, ['type']),
    object: optional({ type: text, id: text, name: text, url: text }, ['type', 'id']),
    related: fc.array(optional({ type: text, id: text, name: text, url: text, relation: text }, ['type', 'id', 'relation']), {
      maxLength: 3,
    }),
    organization: named,
    customer: named,
    workflow: optional({ type: text, id: text, step: text }, ['type', 'id']),
    batch: optional(
      {
        id: text,
        kind: text,
        file: optional({ name: text, size: fc.nat(), sha256: text }, ['name']),
        rows: fc.nat(),
        claimed: optional({ created: fc.nat(), failed: fc.nat() }, []),
        failures: fc.array(optional({ line: fc.nat(), reason: text }, ['line', 'reason']), { maxLength: 2 }),
      },
      ['id'],
    ),
    count: fc.nat(),
    producer: optional({ id: text, seq: fc.nat() }, ['id', 'seq']),
    override: optional({ rule: text, name: text }, ['rule']),
    changes: fc.array(change, { maxLength: 8 }),
    error: optional({ code: text, message: text }, []),
    reason: text,
    causedBy: fc.uuid(),
    correlationId: text,
    context: fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      json,
      { maxKeys: 3, noNullPrototype: true },
    ),
    history: fc.constant(true),
    catalogue: fc.nat(),
    key: text,
    ledger: fc.constant({ op: 'erasure', slots: ['reason'], ranges: [[1, 2]] }),
  },
  ['id', 'action', 'occurredAt', 'recordedAt', 'category', 'outcome', 'actor'],
) as unknown as fc.Arbitrary<RecordedEvent>

/** Which fields have a slot of their own in these tests. */
export const ownSlot = (_objectType: string | undefined, name: string): boolean =>
  ['email', 'iban', 'phone', 'größe', 'a/b', '100%'].includes(name)

/** An event with something in every slot of the table. */
export const richEvent: RecordedEvent = {
  id: '019ab3f2-0000-7000-8000-000000000001',
  action: 'refund.approved',
  occurredAt: '2026-11-22T09:15:02.123Z',
  recordedAt: '2026-11-22T09:15:02.456Z',
  category: 'workflow',
  outcome: 'failure',
  catalogue: 3,
  key: 'k_7',
  actor: {
    type: 'user',
    id: 'u_7',
    name: 'Maria Lopez',
    email: 'maria@example.com',
    roles: ['Support Manager'],
    onBehalfOf: { type: 'user', id: 'u_9', name: 'Sam Okafor', email: 'sam@example.com' },
  },
  source: {
    type: 'admin_action',
    id: 's_1',
    name: 'Back office',
    ip: '192.0.2.7',
    userAgent: 'Browser/1',
    requestId: 'req_1',
    sessionId: 'ses_1',
  },
  object: { type: 'refund', id: 'r_31', name: 'Refund #31', url: 'https://example.com/r/31' },
  related: [
    { type: 'order', id: '1842', name: 'Order #1842', relation: 'order' },
    { type: 'invoice', id: '77', relation: 'invoice' },
  ],
  organization: { id: 'acme', name: 'Acme' },
  customer: { id: 'c_482', name: 'Jane Roe' },
  workflow: { type: 'refund', id: 'w_31', step: 'Finance review', decision: 'approved' },
  batch: { id: 'imp_42', file: { name: 'refunds.csv', size: 1024 }, failures: [{ line: 7, reason: 'no amount' }] },
  count: 312,
  producer: { id: 'crm-1', seq: 8841 },
  override: { rule: 'pricing-floor', name: 'Pricing floor' },
  changes: [
    { field: 'email', before: 'old@example.com', after: 'new@example.com' },
    { field: 'status', label: 'Status', before: 'Pending Review', after: 'Approved' },
    { field: 'größe', after: '1,80 m' },
    { field: 'total', before: null, after: '1200.50' },
  ],
  error: { code: 'E42', message: 'The bank refused the transfer to Jane Roe.' },
  reason: 'Receipt checked – ok 👍',
  causedBy: '019ab3f1-0000-7000-8000-000000000000',
  correlationId: 'req_1',
  context: { ticket: 'SUP-1201' },
  history: true,
}
