import { describe, expect, it } from 'vitest'
import type { Searchable } from '../../src/query/query.ts'
import { workflowCase } from '../../src/workflow/workflow-case.ts'

const refund = {
  steps: ['Requested', 'Finance review', 'Approved', 'Paid'],
  dueWithin: 'P5D',
  fourEyes: [['Requested', 'Approved'] as const],
}
const person = (id: string, name: string) => ({ type: 'user', id, name }) as const
const [elena, tom] = [person('u_12', 'Elena'), person('u_22', 'Tom')]
const event = (
  seq: number,
  day: number,
  step: string,
  actor: Searchable['actor'],
  decision?: 'requested' | 'approved' | 'rejected' | 'reopened',
): Searchable => ({
  seq,
  occurredAt: new Date(Date.UTC(2026, 4, day)).toISOString(),
  actor,
  object: { type: 'refund', id: 'r_31', name: 'Refund #31' },
  workflow: { type: 'refund', id: 'w_31', step, ...(decision ? { decision } : {}) },
  defects: [],
})
const day = 86_400_000

describe('a workflow case', () => {
  const asked = event(0, 1, 'Requested', elena, 'requested')
  const reviewed = event(1, 3, 'Finance review', tom)
  const approved = event(2, 4, 'Approved', tom, 'approved')
  const paid = event(3, 5, 'Paid', { type: 'integration', id: 'books', name: 'Books' })

  it('has its steps in order, with who decided and how long each waited', () => {
    const told = workflowCase([paid, approved, reviewed, asked], refund)
    expect(told?.steps.map(({ step, waitedMs }) => [step, waitedMs / day])).toEqual([
      ['Requested', 0],
      ['Finance review', 2],
      ['Approved', 1],
      ['Paid', 1],
    ])
    expect(told).toMatchObject({ type: 'refund', id: 'w_31', state: 'ended', step: 'Paid', object: { name: 'Refund #31' } })
    expect(told?.dueAt).toBe(new Date(Date.UTC(2026, 4, 6)).toISOString())
    expect(told?.breaches).toEqual([])
  })

  it('is open until its last step, and knows since when it stands where it stands', () => {
    const again = { ...event(2, 4, 'Finance review', elena), seq: 2 }
    const told = workflowCase([asked, reviewed, again], refund)
    expect(told).toMatchObject({ state: 'open', step: 'Finance review', inStepSince: reviewed.occurredAt })
  })

  it('ends with a rejection, and begins again when it is reopened', () => {
    const rejected = event(2, 4, 'Approved', tom, 'rejected')
    expect(workflowCase([asked, reviewed, rejected], refund)?.state).toBe('ended')
    expect(workflowCase([asked, rejected, event(3, 6, 'Finance review', elena, 'reopened')], refund)).toMatchObject({
      state: 'open',
      steps: [{}, {}, { backward: true }],
    })
  })

  it('names who stood on both sides of a pair that needs four eyes, also when acting for somebody', () => {
    const own = { ...asked, actor: tom }
    expect(workflowCase([own, reviewed, approved], refund)?.breaches).toMatchObject([
      { steps: ['Requested', 'Approved'], actor: { id: 'u_22', name: 'Tom' }, events: [{ seq: 0 }, { seq: 2 }] },
    ])
    const acting = { ...approved, actor: { ...person('u_99', 'Sam'), onBehalfOf: elena } }
    expect(workflowCase([asked, acting], refund)?.breaches).toHaveLength(1)
    const machine = { type: 'automation', id: 'bot', name: 'Bot' } as const
    expect(
      workflowCase(
        [
          { ...asked, actor: machine },
          { ...approved, actor: machine },
        ],
        refund,
      )?.breaches,
    ).toEqual([])
  })

  it('leaves out what failed, and is nothing without events', () => {
    expect(workflowCase([asked, { ...approved, outcome: 'denied' }], refund)?.step).toBe('Requested')
    expect(workflowCase([], refund)).toBeUndefined()
  })

  it('knows no order, end or term without a declaration', () => {
    const told = workflowCase([paid, asked], undefined)
    expect(told?.state).toBe('open')
    expect(told?.dueAt).toBeUndefined()
  })
})
