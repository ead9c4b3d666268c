import { expect, test } from 'vitest'
import { readCheckAddress } from '../../src/trust/check-address.ts'

test('a record is named by its type and its id, which may both have slashes', () => {
  expect(readCheckAddress({ type: 'order/a', id: 'b/c' })).toEqual({ type: 'order/a', id: 'b/c' })
})

test('an address of before, which names a record with one slash, still leads to it', () => {
  expect(readCheckAddress({ record: 'order/a/b' })).toEqual({ type: 'order', id: 'a/b' })
})

test('half a record is none, and a stretch of time is as in a search', () => {
  expect(readCheckAddress({ type: 'order', from: '2026-01-01' })).toEqual({ from: '2026-01-01' })
  expect(readCheckAddress({ record: 'order' })).toEqual({})
})
