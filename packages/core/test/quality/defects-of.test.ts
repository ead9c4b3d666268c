import { describe, expect, test } from 'vitest'
import { compileCatalogue, emptyCatalogue } from '../../src/catalogue/compile-catalogue.ts'
import type { DefectName } from '../../src/quality/defect.ts'
import { defectsOf } from '../../src/quality/defects-of.ts'
import type { PartialEvent } from '../../src/sentence/part.ts'

const catalogue = compileCatalogue({
  objects: {
    order: {
      label: 'Order',
      name: 'Order #{id}',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Pending Review', 'Approved', 'Withdrawn'] },
        owner: { label: 'Owner', kind: 'owner' },
        total: { label: 'Total', kind: 'money', currency: 'EUR' },
        updated_at: { label: 'Last update', kind: 'date' },
        note: { label: 'Note' },
      },
    },
  },
  actions: {
    'order.approved': {
      category: 'workflow',
      expects: ['changes.status', 'customer', 'object'],
      reason: 'required',
      allowedRoles: ['manager'],
    },
    'order.updated': { category: 'data' },
    'order.status_changed': { category: 'workflow' },
    'order.created': { category: 'data' },
    'order.exported': { category: 'access' },
    'order.import_started': { category: 'data' },
  },
})

const good: PartialEvent = {
  action: 'order.approved',
  occurredAt: '2026-11-22T09:15:02.123Z',
  recordedAt: '2026-11-22T09:15:03.000Z',
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez', roles: ['manager'] },
  source: { type: 'user_action', name: 'Back office' },
  object: { type: 'order', id: '1842', name: 'Order #1842' },
  customer: { id: 'c_482', name: 'Jane Roe' },
  changes: [{ field: 'status', before: 'Pending Review', after: 'Approved' }],
  outcome: 'success',
  reason: 'Receipt checked',
}
const names = (event: PartialEvent, under = catalogue): readonly DefectName[] => defectsOf(event, under).map(({ name }) => name)
const weak = (more: PartialEvent) => names({ ...good, ...more })
const updated = (...changes: NonNullable<PartialEvent['changes']>) => weak({ action: 'order.updated', changes })

test('an event that says everything has no defects', () => expect(names(good)).toEqual([]))

describe('each weak point has its name', () => {
  test.each<[DefectName, PartialEvent]>([
    ['uncatalogued_action', { action: 'order.closed' }],
    [
      'undeclared_field',
      {
        changes: [
          { field: 'status', before: 'a', after: 'b' },
          { field: 'colour', before: 'a', after: 'b' },
        ],
      },
    ],
    ['no_change_named', { action: 'order.updated', changes: [] }],
    ['no_before', { changes: [{ field: 'status', after: 'Approved' }] }],
    ['no_after', { changes: [{ field: 'status', before: 'Pending Review' }] }],
    ['nothing_changed', { action: 'order.updated', changes: [{ field: 'total', before: '1.10', after: '1.1' }] }],
    ['id_for_name', { actor: { type: 'user', id: 'u_7', roles: ['manager'] } }],
    ['id_for_name', { actor: { type: 'user', id: 'u_7', name: '0b9f9e9c-9f5b-4d1e-8a3b-0d2f5c1e7a11', roles: ['manager'] } }],
    ['id_for_name', { object: { type: 'ticket', id: '77' }, changes: [], action: 'ticket.viewed' }],
    ['id_for_name', { customer: { id: 'c_482' } }],
    ['id_for_name', { action: 'order.updated', changes: [{ field: 'owner', before: 'Ana', after: 'u_12' }] }],
    ['generic_words', { action: 'record.updated' }],
    ['generic_words', { object: { type: 'order', id: '1', name: 'record' } }],
    ['actor_unknown', { actor: { type: 'unknown', id: 'unknown' } }],
    ['actor_unknown', { actor: undefined }],
    ['system_unnamed', { actor: { type: 'system', id: 'system' } }],
    ['system_unnamed', { actor: { type: 'system', id: 's', name: 'System' } }],
    ['human_blamed', { source: { type: 'automation', name: 'Closer' } }],
    ['human_blamed', { source: { type: 'background_job', name: 'Nightly' } }],
    ['human_blamed', { source: { type: 'webhook', name: 'Payments' } }],
    ['human_blamed', { source: { type: 'bulk_import', name: 'csv' } }],
    ['source_mismatch', { actor: { type: 'automation', id: 'a', name: 'Closer' } }],
    ['no_source', { source: undefined }],
    ['source_unnamed', { source: { type: 'api' } }],
    ['no_object', { action: 'order.viewed', object: undefined, changes: [] }],
    ['no_reason', { reason: undefined }],
    ['no_reason', { reason: ' ' }],
    ['missing_expected', { customer: undefined }],
    ['role_not_allowed', { actor: { type: 'user', id: 'u', name: 'Maria Lopez', roles: ['agent'] } }],
    ['misspelt_status', { changes: [{ field: 'status', before: 'Approved', after: 'Withdrawal' }] }],
    ['misspelt_status', { changes: [{ field: 'status', before: 'Approved', after: 'pending_review' }] }],
    ['recorded_late', { recordedAt: '2026-11-22T10:15:02.123Z' }],
    ['clock_suspect', { recordedAt: '2026-11-22T09:10:02.122Z' }],
    ['clock_suspect', { occurredAt: '1970-01-01T00:00:00.000Z' }],
    [
      'sensitive_in_clear',
      { action: 'order.updated', changes: [{ field: 'note', before: 'x', after: '[hidden: card number]', treated: 'secret' }] },
    ],
    ['sensitive_in_clear', { reason: 'The card was [hidden: card number]' }],
    ['technical_noise', { reason: 'PATCH /orders/1842 returned 200' }],
    [
      'technical_noise',
      { action: 'order.updated', changes: [{ field: 'updated_at', before: '2026-01-01', after: '2026-01-02' }] },
    ],
    ['technical_noise', { action: 'http.requested' }],
  ])('%s', (name, more) => {
    const event = { ...good, ...more }
    expect(names(event)).toContain(name)
    const defect = defectsOf(event, catalogue).find((one) => one.name === name)
    expect(defect?.detail).toMatch(/^[A-Z].*[^{}]*\.$/)
  })
})

describe('what is not a defect', () => {
  test('a limit is late on it, and not a moment before', () => {
    expect(weak({ recordedAt: '2026-11-22T10:15:02.122Z' })).toEqual([])
    expect(weak({ recordedAt: '2026-11-22T09:10:02.123Z' })).toEqual([])
  })
  test('history is neither late nor from a wrong clock', () => {
    expect(weak({ history: true, occurredAt: '2000-07-13T06:33:08.000Z' })).toEqual([])
    expect(weak({ history: true, occurredAt: '1985-07-13T06:33:08.000Z' })).toEqual([])
  })
  test('a record that the catalogue names by its id', () => {
    const named = compileCatalogue({ objects: { proposal: { label: 'Proposal', name: '{id}' } }, actions: {} })
    const object = { type: 'proposal', id: 'PEP-572', name: 'PEP-572' }
    expect(defectsOf({ ...good, object }, named).map((one) => one.name)).not.toContain('id_for_name')
    expect(defectsOf({ ...good, object: { ...object, type: 'paper' } }, named).map((one) => one.name)).toContain('id_for_name')
  })
  test('a value set for the first time, removed, or not shown', () => {
    expect(updated({ field: 'note', after: 'first' })).toEqual([])
    expect(updated({ field: 'note', before: 'last' })).toEqual([])
    expect(updated({ field: 'note', treated: 'omit' })).toEqual([])
    expect(weak({ action: 'order.created', changes: [{ field: 'status', after: 'Pending Review' }] })).toEqual([])
  })
  test('an honest side state', () =>
    expect(weak({ changes: [{ field: 'status', before: 'Approved', after: 'On hold' }] })).toEqual([]))
  test('a failure that changed nothing', () =>
    expect(weak({ action: 'order.updated', outcome: 'failure', changes: [] })).toEqual([]))
  test('a person who starts an import, an export by count', () => {
    expect(
      weak({
        action: 'order.import_started',
        source: { type: 'bulk_import', name: 'csv' },
        object: undefined,
        changes: [],
        batch: { id: 'b' },
      }),
    ).toEqual([])
    expect(weak({ action: 'order.exported', object: undefined, changes: [], count: 3 })).toEqual([])
  })
  test('a machine acting for a person', () => {
    const actor = {
      type: 'import',
      id: 'i',
      name: 'customers.csv',
      onBehalfOf: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
    } as const
    expect(weak({ actor, source: { type: 'bulk_import', name: 'csv' } })).toEqual([])
  })
  test('a record without a name whose type has a name template', () =>
    expect(weak({ object: { type: 'order', id: '1842' } })).toEqual([]))
  test('an id that people use as a name', () =>
    expect(weak({ actor: { type: 'user', id: 'Person 0042', roles: ['manager'] } })).toEqual([]))
  test("the trail's own events, but for their times", () => {
    const event: PartialEvent = {
      action: 'trail.opened',
      actor: { type: 'system', id: 'server' },
      occurredAt: '2026-11-22T09:15:02.123Z',
      recordedAt: '2026-11-22T09:15:02.123Z',
    }
    expect(names(event)).toEqual([])
    expect(names({ ...event, recordedAt: '2026-11-22T12:15:02.123Z' })).toEqual(['recorded_late'])
  })
})

test('hidden and erased parts are not missing', () => {
  const hidden = ['actor', 'object', 'customer', 'chg', 'reason'].map((slot) => ({ slot, why: 'erased' }) as const)
  const event: PartialEvent = {
    ...good,
    actor: { type: 'user', id: 'u_7', roles: ['manager'] },
    object: { type: 'order', id: '1842' },
    customer: { id: 'c_482' },
    changes: undefined,
    reason: undefined,
    hidden,
  }
  expect(names(event)).toEqual([])
})

test('under no catalogue an event is uncatalogued once, not once a field', () => {
  expect(
    names(
      {
        ...good,
        changes: [
          { field: 'a', before: 1, after: 2 },
          { field: 'b', before: 1, after: 2 },
        ],
      },
      emptyCatalogue,
    ),
  ).toEqual(['uncatalogued_action'])
})
