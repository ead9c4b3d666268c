import type { CaseStep, WorkflowCase } from '@daybook/core'
import { expect, test } from 'vitest'
import { readCasesAddress } from '../../src/workflow/cases-address.ts'
import { exceptionsIn } from '../../src/workflow/exceptions.ts'

const step = (seq: number, name: string, more: Partial<CaseStep> = {}): CaseStep => ({
  seq,
  step: name,
  at: `2026-11-0${seq}T09:00:00.000Z`,
  waitedMs: 0,
  ...more,
})
const of = (id: string, steps: readonly CaseStep[]) => ({ type: 'refund', id, steps }) as unknown as WorkflowCase

test('finds steps that overrode a rule or moved backward, the newest first, with where they came from', () => {
  const cases = [
    of('1', [step(1, 'Asked'), step(2, 'Approved', { override: { rule: 'floor' } }), step(3, 'Asked', { backward: true })]),
    of('2', [step(4, 'Approved', { decision: 'overridden' })]),
  ]
  expect(exceptionsIn(cases, 'overrides').map(({ of: { id }, step: { seq } }) => [id, seq])).toEqual([
    ['2', 4],
    ['1', 2],
  ])
  const why = { override: { rule: 'floor' }, reason: 'A regular' }
  const hidden = { override: { rule: 'floor' }, reasonHidden: true } as const
  const some = [...cases, of('3', [step(5, 'Approved', why)]), of('4', [step(6, 'Approved', hidden)])]
  expect(exceptionsIn(some, 'overrides')).toHaveLength(4)
  expect(exceptionsIn(some, 'unexplained').map(({ of: { id } }) => id)).toEqual(['2', '1'])
  expect(exceptionsIn(cases, 'backward').map(({ from, step: { step } }) => [from, step])).toEqual([['Approved', 'Asked']])
})

test('an address says which cases, and takes nothing that cannot be meant', () => {
  expect(readCasesAddress({ show: 'overrides', waiting: '7', step: 'Approved' })).toEqual({
    show: 'overrides',
    waiting: 7,
    step: 'Approved',
  })
  expect(readCasesAddress({ show: 'unexplained', waiting: '5000' })).toEqual({ show: 'unexplained' })
  expect(readCasesAddress({ show: 'open', waiting: '-1', step: '' })).toEqual({})
  expect(readCasesAddress({ show: 'all', waiting: 'x' })).toEqual({})
})
