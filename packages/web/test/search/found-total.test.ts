import { expect, test } from 'vitest'
import { countedWhole } from '../../src/search/found-total.ts'

const drawn = (counts: readonly number[], exact = true) => ({ chosen: { width: 'day', edges: [], counts, exact } })

test('a list that says "at least" takes the number of the chart where that counted all', () => {
  const listed = { value: 20_000, exact: false }
  expect(countedWhole(listed, drawn([30_000, 12_345]))).toEqual({ value: 42_345, exact: true })
  expect(countedWhole(listed, drawn([30_000, 12_345], false))).toEqual(listed)
  expect(countedWhole(listed, undefined)).toEqual(listed)
  // Drawn before the list was asked: there are more by now.
  expect(countedWhole(listed, drawn([12_345]))).toEqual(listed)
})

test('an exact total stays', () => {
  const listed = { value: 3, exact: true }
  expect(countedWhole(listed, drawn([1, 1]))).toEqual(listed)
})
