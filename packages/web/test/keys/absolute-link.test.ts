import { expect, it } from 'vitest'
import { readCompareAddress } from '../../src/compare/compare-address.ts'
import { absoluteLink } from '../../src/keys/absolute-link.ts'
import { readRecordAddress } from '../../src/record/record-address.ts'

const nowMs = Date.parse('2026-11-22T10:00:00.000Z')
const page = 'http://127.0.0.1:4319/t/office/records/order/a%2Fb'

it('a link to a comparison with now compares with the moment at which it was copied', () => {
  const link = new URL(absoluteLink(`${page}/compare?from=2026-11-01T09:00:00.000Z`, nowMs))
  expect(readCompareAddress(Object.fromEntries(link.searchParams))).toEqual({
    from: '2026-11-01T09:00:00.000Z',
    to: '2026-11-22T10:00:00.000Z',
  })
  expect(link.pathname).toBe('/t/office/records/order/a%2Fb/compare')
})

it('so does one of a record whose address is marked', () => {
  const link = absoluteLink('http://127.0.0.1:4319/t/office/~/records/~order/~../compare', nowMs)
  expect(link).toBe('http://127.0.0.1:4319/t/office/~/records/~order/~../compare?to=2026-11-22T10%3A00%3A00.000Z')
})

it.each([`${page}/compare?to=2026-11-02T09%3A00%3A00Z`, page, `${page}?at=2026-11-01T09%3A00%3A00Z`, `${page}/events/compare`])(
  'a link that says what it shows stays as it is: %s',
  (link) => expect(absoluteLink(link, nowMs)).toBe(link),
)

it('a moment of a record is an instant or a day, never an hour that is another one elsewhere', () => {
  expect(readRecordAddress({ at: '2026-11-01T09:00' })).toEqual({})
  expect(readRecordAddress({ at: '2026-11-01T09:00:00+01:00' })).toEqual({ at: '2026-11-01T09:00:00+01:00' })
  expect(readRecordAddress({ at: '2026-11-01' })).toEqual({ at: '2026-11-01' })
})
