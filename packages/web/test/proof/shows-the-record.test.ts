import { openSlots, type RecordedEvent, sealEvent } from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { expect, test } from 'vitest'
import type { EventDetail } from '../../src/api/event-view.ts'
import { differsFromRecord } from '../../src/proof/shows-the-record.ts'

const event: RecordedEvent = {
  id: '019ab3f2-7c1e-7d3a-9b1e-5a1f0c2d3e4f',
  action: 'refund.approved',
  occurredAt: '2026-11-22T09:15:02.123Z',
  recordedAt: '2026-11-22T09:15:02.200Z',
  category: 'workflow',
  outcome: 'success',
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez', roles: ['Support Manager'] },
  source: { type: 'admin_action', name: 'Back office', ip: '192.0.2.7' },
  object: { type: 'refund', id: 'r_31', name: 'Refund #31' },
  related: [{ type: 'order', id: '1842', name: 'Order #1842', relation: 'order' }],
  changes: [
    { field: 'status', before: 'Pending Review', after: 'Approved' },
    { field: 'email', label: 'E-mail', before: 'a@example.com', after: 'b@example.com' },
  ],
  reason: 'Receipt checked',
  context: { ticket: 'SUP-1201', tags: ['a', { deep: [1, 2] }] },
}

/** What the server makes of it: labels, kinds and currencies filled in, a sentence, weaknesses. */
const shown = (change: object = {}): EventDetail =>
  ({
    ...event,
    changes: event.changes?.map((each) => ({ label: 'Status', ...each, kind: 'money', currency: 'GBP' })),
    seq: 3,
    hash: '',
    sentence: 'Maria Lopez approved Refund #31',
    parts: [],
    defects: [],
    hidden: [],
    causes: [],
    ...change,
  }) as EventDetail

function recorded() {
  let salt = 0
  const salting = { salt: () => `${String(salt++).padStart(21, 'a')}A` }
  const sealed = sealEvent(event, (_type, field) => field === 'email', { ...nobleCrypto, ...salting })
  if (!('slots' in sealed)) throw new Error(sealed.detail)
  return openSlots(sealed.slots).event
}

test('an event shown as it was recorded differs in nothing, labels and kinds of the catalogue aside', () => {
  expect(differsFromRecord(shown(), recorded())).toEqual([])
})

test('every member that is shown otherwise than recorded is named', () => {
  const changed = { status: { field: 'status', before: 'Pending Review', after: 'Rejected' } }
  const lies: readonly (readonly [string, object])[] = [
    ['reason', { reason: 'Receipt missing' }],
    ['actor', { actor: { ...event.actor, name: 'Sam Okoro' } }],
    ['related', { related: [] }],
    ['context', { context: { ticket: 'SUP-1201', tags: ['a', { deep: [2, 1] }] } }],
    ['changes', { changes: [changed.status, event.changes?.[1]] }],
    ['changes', { changes: [event.changes?.[0]] }],
    ['changes', { changes: [event.changes?.[0], { ...event.changes?.[1], label: 'Phone' }] }],
    ['occurredAt', { occurredAt: '2026-11-21T09:15:02.123Z' }],
    ['outcome', { outcome: undefined }],
  ]
  for (const [member, lie] of lies) expect(differsFromRecord(shown(lie), recorded())).toEqual([member])
})

test('a member that was never recorded is named, and so is one that is kept back', () => {
  expect(differsFromRecord(shown({ count: 312 }), recorded())).toEqual(['count'])
  const { reason: _reason, ...rest } = shown()
  expect(differsFromRecord(rest as EventDetail, recorded())).toEqual(['reason'])
})
