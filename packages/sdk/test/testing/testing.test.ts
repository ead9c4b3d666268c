import assert from 'node:assert'
import { beforeEach, describe, expect, it } from 'vitest'
import { assertRecorded, createTestRecorder, matchers, type RecordedMatchers } from '../../src/testing/index.ts'
import { catalogue, maria } from '../desk-catalogue.ts'

expect.extend(matchers)
declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends RecordedMatchers<R> {}
}

const audit = createTestRecorder({ catalogue })
beforeEach(async () => {
  audit.clear()
  await audit.record('refund.approved', {
    actor: maria,
    object: { id: 31 },
    changes: { status: ['Pending Review', 'Approved'], dueOn: [undefined, new Date('2026-12-01T00:00:00Z')] },
    reason: 'Receipt checked',
  })
})

describe('toHaveRecorded', () => {
  it.each([
    ['nothing more', undefined],
    ['a part', { object: { id: 31 } }],
    ['pairs of changes', { changes: { status: ['Pending Review', 'Approved'] } }],
    ['a date in a pair', { changes: { dueOn: [undefined, new Date('2026-12-01T00:00:00Z')] } }],
    ['a text that fits', { reason: /receipt/i }],
    [
      'the matchers of the runner',
      { id: expect.any(String), changes: { status: expect.objectContaining({ after: 'Approved' }) } },
    ],
    ['a list of changes', { changes: [{ field: 'status' }, { field: 'dueOn' }] }],
  ])('passes for %s', (_, expected) => {
    expect(audit).toHaveRecorded('refund.approved', expected)
  })

  it.each([
    ['another value', { reason: 'x' }, 'reason: "Receipt checked" instead of "x"'],
    ['a missing member', { customer: { id: 1 } }, 'customer: nothing instead of an object'],
    [
      'another side',
      { changes: { status: ['Approved', 'Approved'] } },
      'changes.status, before: "Pending Review" instead of "Approved"',
    ],
    ['another field', { changes: { amount: [1, 2] } }, 'changes: no change of amount'],
  ])('fails for %s and says so', (_, expected, words) => {
    expect(() => expect(audit).toHaveRecorded('refund.approved', expected)).toThrow(words)
    expect(audit).not.toHaveRecorded('refund.approved', expected)
  })

  it('says what was recorded instead', () => {
    expect(() => expect(audit).toHaveRecorded('refund.updated')).toThrow('Recorded: refund.approved.')
    expect(() => expect(audit).not.toHaveRecorded('refund.approved')).toThrow('not to be recorded')
    expect(() => expect({}).toHaveRecorded('refund.approved')).toThrow('createTestRecorder')
  })
})

it('assertRecorded answers the event, or throws what node:test shows', () => {
  expect(assertRecorded(audit, 'refund.approved', { object: { id: '31' } }).reason).toBe('Receipt checked')
  expect(() => assertRecorded(audit, 'refund.updated')).toThrow(assert.AssertionError)
})

it('forgets on request, and hands out no list that grows', async () => {
  const before = audit.recorded()
  await audit.record('refund.updated', { actor: maria, object: { id: 1 } })
  expect(before).toHaveLength(1)
  expect(audit.recorded('refund.updated')).toHaveLength(1)
  audit.clear()
  expect(audit.recorded()).toEqual([])
})
