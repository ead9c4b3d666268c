import { expect, test } from 'vitest'
import { saidBurst } from '../../src/search/say-burst.ts'

const actor = { type: 'user', id: 'u_1', name: 'Hannah Weiss' } as const
const events = ['1', '2', '2', '3'].map((id, seq) => ({ id: `e${seq}`, seq, object: { type: 'customer', id } })) as never
const said = (goesOn: boolean, whole?: number) => saidBurst({ key: '0', why: 'batch', events }, { actor }, goesOn, whole)

test('rows of one import say how many there are, and of how many records', () => {
  expect(said(false)).toBe('Hannah Weiss: 4 rows of one import, 3 records')
})

test('those that go on say the number that is known, and only where there is none that there may be more', () => {
  expect(said(true, 312)).toBe('Hannah Weiss: 312 rows of one import')
  expect(said(true)).toBe('Hannah Weiss: 4 or more rows of one import, 3 or more records')
  // What is loaded is newer than the count.
  expect(said(true, 3)).toBe('Hannah Weiss: 4 or more rows of one import, 3 or more records')
})
