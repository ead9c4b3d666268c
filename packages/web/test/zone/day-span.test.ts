import { dayAt } from '@daybook/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inTime, readCompareAddress } from '../../src/compare/compare-address.ts'
import { readAddress } from '../../src/search/asked.ts'
import { addressTime, daySpan } from '../../src/zone/day-span.ts'

test('a day of a zone is an address that every reader takes for the same instants', () => {
  expect(daySpan('2026-11-22', 'UTC')).toEqual({ from: '2026-11-22', to: '2026-11-23' })
  expect(daySpan('2026-03-29', 'Europe/Berlin')).toEqual({ from: '2026-03-28T23:00:00Z', to: '2026-03-29T22:00:00Z' })
  expect(daySpan('2026-10-25', 'Europe/Berlin')).toEqual({ from: '2026-10-24T22:00:00Z', to: '2026-10-25T23:00:00Z' })
  expect(daySpan('soon', 'UTC')).toEqual({})
})

test('what the address of a search says survives being read, in every zone', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia')
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2035, 0) }), zone, (ms, name) => {
      const day = dayAt(ms, name)
      const span = daySpan(day, name)
      expect(readAddress(span)).toEqual(span)
      expect(dayAt(Date.parse(span.from ?? ''), name)).toBe(day)
      expect(dayAt(Date.parse(span.to ?? '') - 1, name)).toBe(day)
      expect(Date.parse(addressTime(ms))).toBe(ms)
    }),
  )
})

test('a comparison is of instants, the earlier first, and of nothing that is none', () => {
  const [a, b] = ['2026-05-03T09:00:00.000Z', '2026-05-09T09:00:00Z']
  expect(inTime(readCompareAddress({ from: b, to: a }))).toEqual({ from: a, to: b })
  expect(readCompareAddress({ from: '2026-05-03', to: 'x' })).toEqual({})
})
