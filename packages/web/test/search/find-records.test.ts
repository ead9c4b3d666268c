import { describe, expect, test } from 'vitest'
import { recordQuery } from '../../src/search/find-records.ts'

describe('records that somebody may mean', () => {
  test('by number, by kind and number, by the words of a name', () => {
    expect(recordQuery('482')).toBe('object:482')
    expect(recordQuery('#1842')).toBe('object:1842')
    expect(recordQuery('customer 482')).toBe('object:"customer 482",customer/482')
    expect(recordQuery('Order #1842')).toBe('object:"Order 1842",order/1842')
    expect(recordQuery('purchase order 77')).toBe('object:"purchase order 77",purchase_order/77,order/77')
    expect(recordQuery('river ta')).toBe('object:"river ta"*')
  })

  test('also among other words', () => {
    expect(recordQuery('customer 482 billing status')).toBe('object:"customer 482 billing status"*,customer/482')
    expect(recordQuery('who approved refund #907?')).toBe('object:"who approved refund 907",who_approved_refund/907,refund/907')
  })

  test('nobody is asked where the query is more than bare words, or hardly a word', () => {
    for (const q of ['', ' ', 'a', '#', 'actor:maria', 'order -1842', 'actor:maria 1842', 'a OR b', '"unfinished', '(('])
      expect(recordQuery(q)).toBeUndefined()
  })
})
