import { expect, test } from 'vitest'
import { diffLists } from '../../src/event/list-diff.ts'

test('a list shows what it gained and lost, whatever the order', () => {
  expect(diffLists(['read', 'write', 'refund'], ['refund', 'read', 'export'])).toEqual({
    added: ['export'],
    removed: ['write'],
    kept: 2,
  })
})

test('an item that stands twice counts twice', () => {
  expect(diffLists(['a', 'a'], ['a'])).toEqual({ added: [], removed: ['a'], kept: 1 })
})
