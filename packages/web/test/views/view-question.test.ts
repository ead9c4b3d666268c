import { lanes } from '@daybook/core'
import { expect, it } from 'vitest'
import { askedBy, readAddress, type SearchAddress } from '../../src/search/asked.ts'
import { spans } from '../../src/search/spans.ts'
import { addressOf, asksTheSame, frozenAddress, questionOf } from '../../src/views/view-question.ts'

const addresses: readonly SearchAddress[] = [
  {},
  { q: 'actor:maria "acme ltd"' },
  { from: '2026-11-01', to: '2026-12-01' },
  { to: '2026-11-22T10:00:00.000Z' },
  ...spans.map((last) => ({ q: 'x', last })),
  ...lanes.map((lane) => readAddress({ lane })),
]

it.each(addresses)('a view asks what was asked when it was saved: %j', (address) => {
  expect(addressOf(questionOf(address))).toEqual(address)
  expect(asksTheSame(addressOf(questionOf(address)), address)).toBe(true)
})

it('a view of a frozen search keeps the position as a part of what is asked, for every alternative', () => {
  expect(questionOf({ q: 'maria OR ken', upto: '884' }).q).toBe('(maria OR ken) upto:884')
  expect(questionOf({ upto: '884' }).q).toBe('upto:884')
})

it('an address takes a position as a number or as text, and nothing else for one', () => {
  expect([884, '884', '00884'].map((upto) => readAddress({ upto }))).toEqual(Array(3).fill({ upto: '884' }))
  expect(['-1', '1.5', '', '1e3', 'x', {}, null].map((upto) => readAddress({ upto }))).toEqual(Array(7).fill({}))
})

it('the latest days take the place of both ends, and a made-up span of none', () => {
  expect(readAddress({ last: '7d', from: '2026-11-01', to: '2026-12-01' })).toEqual({ last: '7d' })
  expect(readAddress({ last: '8d', from: '2026-11-01' })).toEqual({ from: '2026-11-01' })
  expect(askedBy({ last: '30d' }).from).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(askedBy({ last: '30d' }).to).toBeUndefined()
})

it('a frozen search begins where it began, and ends with what was recorded, unless it was frozen before', () => {
  const nowMs = Date.parse('2026-11-22T10:00:00.000Z')
  expect(frozenAddress({ q: 'x', last: '7d' }, 884, nowMs)).toEqual({ q: 'x', from: '2026-11-15', upto: '884' })
  expect(frozenAddress({ from: '2026-01-01', to: '2026-02-01' }, 884, nowMs)).toEqual({
    from: '2026-01-01',
    to: '2026-02-01',
    upto: '884',
  })
  expect(frozenAddress({ upto: '12' }, 884, nowMs)).toEqual({ upto: '12' })
  expect(askedBy({ upto: '12' })).toMatchObject({ upto: '12' })
})
