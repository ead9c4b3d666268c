import { parseQuery } from '@daybook/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mendQuery } from '../../src/search/mend-query.ts'

const nowMs = Date.parse('2026-11-22T23:30:00Z')
const mended = (typed: string, zone = 'Europe/Berlin') => mendQuery(typed, zone, nowMs)

/** What people type, and what they are asked whether they mean. */
const meant: readonly (readonly [typed: string, meant: string])[] = [
  ['actor: maria', 'actor:maria'],
  ['object: order/1842', 'object:order/1842'],
  ['status: "On hold"  maria', 'status:"On hold"  maria'],
  ['actor:maria, sam', 'actor:maria,sam'],
  ['after:> 500', 'after:>500'],
  ['at:>= 2026-11-01', 'at:>=2026-11-01'],
  ['user:maria', 'actor:maria'],
  ['not.user:maria', 'not.actor:maria'],
  ['who: maria', 'actor:maria'],
  ['order:1842', 'object:order/1842'],
  ['order:#1842', 'object:order/1842'],
  ['amount:>500', 'field:amount>500'],
  ['amount > 500', 'field:amount>500'],
  ['price>=1200.50 maria', 'field:price>=1200.50 maria'],
  ['from:maria', 'actor:maria'],
  ['from:01.11.2026 to:30.11.2026', 'from:2026-11-01 to:2026-11-30'],
  ['at:2026/11/01', 'at:2026-11-01'],
  ['at:22/11/2026', 'at:2026-11-22'],
  ['at:11/22/2026', 'at:2026-11-22'],
  ['at:today', 'at:2026-11-23'],
  ['at:yesterday', 'at:2026-11-22'],
  ['after:>€500', 'after:>500'],
  ['after:>1,200.50', 'after:>1200.50'],
  ['after:>1.200,50', 'after:>1200.50'],
  ['after:>1,200', 'after:>1200'],
  ['count > 1,000', 'count:>1000'],
  ['count:>1,000', 'count:>1000'],
  ['outcome:failed', 'outcome:failure'],
  ['"unfinished', '"unfinished"'],
  ['(maria OR sam', '(maria OR sam)'],
  ['maria)', 'maria'],
  ['AND maria', 'maria'],
  ['maria OR', 'maria'],
  ['*maria*', 'maria*'],
  ['- source:api', '-source:api'],
  ['maria - source:api', 'maria -source:api'],
  ["actor:'Maria Lopez'", 'actor:"Maria Lopez"'],
  ['actor:«Jürgen Müller»', 'actor:"Jürgen Müller"'],
  ['‘receipt checked’', '"receipt checked"'],
  ['status:approved or status:rejected', 'status:approved OR status:rejected'],
  ['(maria or sam)', '(maria OR sam)'],
  ['not source:api', 'NOT source:api'],
  ['!source:api', '-source:api'],
  ['status=Approved', 'status:Approved'],
  ['actor:maria|sam', 'actor:maria,sam'],
  ['maria and status:approved', 'maria AND status:approved'],
  ['user: maria or user: sam', 'actor:maria OR actor:sam'],
]

/** What means what it says. */
const meantSo = [
  '',
  'maria',
  'Maria Lopez',
  'maria@tidewater.example',
  "actor:o'brien",
  "Sinéad O'Brien's orders",
  '#1842',
  'order #1842',
  'Müller & Söhne',
  'Birch - Söhne',
  '"cash or card"',
  'actor:"not source:api"',
  'https://tool.example/orders/1842',
  '-(maria OR sam) at:2026-10..2026-11',
  'reason:"price > 500"',
]

/** What nobody can tell. */
const unclear = ['at:01/11/2026', 'at:tomorrow-ish', 'wildcard*card', 'source:(api)', 'reason:', 'zzzz:1', 'quality:nonsense']

describe('a query as somebody may have meant it', () => {
  it.each(meant)('%s: perhaps %s', (typed, better) => {
    expect(mended(typed)).toBe(better)
    expect(mended(better)).toBeUndefined()
  })

  it.each([...meantSo, ...unclear])('%s: nothing is offered', (typed) => {
    expect(mended(typed)).toBeUndefined()
  })

  it('takes days as those of the reader’s zone', () => {
    expect(mended('at:today', 'America/New_York')).toBe('at:2026-11-22')
  })

  it('is always a query, whatever was typed', () => {
    const pieces = fc.constantFrom(
      'actor:',
      'user:',
      ' ',
      'or',
      '(',
      ')',
      '"',
      "'",
      '>',
      '500',
      '1.200,5',
      '*',
      '-',
      'maria',
      'at:',
      'today',
      ',',
      '|',
      '=',
      '!',
      '«',
      '»',
      '€',
      'OR',
    )
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 9 }).map((all) => all.join('')),
        (typed) => {
          const offered = mended(typed)
          if (offered !== undefined) expect(() => parseQuery(offered)).not.toThrow()
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
