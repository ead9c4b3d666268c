import { uuidV7 } from '../../src/trail/uuid.ts'

/** Where a text of an event lies: whoever may read the event reads `core`, other slots may be kept for some. */
const slotOfPart = {
  actorid: 'core',
  actorrole: 'core',
  sourceid: 'core',
  sourcename: 'core',
  objectid: 'core',
  relatedid: 'core',
  orgname: 'core',
  customerid: 'core',
  caseid: 'core',
  step: 'core',
  batchid: 'core',
  rulename: 'core',
  correlation: 'core',
  actorname: 'actor',
  actoremail: 'actor',
  objectname: 'object',
  relatedname: 'related',
  customername: 'customer',
  filename: 'file',
  failure: 'file',
  reason: 'reason',
  error: 'error',
  context: 'ctx',
  agent: 'net',
  plainold: 'chg',
  plainnew: 'chg',
  status: 'chg/status',
  margin: 'chg/margin',
  iban: 'chg/iban',
} as const
type Part = keyof typeof slotOfPart

/** What is asked of one event by the tests, written apart from what the server makes of it. */
export interface Told {
  readonly n: number
  readonly id: string
  readonly category: 'data' | 'workflow' | 'access' | 'security' | 'system'
  readonly action: string
  readonly type: string
  readonly organization: string
  readonly isSensitive: boolean
  /** The role that everything but `core` is kept for, where the action is. */
  readonly keptFor?: string
  readonly event: Record<string, unknown>
  /** Every mark in it, its own and those it shares with others. */
  readonly marks: readonly string[]
}

export const mark = (n: number, part: Part): string => `mk${String(n).padStart(2, '0')}${part}`
/** The marks in a text, each once. */
export const marksIn = (text: string): readonly string[] => [...new Set(text.match(anyMark) ?? [])]
// The longest first; by their names, so that base64 of a proof does not look like one.
const anyMark = new RegExp(
  `mk\\d\\d(?:${Object.keys(slotOfPart)
    .sort((a, b) => b.length - a.length)
    .join('|')})`,
  'g',
)

/** The roles that a text of an event is kept for; none where everybody who may read the event may read it. */
export const readersOf = (told: Told, text: string): readonly string[] | undefined => {
  const part = text.slice(4) as Part
  const slot = slotOfPart[part]
  // A ciphertext is in no answer, whoever asks.
  if (part === 'iban') return []
  if (told.keptFor !== undefined && slot !== 'core') return [told.keptFor]
  return slot === 'chg/margin' || slot === 'chg/status' ? ['finance'] : undefined
}

export const catalogue = {
  objects: {
    order: {
      label: 'Order',
      fields: {
        note: { label: 'Note' },
        status: {
          label: 'Status',
          kind: 'status',
          sequence: ['Open', 'Done'],
          readers: ['finance'],
          justification: 'Needed for settling',
        },
        margin: { label: 'Margin', readers: ['finance'], justification: 'Needed for pricing' },
        iban: { label: 'IBAN', treatment: 'encrypt', readers: ['finance'] },
      },
    },
    employee: { label: 'Employee', fields: { note: { label: 'Note' } } },
  },
  actions: {
    'order.updated': { category: 'data' },
    'order.approved': { category: 'workflow' },
    'ordering.begun': { category: 'data' },
    'order.import_started': { category: 'data' },
    'order.import_completed': { category: 'data' },
    'customer.exported': { category: 'access' },
    'salary.viewed': { category: 'access', sensitivity: 'sensitive', readers: ['people'] },
    'payroll.changed': { category: 'data', sensitivity: 'sensitive' },
    'role.changed': { category: 'security' },
    'job.run_completed': { category: 'system' },
  },
}

const make = (
  n: number,
  category: Told['category'],
  action: string,
  about: Partial<Pick<Told, 'type' | 'organization' | 'isSensitive' | 'keptFor'>> = {},
  over: Record<string, unknown> = {},
): Told => {
  const { type = 'order', organization = 'acme', isSensitive = false, keptFor } = about
  const id = uuidV7(Date.UTC(2026, 10, 2, 9, n))
  const m = (part: Part) => mark(n, part)
  const event = {
    id,
    action,
    occurredAt: new Date(Date.UTC(2026, 10, 2, 9, n)).toISOString(),
    actor: {
      type: 'user',
      id: m('actorid'),
      name: m('actorname'),
      email: `${m('actoremail')}@x.example`,
      roles: [m('actorrole')],
    },
    source: { type: 'integration', id: m('sourceid'), name: m('sourcename'), userAgent: m('agent') },
    object: { type, id: m('objectid'), name: m('objectname') },
    related: [{ type: 'invoice', id: m('relatedid'), name: m('relatedname'), relation: 'invoice' }],
    organization: { id: organization, name: m('orgname') },
    customer: { id: m('customerid'), name: m('customername') },
    workflow: { type: 'refund', id: m('caseid'), step: m('step'), decision: 'approved' },
    override: { rule: 'floor', name: m('rulename') },
    batch: { id: m('batchid'), kind: 'import', file: { name: m('filename'), size: 1, sha256: 'a'.repeat(64) } },
    changes: [
      { field: 'note', before: m('plainold'), after: m('plainnew') },
      ...(type === 'order'
        ? [
            { field: 'status', before: 'Open', after: m('status') },
            { field: 'margin', before: '1', after: m('margin') },
            { field: 'iban', after: m('iban') },
          ]
        : []),
    ],
    outcome: 'failure',
    error: { code: 'E', message: m('error') },
    reason: m('reason'),
    correlationId: m('correlation'),
    context: { note: m('context') },
    ...over,
  }
  const marks = marksIn(JSON.stringify(event))
  return { n, id, category, action, type, organization, isSensitive, ...(keptFor === undefined ? {} : { keptFor }), event, marks }
}

const first = make(1, 'data', 'order.updated')
const security = make(5, 'security', 'role.changed', { type: 'user' }, { causedBy: first.id })

/**
 * A small trail in which every text is a mark of its own. Some things are shared, so that what belongs to a hidden event
 * stands beside what may be read: a record, an actor, a customer, a batch, a case, and a chain of causes.
 */
export const world: readonly Told[] = [
  first,
  make(2, 'workflow', 'order.approved'),
  make(3, 'access', 'customer.exported', { type: 'customer_list' }),
  make(4, 'access', 'salary.viewed', { type: 'employee', isSensitive: true, keptFor: 'people' }),
  security,
  make(6, 'system', 'job.run_completed', { type: 'job' }),
  make(7, 'data', 'payroll.changed', { type: 'employee', isSensitive: true }),
  make(8, 'data', 'order.updated', { organization: 'globex' }, { causedBy: security.id }),
  make(9, 'data', 'ordering.begun', { type: 'customer' }),
  make(10, 'data', 'order.import_started', {}, { batch: batch(10, {}) }),
  make(11, 'security', 'role.changed', { type: 'order' }, { ...sharedWith(1, 11), batch: batch(10, {}) }),
  make(12, 'data', 'order.import_completed', {}, { batch: batch(10, { failures: [{ line: 1, reason: mark(12, 'failure') }] }) }),
  make(
    13,
    'workflow',
    'order.approved',
    { organization: 'globex' },
    { workflow: { type: 'refund', id: mark(2, 'caseid'), step: mark(13, 'step') } },
  ),
  make(
    14,
    'security',
    'role.changed',
    { type: 'user' },
    { workflow: { type: 'refund', id: mark(2, 'caseid'), step: mark(14, 'step') } },
  ),
]

function batch(n: number, more: object): object {
  return { id: mark(n, 'batchid'), kind: 'import', claimed: { created: 5, updated: 0, unchanged: 0, failed: 0 }, ...more }
}

/** The ids of another event, under names of its own. */
function sharedWith(of: number, n: number): object {
  return {
    actor: { type: 'user', id: mark(of, 'actorid'), name: mark(n, 'actorname') },
    object: { type: 'order', id: mark(of, 'objectid'), name: mark(n, 'objectname') },
    customer: { id: mark(of, 'customerid'), name: mark(n, 'customername') },
  }
}
