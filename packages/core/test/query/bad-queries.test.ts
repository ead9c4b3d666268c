import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completionAt } from '../../src/query/complete.ts'
import { filterHelp } from '../../src/query/filter-help.ts'
import { formatQuery } from '../../src/query/format-query.ts'
import { matches } from '../../src/query/matches.ts'
import { parseQuery } from '../../src/query/parse-query.ts'
import { queryFromParameters } from '../../src/query/query-from-parameters.ts'
import { queryLimits } from '../../src/query/query-limits.ts'
import { queryWords } from '../../src/query/query-words.ts'
import { termPlan } from '../../src/query/term-plan.ts'
import { Refusal } from '../../src/refusal.ts'
import { someQuery } from './arbitrary-queries.ts'
import { firmEvents } from './firm-events.ts'

const seed = Math.floor(Math.random() * 2 ** 31)

/** What a query is refused with. Anything but a refusal of a query is a defect. */
function refusalOf(read: () => unknown): Refusal['problem'] | undefined {
  try {
    read()
    return undefined
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.problem.code === 'bad_query') return thrown.problem
    throw thrown
  }
}

/** Query, column and what the sentence says. */
const wrong: readonly (readonly [query: string, column: number, says: string])[] = [
  ['akteur:maria', 1, 'the filters are actor, actorType'],
  ['maria aktor:x', 7, 'perhaps actor is meant'],
  ['user:maria', 1, 'perhaps actor is meant'],
  ['date:2026', 1, 'perhaps at is meant'],
  ['constructor:x', 1, 'there is no filter of this name'],
  ['actor:', 7, 'a value is missing'],
  ['actor: maria', 7, 'a value is missing'],
  ['actor:""', 7, 'a value is missing'],
  ['actor:maria,', 13, 'a value is missing'],
  ['after:>', 8, 'a value is missing'],
  ['source:(api)', 8, 'takes no parentheses'],
  ['- source:api', 1, 'a minus stands right before'],
  ['maria – source:api', 7, 'a minus stands right before'],
  ['upto:2026-11-22', 6, 'how many events the trail had'],
  ['upto:<5', 6, 'how many events the trail had'],
  ['upto:5,6', 8, 'takes one position'],
  ['(maria', 1, 'opened and never closed'],
  ['((maria)', 1, 'opened and never closed'],
  ['maria)', 6, 'closed that was never opened'],
  [')', 1, 'closed that was never opened'],
  ['()', 1, 'hold nothing'],
  ['maria ()', 7, 'hold nothing'],
  ['"maria', 1, 'a quote is opened'],
  ['actor:"maria', 7, 'a quote is opened'],
  ['"maria\\"', 1, 'a quote is opened'],
  ['maria OR', 7, 'OR needs something'],
  ['OR maria', 1, 'OR needs something'],
  ['a OR OR b', 6, 'OR needs something'],
  ['(a OR)', 4, 'OR needs something'],
  ['AND a', 1, 'AND needs something'],
  ['a AND', 3, 'AND needs something'],
  ['a AND OR b', 3, 'AND needs something'],
  ['NOT', 4, 'NOT or the minus'],
  ['a NOT OR b', 7, 'NOT or the minus'],
  ['-(', 2, 'opened and never closed'],
  ['🙂', 1, 'no letter or digit'],
  ['"—"', 1, 'no letter or digit'],
  ['-', 1, 'no letter or digit'],
  ['a -"&"', 4, 'no letter or digit'],
  ['mar*ia', 1, 'a star stands only at the end'],
  ['actor:*ria', 7, 'a star stands only at the end'],
  ['action:a*b', 8, 'an action is written like'],
  ['action:order/approved', 8, 'an action is written like'],
  ['source:bulk_imprt', 8, 'perhaps bulk_import'],
  ['source:carrier_pigeon', 8, 'write one of: user_action'],
  ['actorType:human', 11, 'user, admin, automation'],
  ['outcome:failed', 9, 'success, failure, denied'],
  ['category:finance', 10, 'security, data, workflow'],
  ['decision:aproved', 10, 'perhaps approved'],
  ['quality:no_raeson', 9, 'perhaps no_reason'],
  ['actor:>5', 7, 'only before, after, count and at compare'],
  ['field:none', 7, '-field:*'],
  ['after:>abc', 7, 'a comparison takes a number'],
  ['after:>2026-13-01', 7, 'a comparison takes a number'],
  ['after:>1,200.50', 7, 'without separators'],
  ['after:>1200,50', 7, 'without separators'],
  ['after:1..x', 7, 'a comparison takes a number'],
  ['field:total>abc', 7, 'a comparison takes a number'],
  ['field:>5', 7, 'only before, after, count and at compare'],
  ['count:many', 7, 'a number without separators like 1000'],
  ['count:10*', 7, 'a number without separators like 1000'],
  ['count:>2026-01-01', 7, 'a number without separators like 1000'],
  ['count:"none"', 7, 'a number without separators like 1000'],
  ['count:>1,200', 7, 'without separators'],
  ['count:>x', 7, 'a number without separators like 1000'],
  ['count:5..>7', 7, 'a number without separators like 1000'],
  ['at:yesterday', 4, 'a time is written as'],
  ['at:2026-02-30', 4, 'a time is written as'],
  ['at:2026-11-22T09:15:02', 4, 'with an offset'],
  ['at:..', 4, 'a time is written as'],
  ['from:>2026', 6, 'a time is written as'],
  ['from:2026,2027', 11, 'one time each'],
]

describe('a wrong query is refused with the column and a sentence', () => {
  it.each(wrong)('%s', (query, column, says) => {
    const problem = refusalOf(() => parseQuery(query))
    expect(problem).toMatchObject({ code: 'bad_query', pointer: '/q', at: column - 1 })
    expect(problem?.detail).toMatch(new RegExp(`^At column ${column}, [^\\n]*\\.$`))
    expect(problem?.detail).toContain(says)
  })

  it('over a limit, and not at it', () => {
    const { characters, atoms, nesting, words } = queryLimits
    const nested = (deep: number) => `${'('.repeat(deep)}a${')'.repeat(deep)}`
    for (const [fits, over, says] of [
      ['a'.repeat(characters), 'a'.repeat(characters + 1), '4000 characters'],
      ['a '.repeat(atoms), 'a '.repeat(atoms + 1), '200 words and values'],
      [
        `actor:${Array(atoms).fill('a').join(',')}`,
        `actor:${Array(atoms + 1)
          .fill('a')
          .join(',')}`,
        '200 words and values',
      ],
      [nested(nesting), nested(nesting + 1), '16 deep'],
      ['x-'.repeat(words), `${'x-'.repeat(words)}x`, '1000 words'],
    ] as const) {
      expect(refusalOf(() => parseQuery(fits))).toBeUndefined()
      expect(refusalOf(() => parseQuery(over))?.detail).toContain(says)
    }
  })

  it('and never repeats what was typed', () => {
    const secret = 'hunter2'
    for (const query of [
      `${secret}x:1`,
      `after:>${secret}`,
      `at:${secret}`,
      `outcome:${secret}`,
      `source:${secret}_${secret}`,
      `action:${secret}!`,
      `(${secret}`,
    ]) {
      expect(refusalOf(() => parseQuery(query))?.detail ?? '').not.toContain(secret)
    }
  })
})

const signs = [
  '(',
  ')',
  '"',
  '-',
  ':',
  ',',
  '*',
  '>',
  '<',
  '=',
  '..',
  ' ',
  'OR',
  'NOT',
  'AND',
  '\\',
  'none',
  '“',
  '\u00a0',
  '\u0000',
  '\ud800',
  '🙂',
  '2026',
  '1.5',
  'é',
  ...queryWords.map((name) => `${name}:`),
]
/** Strings by the thousand, which a library of properties makes too slowly. */
function* strings(count: number): Generator<string> {
  let state = seed
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const sign = (): string =>
    below(3) === 0 ? String.fromCharCode(below(0x2_0000) >> below(16)) : (signs[below(signs.length)] ?? '')
  const valid = fc.sample(someQuery, { seed, numRuns: 1_000 }).map(formatQuery)
  for (let made = 0; made < count; made++) {
    if (made % 2 === 0) yield Array.from({ length: below(24) }, sign).join('')
    else {
      const text = valid[below(valid.length)] ?? ''
      const at = below(text.length + 1)
      yield text.slice(0, at) + sign() + text.slice(at + below(4))
    }
  }
}
const garbage = fc.array(fc.constantFrom(...signs), { maxLength: 12 }).map((parts) => parts.join(''))

describe(`whatever is typed (seed ${seed})`, () => {
  it('is a query or a refusal, and a query can be matched, planned and written down again', () => {
    let refused = 0
    let count = 0
    // Most of the time would go into writing down where each refusal was thrown.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    for (const text of strings(100_000)) {
      const problem = refusalOf(() => {
        const query = parseQuery(text)
        if (count++ % 5 !== 0) return
        if (matches(query, firmEvents.approval) !== matches(parseQuery(formatQuery(query)), firmEvents.approval))
          throw new Error(text)
        termPlan(query)
      })
      if (problem === undefined) continue
      refused++
      if (!(problem.at !== undefined && problem.at >= 0 && problem.at <= text.length)) throw new Error(`${problem.at} in ${text}`)
    }
    Error.stackTraceLimit = stackTraceLimit
    expect(refused).toBeGreaterThan(20_000)
    expect(refused).toBeLessThan(90_000)
  })

  it('can be completed at any place', () => {
    for (const text of strings(5_000)) {
      for (let place = 0; place <= text.length; place += 3) {
        const { from, to, typed } = completionAt(text, place)
        expect(0 <= from && from <= place && place <= to && to <= text.length).toBe(true)
        expect(text.slice(from, place).endsWith(typed)).toBe(true)
      }
    }
  })

  it('in a parameter is a query or a refusal', () => {
    const names = fc.constantFrom('q', 'limit', 'not.actor', 'from', ...queryWords)
    const check = (parameters: readonly [string, string][]) => {
      const problem = refusalOf(() => termPlan(queryFromParameters(parameters).query))
      if (problem !== undefined) expect(parameters.map(([name]) => `/${name}`)).toContain(problem.pointer)
    }
    fc.assert(fc.property(fc.array(fc.tuple(names, garbage), { maxLength: 3 }), check), { seed, numRuns: 5_000 })
  })

  it('costs time in proportion to its length', () => {
    // Each of these would take minutes where a pattern or a loop goes back over what it has read.
    const bad = [
      '(',
      '-',
      '"',
      '\\"',
      'a:',
      'actor:',
      'actor:a,',
      'at:..',
      'a ',
      '((a) ',
      'NOT ',
      '-(',
      '>',
      '..',
      'é',
      'a.',
      '东',
      '\u0301',
      'actor:"',
      'x-',
      ',',
      'a*',
      '🙂 ',
      'OR ',
      ' ',
    ]
    for (const part of bad) {
      const text = part.repeat(4_000).slice(0, queryLimits.characters)
      refusalOf(() => termPlan(parseQuery(text)))
      for (let at = 0; at < text.length; at += 500) completionAt(text, at)
    }
  })
})

it('explains every filter with an example that is a query', () => {
  expect(filterHelp.map(({ name }) => name).sort()).toEqual([...queryWords].sort())
  for (const { name, sentence, example } of filterHelp) {
    expect(sentence).toMatch(/^[A-Z].*\.$/)
    expect(example).toContain(`${name}:`)
    expect(refusalOf(() => parseQuery(example))).toBeUndefined()
  }
})
