import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { actorTypes, categories, decisions, outcomes, sourceTypes } from '../../src/event/event.ts'
import { matches } from '../../src/query/matches.ts'
import { parseQuery } from '../../src/query/parse-query.ts'
import { queryWords } from '../../src/query/query-words.ts'
import { type FirmEvent, firmEvents } from './firm-events.ts'

const page = readFileSync(new URL('../../../../docs/query.md', import.meta.url), 'utf8')

/** The rows of the table under a heading row. */
function table(head: string): readonly (readonly string[])[] {
  const [, rest = ''] = page.split(`| ${head}`)
  return rest
    .split('\n\n')[0]!
    .split('\n')
    .slice(2)
    .map((row) => row.slice(2, -2).split(' | '))
}
const code = (cell: string | undefined): string => /^`(.*)`$/.exec(cell ?? '')?.[1] ?? ''
const names = Object.keys(firmEvents) as FirmEvent[]

describe('docs/query.md', () => {
  const examples = table('you type | you find')

  it('has examples enough, some of which find nothing', () => {
    expect(examples.length).toBeGreaterThanOrEqual(25)
    expect(examples.filter(([, finds]) => finds === 'nothing').length).toBeGreaterThanOrEqual(4)
  })

  it.each(examples)('%s finds %s', (typed, finds) => {
    const query = parseQuery(code(typed))
    const found = names.filter((name) => matches(query, firmEvents[name]))
    expect(found.join(' ') || 'nothing').toBe(finds)
  })

  it.each(table('you type | you read'))('%s is answered as it says', (typed, sentence) => {
    expect(() => parseQuery(code(typed))).toThrow(sentence)
  })

  it('describes the events of its examples', () => {
    expect(table('event | is').map(([name]) => name)).toEqual(names)
  })

  it('names every filter and every value of a closed set', () => {
    const filters = table('filter | looks at')
    const named = filters.flatMap(([cell]) => [...(cell ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name))
    expect(named.sort()).toEqual([...queryWords].sort())
    const text = filters.map(([, about]) => about).join('\n')
    for (const value of [...actorTypes, ...categories, ...decisions, ...outcomes, ...sourceTypes])
      expect(text).toContain(`\`${value}\``)
  })

  it('shows a query that can be read', () => {
    expect(parseQuery(/```text\n(.*)\n```/.exec(page)?.[1] ?? '(').kind).toBe('and')
  })
})
