import { describe, expect, test } from 'vitest'
import { seenAs, splitsOf } from '../../src/search/meant-records.ts'

const event = (type: string, id: string, name: string) => ({ id: name, object: { type, id, name } }) as never

describe('which records a counted value means', () => {
  test('types and ids may have slashes of their own', () => {
    expect(splitsOf('customer/482')).toEqual([{ type: 'customer', id: '482' }])
    expect(splitsOf('🗂/a/b')).toEqual([
      { type: '🗂', id: 'a/b' },
      { type: '🗂/a', id: 'b' },
    ])
    expect(splitsOf('odd')).toEqual([])
  })

  test('the events say which of them there are, each by the name it had last', () => {
    const events = [event('a/b', 'c', 'new'), event('a', 'b/c', 'other'), event('a/b', 'c', 'old'), event('a', 'b', 'else')]
    expect(seenAs('a/b/c', events)).toEqual([
      { type: 'a/b', id: 'c', name: 'new' },
      { type: 'a', id: 'b/c', name: 'other' },
    ])
  })
})
