import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecordedEvent } from '../../src/event/event.ts'
import { CanonicalBytes } from '../../src/ledger/canonical-bytes.ts'
import { canonicalize } from '../../src/ledger/canonicalize.ts'
import { openSlots, slotValue } from '../../src/ledger/open-slots.ts'
import { recordText } from '../../src/ledger/record.ts'
import { sealEvent, sealedSlots } from '../../src/ledger/seal-event.ts'
import { Sealer } from '../../src/ledger/sealer.ts'
import type { SealedEvent } from '../../src/ledger/slot.ts'
import { fieldSlotName } from '../../src/ledger/slot-name.ts'
import { isProblem } from '../../src/refusal.ts'
import { ownSlot, recordedEvent, richEvent } from './events.ts'
import { countedSalts, testCrypto } from './test-crypto.ts'

const sealed = (event: RecordedEvent): SealedEvent => {
  const result = sealEvent(event, ownSlot, { ...testCrypto, ...countedSalts() })
  if (isProblem(result)) throw new Error(result.detail)
  return result
}
const values = (event: RecordedEvent) => Object.fromEntries(sealed(event).slots.map((slot) => [slot.name, slotValue(slot)]))
const least: RecordedEvent = {
  id: '019ab3f2-0000-7000-8000-000000000002',
  action: 'order.approved',
  occurredAt: '2026-11-22T09:15:02.123Z',
  recordedAt: '2026-11-22T09:15:02.456Z',
  category: 'data',
  outcome: 'success',
  actor: { type: 'user', id: 'u_7' },
}

describe('sealing an event', () => {
  it('puts every path into the slot of the table, same names and nesting', () => {
    expect(values(richEvent)).toEqual({
      core: {
        id: richEvent.id,
        action: 'refund.approved',
        occurredAt: richEvent.occurredAt,
        recordedAt: richEvent.recordedAt,
        category: 'workflow',
        outcome: 'failure',
        catalogue: 3,
        key: 'k_7',
        actor: { type: 'user', id: 'u_7', roles: ['Support Manager'], onBehalfOf: { type: 'user', id: 'u_9' } },
        source: { type: 'admin_action', id: 's_1', name: 'Back office' },
        object: { type: 'refund', id: 'r_31' },
        related: [
          { type: 'order', id: '1842', relation: 'order' },
          { type: 'invoice', id: '77', relation: 'invoice' },
        ],
        organization: { id: 'acme', name: 'Acme' },
        customer: { id: 'c_482' },
        workflow: { type: 'refund', id: 'w_31', step: 'Finance review', decision: 'approved' },
        batch: { id: 'imp_42', file: { size: 1024 } },
        count: 312,
        producer: { id: 'crm-1', seq: 8841 },
        override: { rule: 'pricing-floor', name: 'Pricing floor' },
        error: { code: 'E42' },
        causedBy: richEvent.causedBy,
        correlationId: 'req_1',
        history: true,
      },
      actor: {
        actor: { name: 'Maria Lopez', email: 'maria@example.com', onBehalfOf: { name: 'Sam Okafor', email: 'sam@example.com' } },
      },
      object: { object: { name: 'Refund #31', url: 'https://example.com/r/31' } },
      related: { related: [{ name: 'Order #1842' }, {}] },
      customer: { customer: { name: 'Jane Roe' } },
      net: { source: { ip: '192.0.2.7', userAgent: 'Browser/1', requestId: 'req_1', sessionId: 'ses_1' } },
      chg: {
        changes: [
          { field: 'status', label: 'Status', before: 'Pending Review', after: 'Approved' },
          { field: 'total', before: null, after: '1200.50' },
        ],
      },
      'chg/email': { at: [0], changes: [{ field: 'email', before: 'old@example.com', after: 'new@example.com' }] },
      'chg/gr%C3%B6%C3%9Fe': { at: [2], changes: [{ field: 'größe', after: '1,80 m' }] },
      file: { batch: { file: { name: 'refunds.csv' }, failures: [{ line: 7, reason: 'no amount' }] } },
      error: { error: { message: 'The bank refused the transfer to Jane Roe.' } },
      reason: { reason: 'Receipt checked – ok 👍' },
      ctx: { context: { ticket: 'SUP-1201' } },
    })
  })

  it('makes one slot of the smallest event', () => {
    expect(sealed(least).slots.map((slot) => slot.name)).toEqual(['core'])
  })

  it('hashes exactly the text that is kept, and the record over the digests, ascending by name', () => {
    const { slots, hash } = sealed(richEvent)
    const sha256 = (text: string) => createHash('sha256').update(text)
    for (const { name, digest, disclosure } of slots) {
      expect(digest).toBe(sha256(disclosure).digest('base64url'))
      expect(disclosure).toMatch(/^\["[A-Za-z0-9_-]{22}","/)
      expect(JSON.parse(disclosure)[1]).toBe(name)
      expect(canonicalize(JSON.parse(disclosure))).toBe(disclosure)
    }
    const names = slots.map((slot) => slot.name)
    expect(names).toEqual([...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    const record = canonicalize(['e1', ...slots.map(({ name, digest }) => [name, digest])])
    expect(recordText(slots)).toBe(record)
    expect(Buffer.from(hash)).toEqual(sha256(record).digest())
  })

  it('is undone by opening, for any event', () => {
    fc.assert(
      fc.property(recordedEvent, (event) => {
        expect(openSlots(sealed(event).slots)).toEqual({ event, withheld: [], erased: [] })
      }),
      { numRuns: 500 },
    )
  })

  it('writes what was received beside it, whatever was added or changed since', () => {
    const sealer = new Sealer({ ...testCrypto, ...countedSalts() })
    const text = new CanonicalBytes(256)
    const added = ['recordedAt', 'category', 'catalogue', 'key', 'ledger']
    fc.assert(
      fc.property(recordedEvent, fc.array(fc.nat()), (event, places) => {
        const members = Object.entries(event).filter(([name]) => !added.includes(name))
        for (const place of places) {
          const member = members[place % members.length]
          if (member !== undefined) member[1] = { [`other ${place}`]: ['–', place] } as never
        }
        const value = Object.fromEntries(members.reverse())
        text.rewind()
        const result = sealer.seal(event, ownSlot, { value, text })
        expect(isProblem(result) ? result : sealedSlots(result, testCrypto).map(slotValue)).toEqual(
          isProblem(result) ? result : sealed(event).slots.map(slotValue),
        )
        expect(Buffer.from(text.bytes.subarray(0, text.end)).toString()).toBe(canonicalize(value))
      }),
      { numRuns: 500 },
    )
  })

  it('says which slots are withheld and erased when opening', () => {
    const slots = sealed(richEvent).slots.map(({ name, digest, ...rest }) =>
      name === 'actor'
        ? ({ state: 'withheld', name, digest } as const)
        : name === 'chg/email'
          ? ({ state: 'erased', name, digest, by: 9 } as const)
          : { ...rest, name, digest },
    )
    const { event, withheld, erased } = openSlots(slots)
    expect(withheld).toEqual(['actor'])
    expect(erased).toEqual([{ slot: 'chg/email', by: 9 }])
    expect(event.actor).toEqual({ type: 'user', id: 'u_7', roles: ['Support Manager'], onBehalfOf: { type: 'user', id: 'u_9' } })
    expect(event.changes?.map((change) => change.field)).toEqual(['status', 'total', 'größe'])
  })

  it('takes 256 slots and refuses 257 by name', () => {
    const changes = (count: number) => Array.from({ length: count }, (_, i) => ({ field: `f${i}`, after: i }))
    const seal = (count: number) =>
      sealEvent({ ...least, changes: changes(count) }, () => true, { ...testCrypto, ...countedSalts() })
    const full = seal(255)
    expect(isProblem(full) ? full : full.slots.length).toBe(256)
    expect(seal(256)).toMatchObject({ code: 'too_many_slots' })
  })

  it('refuses a slot that would be larger than 256 KiB in canonical form', () => {
    const context = { small: Array.from({ length: 40_000 }, () => 1e-6) }
    expect(sealEvent({ ...least, context }, ownSlot, { ...testCrypto, ...countedSalts() })).toMatchObject({
      code: 'event_too_large',
    })
  })

  it('refuses a field whose slot name would be too long', () => {
    const event = { ...least, changes: [{ field: 'x'.repeat(125), after: 1 }] }
    expect(sealEvent(event, () => true, { ...testCrypto, ...countedSalts() })).toMatchObject({ pointer: '/changes/0/field' })
  })

  it('never drops a member it does not know', () => {
    expect(() => sealed({ ...least, colour: 'red' } as RecordedEvent)).toThrow('no slot takes the member colour')
  })

  it('gives two fields two slot names, whatever their characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ maxLength: 20 }), (a, b) => {
        const [x, y] = [fieldSlotName(a), fieldSlotName(b)]
        for (const name of [x, y]) expect(name ?? 'chg/').toMatch(/^[A-Za-z0-9_.%/-]{1,128}$/)
        if (a !== b && x !== undefined) expect(x).not.toBe(y)
      }),
    )
    expect(fieldSlotName('100%')).toBe('chg/100%25')
  })
})
