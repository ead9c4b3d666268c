import { addFilter } from './add-filter.ts'
import { AndGroup } from './and-group.ts'
import { badQuery } from './bad-query.ts'
import { parseQuery } from './parse-query.ts'
import type { Query } from './query.ts'
import { AtomCount, queryLimits } from './query-limits.ts'
import { filterNamed, type QueryWord, queryWords } from './query-words.ts'
import { type Reach, reachOf } from './reach-of.ts'
import { type Piece, scanParameter } from './scan-query.ts'
import { type RangedQuery, timeRangeOf } from './time-range.ts'

/** What the parameters of a call ask for. */
export interface AskedQuery extends RangedQuery {
  readonly which: Reach
}

/** The parameters that are part of a query: `q`, each filter, and each but `from`, `to` and `upto` with `not.` before it. */
export const queryParameterNames: readonly string[] = [
  'q',
  ...queryWords,
  ...queryWords.filter((name) => !isEnd(name)).map((name) => `not.${name}`),
]

/** Where a stretch ends has no opposite as a parameter. */
function isEnd(name: QueryWord): boolean {
  return name === 'from' || name === 'to' || name === 'upto'
}

/**
 * The query that the parameters of a call write: `q` is the query language, every other one a filter with one value,
 * which may have spaces. Repeated is or, as are commas between values (not a comma with a space beside it); quotes,
 * comparisons, `none` and a star mean what they mean in the language. Parameters that are not a query's
 * (`queryParameterNames`) are left to the caller. Throws `bad_query`; its pointer names the parameter.
 *
 * @example formatQuery(queryFromParameters([['actor', 'Maria Lopez'], ['not.source', 'api']]).query) === 'actor:"Maria Lopez" -source:api'
 */
export function queryFromParameters(parameters: Iterable<readonly [name: string, value: string]>): AskedQuery {
  const group = new AndGroup()
  const count = new AtomCount()
  for (const [name, value] of parameters) {
    if (name === 'q') {
      group.addPart(parseQuery(value))
      continue
    }
    const isNot = name.startsWith('not.')
    const filter = parameterFilter(isNot ? name.slice(4) : name, isNot)
    if (filter === undefined) continue
    const pieces = readParameter(name, filter, value)
    for (const piece of pieces) count.add(piece, `/${name}`)
    addTo(group, isNot, filter, pieces, `/${name}`)
  }
  return asked(group.query())
}

const asked = (query: Query): AskedQuery => ({ ...timeRangeOf(query), which: reachOf(query) })

/** Only as the interface writes it: another spelling is another parameter. */
function parameterFilter(name: string, isNot: boolean): QueryWord | undefined {
  const filter = filterNamed(name)
  return filter !== name || (isNot && isEnd(filter)) ? undefined : filter
}

function readParameter(name: string, filter: QueryWord, value: string): readonly Piece[] {
  if (value.length > queryLimits.characters) {
    throw badQuery(
      queryLimits.characters,
      `the value is longer than the ${queryLimits.characters} characters that are read`,
      `/${name}`,
    )
  }
  const isTime = filter === 'from' || filter === 'to' || filter === 'at'
  // A plus that was not percent-encoded arrives as a space.
  const text = isTime ? value.replace(/(T[0-9:.]+) (?=[0-9]{2}:[0-9]{2}$)/i, '$1+') : value
  return scanParameter(text, `/${name}`)
}

function addTo(group: AndGroup, isNot: boolean, filter: QueryWord, pieces: readonly Piece[], pointer: string): void {
  const inner = isNot ? new AndGroup() : group
  addFilter(inner, filter, pieces, pointer)
  if (isNot) group.addPart({ kind: 'not', part: inner.query() })
}
