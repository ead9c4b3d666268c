import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatQuery } from '../../src/query/format-query.ts'
import { matches } from '../../src/query/matches.ts'
import { normalForm } from '../../src/query/normal-form.ts'
import { parseQuery } from '../../src/query/parse-query.ts'
import type { Query, Searchable } from '../../src/query/query.ts'
import type { TermExpr } from '../../src/query/term-expr.ts'
import { termPlan } from '../../src/query/term-plan.ts'
import { termsOf } from '../../src/query/terms-of.ts'
import { recordedBoundOf, timeRangeOf } from '../../src/query/time-range.ts'
import { someEvent, someSlots, withhold } from './arbitrary-events.ts'
import { someAsk, someQuery } from './arbitrary-queries.ts'

const seed = Math.floor(Math.random() * 2 ** 31)

/** What an index does with a plan. */
function finds(expr: TermExpr, terms: ReadonlySet<string>): boolean {
  if (expr === 'everything' || expr === 'nothing') return expr === 'everything'
  if ('all' in expr) return expr.all.every((part) => finds(part, terms))
  if ('any' in expr) return expr.any.some((part) => finds(part, terms))
  if ('not' in expr) return !finds(expr.not, terms)
  return expr.prefix ? [...terms].some((term) => term.startsWith(expr.term)) : terms.has(expr.term)
}

function found(query: Query, seen: Searchable, terms: ReadonlySet<string>): boolean {
  const { expr, exact } = termPlan(query)
  return finds(expr, terms) && (exact || matches(query, seen))
}

const counted = { pairs: 0, matching: 0, exact: 0 }

describe(`terms and the matcher agree (seed ${seed})`, () => {
  it('for every event, query and reader', () => {
    const check = (event: Searchable, asked: readonly Query[], hidden: ReadonlySet<string>) => {
      const seen = withhold(event, hidden)
      const all = termsOf(event)
      const visible = new Set(all.flatMap(({ slot, term }) => (hidden.has(slot) ? [] : [term])))
      const made = new Set(termsOf(seen).map(({ term }) => term))
      for (const query of asked) {
        const isMatch = matches(query, seen)
        // Terms of the whole event by the slots that the reader sees, and terms of what is left of an event.
        const answers = [found(query, seen, visible), found(query, seen, made)]
        if (answers.some((answer) => answer !== isMatch))
          expect({ query, answers }).toEqual({ query, answers: [isMatch, isMatch] })
        counted.pairs++
        counted.matching += Number(isMatch)
        counted.exact += Number(termPlan(query).exact)
      }
    }
    const events = fc.array(someEvent, { minLength: 6, maxLength: 6 })
    const queries = fc.array(someAsk, { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(events, queries, someSlots, (some, asked, hidden) => {
        for (const [at, event] of some.entries()) check(event, asked, at % 2 === 0 ? new Set() : hidden)
      }),
      { seed, numRuns: 300 },
    )
    expect(counted.pairs).toBeGreaterThanOrEqual(20_000)
    expect(counted.matching / counted.pairs).toBeGreaterThan(0.1)
    expect(counted.exact / counted.pairs).toBeGreaterThan(0.5)
  })

  it('every term is one short word', () => {
    const check = (event: Searchable) => {
      for (const { term } of termsOf(event)) expect(term).toMatch(/^[a-z0-9_.\-/@%+*=~#?!:]{2,100}$/)
    }
    fc.assert(fc.property(someEvent, check), { seed, numRuns: 300 })
  })
})

describe(`a query keeps its meaning (seed ${seed})`, () => {
  it('when it is written down and read again', () => {
    const check = (query: Query) => {
      const normal = normalForm(query)
      const text = formatQuery(query)
      expect(parseQuery(text)).toEqual(normal)
      expect(formatQuery(parseQuery(text))).toBe(text)
    }
    fc.assert(fc.property(someQuery, check), { seed, numRuns: 5_000 })
  })

  it('in its normal form, and with its time or its position taken out', () => {
    const check = (query: Query, events: readonly Searchable[]) => {
      const normal = normalForm(query)
      const { query: rest, ...range } = timeRangeOf(query)
      const apart: Query = { kind: 'and', parts: [rest, { kind: 'time', ...range }] }
      const { query: whenever, upTo } = recordedBoundOf(query)
      const bound: Query = { kind: 'and', parts: upTo === undefined ? [] : [{ kind: 'recorded', upTo }] }
      for (const event of events) {
        expect(matches(normal, event)).toBe(matches(query, event))
        expect(matches(apart, event)).toBe(matches(query, event))
        expect(matches({ kind: 'and', parts: [whenever, bound] }, event)).toBe(matches(query, event))
      }
    }
    fc.assert(fc.property(someAsk, fc.array(someEvent, { minLength: 4, maxLength: 4 }), check), { seed, numRuns: 1_000 })
  })
})
