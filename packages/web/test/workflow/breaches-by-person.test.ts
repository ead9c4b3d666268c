import { expect, test } from 'vitest'
import { breachesByPerson } from '../../src/workflow/breaches-by-person.ts'

const tom = { id: 'u_1', name: 'Tom Okafor' }
const breach = (actor: { readonly id: string }, one: readonly [string, number], other: readonly [string, number]) =>
  ({ actor, steps: [one[0], other[0]], events: [{ seq: one[1] }, { seq: other[1] }] }) as never

test('one person is told of once, with every step in the order it was done', () => {
  const both = [
    breach(tom, ['Requested', 3], ['Approved', 9]),
    breach(tom, ['Requested', 3], ['Finance review', 5]),
    breach({ id: 'u_2' }, ['Requested', 4], ['Approved', 10]),
  ]
  expect(breachesByPerson(both)).toEqual([
    { actor: tom, steps: ['Requested', 'Finance review', 'Approved'] },
    { actor: { id: 'u_2' }, steps: ['Requested', 'Approved'] },
  ])
})
