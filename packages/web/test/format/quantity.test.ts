import { expect, test } from 'vitest'
import { difference, showNumeral } from '../../src/format/quantity.ts'

test('the difference of two amounts is exact, beyond what a number holds', () => {
  expect(difference('1200.50', '1350.25')).toBe('149.75')
  expect(difference('90071992547409931.10', '90071992547409930')).toBe('-1.10')
  expect(difference(3, 12)).toBe('9')
  expect(difference('-0.5', '0.25')).toBe('0.75')
})

test('what is no plain decimal has no difference', () => {
  for (const [before, after] of [
    ['EUR 5', '6'],
    [null, 3],
    ['1e5', '2'],
    ['', '1'],
    [undefined, '1'],
  ])
    expect(difference(before, after)).toBeUndefined()
})

test('an amount keeps every digit it has', () => {
  expect(showNumeral('90071992547409931.10').replace(/[^\d]/g, '')).toBe('9007199254740993110')
  expect(showNumeral('about 7')).toBe('about 7')
})

test('an amount shows its currency, and at least the digits that the currency has', () => {
  expect(showNumeral('1480', { currency: 'GBP' })).toBe('£1,480.00')
  expect(showNumeral('7.505', { currency: 'EUR' })).toBe('€7.505')
  expect(showNumeral('1480', { currency: 'JPY' })).toBe('¥1,480')
  expect(showNumeral('-20.5', { currency: 'GBP', signed: true })).toBe('−£20.50')
  expect(showNumeral('20', { signed: true })).toBe('+20')
  expect(showNumeral('90071992547409931.10', { currency: 'GBP' })).toBe('£90,071,992,547,409,931.10')
})

test('what is no currency is left out, and what is no amount stays as it is', () => {
  expect(showNumeral('5.00', { currency: 'pounds' })).toBe('5.00')
  expect(showNumeral('••• 12', { currency: 'GBP' })).toBe('••• 12')
})
