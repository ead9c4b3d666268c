import type { EventInput } from '../../src/event/event.ts'

/** The least that an event says. */
export const leastEvent: EventInput = {
  id: '019ab3f2-7c10-7d3e-9a41-5b6c7d8e9f00',
  action: 'order.approved',
  occurredAt: '2026-11-22T09:15:02.123Z',
  actor: { type: 'user', id: 'u_7' },
}

/** Every member that an event may have, once. */
export const fullEvent: EventInput = {
  ...leastEvent,
  action: 'refund.approved',
  actor: {
    type: 'user',
    id: 'u_7',
    name: 'Maria Lopez',
    email: 'maria@hollowaygoods.example',
    roles: ['Support Manager'],
    onBehalfOf: { type: 'user', id: 'u_9', name: 'Ken Abe', email: 'ken@hollowaygoods.example', roles: [] },
  },
  source: {
    type: 'admin_action',
    id: 'back-office',
    name: 'Back office',
    ip: '192.0.2.17',
    userAgent: 'Mozilla/5.0',
    requestId: 'req_18',
    sessionId: 'ses_4',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  },
  object: { type: 'refund', id: 'r_31', name: 'Refund #31', url: 'https://shop.hollowaygoods.example/refunds/31' },
  related: [
    { type: 'order', id: '1842', name: 'Order #1842', relation: 'order' },
    { type: 'invoice', id: '77', url: '/invoices/77' },
  ],
  organization: { id: 'acme', name: 'Acme', url: 'mailto:office@acme.example' },
  customer: { id: 'c_482', name: 'Jane Roe' },
  workflow: { type: 'refund', id: 'w_31', step: 'Finance review', decision: 'approved' },
  batch: {
    id: 'imp_42',
    kind: 'import',
    file: { name: 'refunds.csv', size: 10_412, sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
    rows: 312,
    mapping: 'refunds v3',
    claimed: { created: 1, updated: 300, unchanged: 10, failed: 1 },
    failures: [{ line: 14, reason: 'No such order' }],
  },
  count: 312,
  producer: { id: 'crm-1', seq: 8841 },
  override: { rule: 'pricing-floor', name: 'Pricing floor' },
  changes: [
    { field: 'status', label: 'Status', before: 'Pending Review', after: 'Approved' },
    { field: 'items', path: 'sku=1042', before: { price: '1200.50' }, after: null },
    { field: 'cardNumber', treated: 'omit' },
    { field: 'iban', after: 'tok1:2dEwJ0XyC1Wj8sQvT7bKfA', treated: 'tokenize' },
  ],
  outcome: 'failure',
  error: { code: 'E_LIMIT', message: 'Over the limit' },
  reason: 'Receipt checked',
  causedBy: '019ab3f1-7c10-7d3e-9a41-5b6c7d8e9f00',
  correlationId: 'req_18',
  context: { ticket: 'SUP-1201', tries: 2, rate: -0.5, flags: [true, false, null] },
  history: true,
}

/** The places of every string an event may carry as it is: not its ids as UUIDs, its action, times and closed lists. */
export const freeTexts: readonly (readonly (string | number)[])[] = [
  ['actor', 'id'],
  ['actor', 'name'],
  ['actor', 'email'],
  ['actor', 'roles', 0],
  ['actor', 'onBehalfOf', 'id'],
  ['actor', 'onBehalfOf', 'name'],
  ['actor', 'onBehalfOf', 'email'],
  ['source', 'id'],
  ['source', 'name'],
  ['source', 'ip'],
  ['source', 'userAgent'],
  ['source', 'requestId'],
  ['source', 'sessionId'],
  ['source', 'traceparent'],
  ['object', 'type'],
  ['object', 'id'],
  ['object', 'name'],
  ['object', 'url'],
  ['related', 0, 'type'],
  ['related', 0, 'id'],
  ['related', 0, 'name'],
  ['related', 0, 'relation'],
  ['related', 1, 'url'],
  ['organization', 'id'],
  ['organization', 'name'],
  ['organization', 'url'],
  ['customer', 'id'],
  ['customer', 'name'],
  ['workflow', 'type'],
  ['workflow', 'id'],
  ['workflow', 'step'],
  ['batch', 'id'],
  ['batch', 'kind'],
  ['batch', 'mapping'],
  ['batch', 'file', 'name'],
  ['batch', 'file', 'sha256'],
  ['batch', 'failures', 0, 'reason'],
  ['producer', 'id'],
  ['override', 'rule'],
  ['override', 'name'],
  ['changes', 0, 'field'],
  ['changes', 0, 'label'],
  ['changes', 0, 'before'],
  ['changes', 0, 'after'],
  ['changes', 1, 'path'],
  ['error', 'code'],
  ['error', 'message'],
  ['reason'],
  ['correlationId'],
  ['context', 'ticket'],
]

/** Those that may not be empty. */
export const nonEmptyTexts = new Set([
  '/actor/id',
  '/actor/onBehalfOf/id',
  '/object/type',
  '/object/id',
  '/related/0/type',
  '/related/0/id',
  '/organization/id',
  '/customer/id',
  '/workflow/type',
  '/workflow/id',
  '/batch/id',
  '/producer/id',
  '/override/rule',
  '/changes/0/field',
])

/** A copy with another value at a path; `undefined` removes the member. */
export function withValue(event: EventInput, path: readonly (string | number)[], value: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(event))
  let inner = copy as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) inner = inner[key] as Record<string | number, unknown>
  const last = path.at(-1) as string | number
  if (value === undefined) delete inner[last]
  else Object.defineProperty(inner, last, { value, writable: true, enumerable: true, configurable: true })
  return copy
}

/** The full event with one text at many places. */
export function withTexts(paths: readonly (readonly (string | number)[])[], text: string): EventInput {
  const copy: EventInput = JSON.parse(JSON.stringify(fullEvent))
  for (const path of paths) (valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>)[path.at(-1) as string] = text
  return copy
}

export const valueAt = (event: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce((inner, key) => (inner as Record<string | number, unknown>)[key], event)
