import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completionAt } from '../../src/query/complete.ts'
import { matches } from '../../src/query/matches.ts'
import { parseQuery } from '../../src/query/parse-query.ts'
import { queryFromParameters, queryParameterNames } from '../../src/query/query-from-parameters.ts'
import { reachOf } from '../../src/query/reach-of.ts'
import { termPlan } from '../../src/query/term-plan.ts'
import { timeRangeOf } from '../../src/query/time-range.ts'
import { words } from './arbitrary-events.ts'
import { firmEvents } from './firm-events.ts'

const read = (search: string) => queryFromParameters(new URLSearchParams(search))

describe('parameters and text mean the same', () => {
  it.each([
    ['actor=maria', 'actor:maria'],
    ['actor=Maria Lopez', 'actor:"Maria Lopez"'],
    ['actor="Maria"', 'actor:Maria'],
    ['actor=maria&actor=sam', 'actor:maria,sam'],
    ['actor=maria,sam', 'actor:maria,sam'],
    ['customer=Roe, Jane', 'customer:"Roe, Jane"'],
    ['not.source=api&not.source=webhook', '-source:api -source:webhook'],
    ['not.source=api,webhook', '-source:api,webhook'],
    ['field=status&after=Approved', 'field:status after:Approved'],
    ['after=%3E500&after=%3C1000', 'after:>500..<1000'],
    ['before=%3C2026-01-01', 'before:<2026-01-01'],
    ['after=500..1000', 'after:500..1000'],
    ['action=order.*', 'action:order.*'],
    ['reason=none', 'reason:none'],
    ['reason="none"', 'reason:"none"'],
    ['role=Support M*', 'role:"Support M"*'],
    ['object=5" pipe', 'object:"5\\" pipe"'],
    ['q=maria OR ken&outcome=success', '(maria OR ken) outcome:success'],
    ['limit=5&cursor=x&order=asc', '*'],
    ['source=Bulk import', 'source:bulk_import'],
  ])('%s', (parameters, text) => {
    expect(read(parameters)).toEqual({ query: parseQuery(text), which: 'business' })
  })

  it('for whatever values', () => {
    const name = fc.constantFrom(
      'actor',
      'object',
      'field',
      'before',
      'after',
      'reason',
      'customer',
      'role',
      'not.batch',
      'not.after',
    )
    const value = fc.constantFrom(...words).filter((word) => !/^[*]$|^[<>]/.test(word))
    const inText = (typed: string) => `"${typed.replace(/[\\"]/g, '\\$&')}"`
    const check = (some: readonly (readonly [string, string])[]) => {
      const text = some.map(([filter, typed]) => `${filter}:${inText(typed)}`).join(' ')
      const { query } = queryFromParameters(some.map(([filter, typed]) => [filter, inText(typed)]))
      expect(query).toEqual(parseQuery(text))
    }
    fc.assert(fc.property(fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 4 }), check), { numRuns: 1_000 })
  })

  it('and take the time out', () => {
    const [fromMs, toMs] = [Date.UTC(2026, 10, 1), Date.UTC(2026, 11, 1)]
    expect(read('from=2026-11-01&to=2026-12-01&actor=x')).toMatchObject({ fromMs, toMs, query: parseQuery('actor:x') })
    expect(read('q=at:2026-11 x')).toMatchObject({ fromMs, toMs, query: parseQuery('x') })
    expect(read('at=2026-11')).toMatchObject({ fromMs, toMs, query: parseQuery('') })
    expect(read('from=2026-11-01T01:00:00+01:00')).toMatchObject({ fromMs })
    expect(read('from=2026-11-01T01:00:00%2B01:00')).toMatchObject({ fromMs })
    expect(timeRangeOf(parseQuery('at:2026-11 OR x'))).toEqual({ query: parseQuery('at:2026-11 OR x') })
  })

  it('and are refused with the name of the parameter', () => {
    expect(() => read('outcome=perhaps')).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'bad_query', pointer: '/outcome', at: 0 }) }),
    )
    expect(() => read('not.after=%3Ex')).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ pointer: '/not.after' }) }),
    )
    expect(() => read('actor=')).toThrow('a value is missing')
    expect(() => read('from=tomorrow')).toThrow('a time is written as')
    expect(() => read('q=(')).toThrow(expect.objectContaining({ problem: expect.objectContaining({ pointer: '/q' }) }))
    expect(() => read(`actor=${'a,'.repeat(201)}a`)).toThrow('200 words and values')
  })

  it('by names that a server can know', () => {
    expect(queryParameterNames).toEqual(
      expect.arrayContaining(['q', 'actor', 'not.actor', 'field', 'not.after', 'from', 'to', 'at', 'upto']),
    )
    expect(queryParameterNames).not.toContain('not.from')
  })
})

it.each([
  ['maria', 'business'],
  ['-category:trail', 'business'],
  ['category:trail', 'own'],
  ['category:trail actor:maria', 'own'],
  ['category:trail,security', 'all'],
  ['category:trail OR maria', 'all'],
  ['category:trail OR action:trail.*', 'own'],
  ['action:trail.exported', 'own'],
  ['action:*', 'business'],
])('%s is about the %s events', (query, reach) => {
  expect(reachOf(parseQuery(query))).toBe(reach)
})

it.each([
  'actor:u_7',
  'actor:"maria lopez"',
  'actor:mar*',
  'object:order/1842',
  'record:order/1842',
  'record:customer/c_482',
  'action:order.*',
  'status:approved',
  'field:status after:approved',
  'field:total after:500',
  'source:bulk_import,api -outcome:success',
  'reason:none',
  'reason:"receipt checked"',
  'batch:none workflow:* -quality:none',
  'acme ltd',
  '東京都',
  'role:東京 object:none',
])('an index alone can answer %s', (query) => {
  expect(termPlan(parseQuery(query)).exact).toBe(true)
})

it.each(['"acme ltd"', 'after:>500', 'after:"on hold"', 'field:a before:b', '-"acme ltd"', 'a OR at:2026', 'actor:€'])(
  'an index finds candidates for %s, to be asked again',
  (query) => {
    expect(termPlan(parseQuery(query)).exact).toBe(false)
  },
)

/** The place is where the bar stands. */
it.each([
  ['|', { what: 'text', typed: '', from: 0, to: 0 }],
  ['act|', { what: 'filter', typed: 'act', from: 0, to: 3 }],
  ['ac|tor:mar', { what: 'filter', typed: 'ac', from: 0, to: 6 }],
  ['actor:|', { what: 'value', filter: 'actor', typed: '', from: 6, to: 6 }],
  ['actor:mar|', { what: 'value', filter: 'actor', typed: 'mar', from: 6, to: 9 }],
  ['x actor:mar|ia y', { what: 'value', filter: 'actor', typed: 'mar', from: 8, to: 13 }],
  ['actor:"Maria Lo|', { what: 'value', filter: 'actor', typed: 'Maria Lo', from: 6, to: 15 }],
  ['source:api,we|', { what: 'value', filter: 'source', typed: 'we', from: 11, to: 13 }],
  ['source:a|pi,we', { what: 'value', filter: 'source', typed: 'a', from: 7, to: 10 }],
  ['-source:ap|', { what: 'value', filter: 'source', typed: 'ap', from: 8, to: 10 }],
  ['(actor:m|)', { what: 'value', filter: 'actor', typed: 'm', from: 7, to: 8 }],
  ['after:>5|', { what: 'value', filter: 'after', typed: '5', from: 6, to: 8 }],
  ['nofilter:x|', { what: 'value', typed: 'x', from: 9, to: 10 }],
  ['maria |', { what: 'text', typed: '', from: 6, to: 6 }],
  ['#18|', { what: 'text', typed: '#18', from: 0, to: 3 }],
])('completes %s', (text, completion) => {
  expect(completionAt(text.replace('|', ''), text.indexOf('|'))).toEqual(completion)
})

it('does not find what is hidden, nor that nothing is there', () => {
  const { reason: _reason, ...rest } = firmEvents.approval
  const hidden = { ...rest, hidden: [{ slot: 'reason', why: 'withheld' as const }] }
  expect(matches(parseQuery('receipt'), hidden)).toBe(false)
  expect(matches(parseQuery('reason:none'), hidden)).toBe(false)
  expect(matches(parseQuery('reason:none'), rest)).toBe(true)
})
