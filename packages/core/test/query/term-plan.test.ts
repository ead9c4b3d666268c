import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../src/query/parse-query.ts'
import { termPlan } from '../../src/query/term-plan.ts'
import { TermWriter, termsOf } from '../../src/query/terms-of.ts'

describe('terms alone find', () => {
  it.each([
    'actor:u_7',
    'actor:maria',
    'actor:"Maria Lopez"',
    'object:order/1842',
    'object:1842',
    'object:order',
    'object:order/18*',
    'customer:c_482',
    'source:bulk_import',
    'action:order.approved',
    'category:data',
    'batch:imp_42',
    'organization:acme',
    'workflow:refund/r_31',
    'status:approved',
    'field:status after:approved',
    'field:total after:500',
    'field:status',
    'after:approved',
    'refund',
    'refund duplicate',
    'mar*',
    'reason:none',
    'count:*',
    'count:none',
  ])('%s', (text) => {
    expect(termPlan(parseQuery(text)).exact).toBe(true)
  })
})

describe('terms find candidates only, to be asked again', () => {
  it.each([
    '"maria lopez"',
    'before:draft',
    'field:status before:draft after:approved',
    'field:total after:>500',
    'before:>500',
    'count:>1000',
    'count:312',
  ])('%s', (text) => {
    const { expr, exact } = termPlan(parseQuery(text))
    expect(exact).toBe(false)
    expect(expr).not.toBe('everything')
  })
})

it('who writes the terms of many events remembers nothing that changes them', () => {
  const writer = new TermWriter()
  const event = (after: string, label?: string) => ({
    seq: 0,
    defects: [],
    action: 'order.updated',
    actor: { id: 'u_7', name: 'Maria Lopez', roles: ['Maria'] },
    reason: 'Maria',
    changes: [{ field: 'owner', ...(label === undefined ? {} : { label }), before: 'Maria', after }],
  })
  for (const some of [event('Maria'), event('Sam'), event('Maria', 'Owner'), event('Maria', 'Status'), event('12.50')]) {
    const written = new Set<string>()
    writer.write(some, (slot, lines) => {
      for (const term of lines.split('\n')) if (term !== '') written.add(`${slot} ${term}`)
    })
    expect([...written].sort()).toEqual(
      termsOf(some)
        .map(({ slot, term }) => `${slot} ${term}`)
        .sort(),
    )
  }
})
