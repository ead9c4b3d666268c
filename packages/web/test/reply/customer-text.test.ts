import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChangeView, EventView } from '../../src/api/event-view.ts'
import { customerLine, customerName, keptBy, peopleIn } from '../../src/reply/customer-text.ts'

const event = (more: Partial<EventView>): EventView =>
  ({
    seq: 1,
    id: '019ab3f2-7c10-7d3e-9a41-5b6c7d8e9f00',
    action: 'refund.approved',
    occurredAt: '2026-11-20T09:15:02.123Z',
    actor: { type: 'user', id: 'u_7', name: 'Maria Lopez', email: 'maria@firm.example' },
    object: { type: 'refund', id: 'r_31', name: 'Refund #31' },
    ...more,
  }) as EventView
const told = (one: EventView, catalogue?: Parameters<typeof keptBy>[0]) =>
  customerLine(one, { names: peopleIn([one]), isKept: keptBy(catalogue) })
const status = { field: 'status', label: 'Status', kind: 'status', before: 'Pending Review', after: 'Approved' } as const

test('says what was done and how status and amounts changed', () => {
  const amount: ChangeView = {
    field: 'amount',
    label: 'Amount',
    kind: 'money',
    currency: 'GBP',
    before: '120.50',
    after: '99.00',
  }
  expect(told(event({ changes: [status, amount] }))).toBe(
    'Approved; Status changed from Pending Review to Approved; Amount changed from £120.50 to £99.00.',
  )
  expect(told(event({ action: 'order.status_changed', changes: [{ field: 'status', after: 'Shipped' }] }))).toBe(
    'Status: Shipped.',
  )
})

test('a day reads as a day', () => {
  const due: ChangeView = { field: 'due_date', label: 'Due', kind: 'date', before: '2026-05-03', after: '2026-06-04' }
  expect(told(event({ changes: [due] }))).toMatch(/^Approved; Due changed from (?:3 May|May 3,) 2026 to (?:4 Jun|Jun 4,) 2026\.$/)
})

test('says nothing of what failed, of what has no word for customers, and of what the catalogue keeps', () => {
  expect(told(event({ outcome: 'failure', changes: [status] }))).toBeUndefined()
  expect(told(event({ action: 'refund.escalated' }))).toBeUndefined()
  const objects = { refund: { label: 'Refund', fields: { status: { kind: 'status', readers: ['finance'] } } } } as const
  expect(told(event({ changes: [status] }), { objects, actions: {} })).toBe('Approved.')
  const actions = { 'refund.approved': { category: 'workflow', readers: ['finance'] } } as const
  expect(told(event({ changes: [status] }), { objects: {}, actions })).toBeUndefined()
  const sensitive = { 'refund.approved': { category: 'workflow', sensitivity: 'sensitive' } } as const
  expect(told(event({}), { objects: {}, actions: sensitive })).toBeUndefined()
})

test('never says a name, an id, a reason, a note, or a masked, encrypted or hidden value, wherever they stand', () => {
  const secret = fc.constantFrom(
    'Maria Lopez',
    'maria',
    'u_7',
    'maria@firm.example',
    'Sam Okoro',
    'Lopez',
    'enc1:k1:abcd',
    '***4242',
  )
  const kind = fc.constantFrom('text', 'status', 'owner', 'permission', 'money', 'date', 'list', 'reference', undefined)
  const value = fc.oneof(
    secret,
    secret.map((text) => `by ${text} today`),
    fc.constant('Approved'),
    fc.constant(12),
    fc.constant(null),
  )
  const change = fc.record({
    field: fc.constantFrom('status', 'note', 'owner', 'amount', 'assignee'),
    label: fc.constantFrom('Status', 'Note', undefined),
    kind,
    before: value,
    after: value,
    treated: fc.constantFrom(undefined, undefined, 'mask'),
  })
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 4 }),
      fc.constantFrom('refund.approved', 'refund.updated', 'u_7.closed'),
      (changes, action) => {
        const one = event({
          action,
          reason: 'Priya promised it',
          changes: changes as unknown as readonly ChangeView[],
          actor: {
            type: 'user',
            id: 'u_7',
            name: 'Maria Lopez',
            email: 'maria@firm.example',
            onBehalfOf: { type: 'user', id: 'u_9', name: 'Sam Okoro' },
          },
        })
        const text = told(one) ?? ''
        for (const word of ['maria', 'lopez', 'sam', 'okoro', 'u_7', 'u_9', '@', 'enc1', '***', 'priya', 'r_31'])
          expect(text.toLowerCase()).not.toContain(word)
      },
    ),
  )
})

test('calls a record by its number where its name is one, and by its kind otherwise', () => {
  const nobody = new Set<string>()
  expect(customerName('refund', 'Refund', 'Refund #31', nobody)).toBe('Refund #31')
  expect(customerName('ticket', 'Ticket', 'Angry call about late parcel', nobody)).toBe('your ticket')
  expect(customerName('customer', 'Customer', 'Blue Lamp 12', nobody)).toBe('your account')
  expect(customerName('case', 'Case', 'Maria 12', new Set(['maria']))).toBe('your case')
})
