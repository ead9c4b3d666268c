import { lettersApart } from '../quality/letters-apart.ts'
import { filterNamed, queryWords } from './query-words.ts'

/** The nearest of some words to one that was mistyped, if any is near. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const small = typed.toLowerCase().slice(0, 40)
  const most = small.length >= 7 ? 2 : 1
  const near = (word: string) => lettersApart(small, word.toLowerCase(), most)
  const [best] = words
    .map((word) => ({ word, apart: near(word) }))
    .filter(({ apart }) => apart <= most)
    .sort((a, b) => a.apart - b.apart)
  return best?.word ?? (small.length >= 3 ? words.find((word) => word.toLowerCase().startsWith(small)) : undefined)
}

/** What people call our filters. */
const meant: { readonly [typed: string]: string | undefined } = {
  who: 'actor',
  user: 'actor',
  by: 'actor',
  person: 'actor',
  email: 'actor',
  name: 'actor',
  admin: 'actor',
  date: 'at',
  time: 'at',
  day: 'at',
  when: 'at',
  on: 'at',
  month: 'at',
  since: 'from',
  start: 'from',
  until: 'to',
  end: 'to',
  org: 'organization',
  company: 'organization',
  account: 'customer',
  client: 'customer',
  import: 'batch',
  file: 'batch',
  run: 'batch',
  job: 'batch',
  case: 'workflow',
  event: 'action',
  verb: 'action',
  old: 'before',
  was: 'before',
  new: 'after',
  value: 'after',
  became: 'after',
  many: 'count',
  number: 'count',
  rows: 'count',
  result: 'outcome',
  error: 'outcome',
  why: 'reason',
  rule: 'override',
  overridden: 'override',
  permission: 'role',
  level: 'role',
  state: 'status',
  column: 'field',
  change: 'field',
  defect: 'quality',
  request: 'correlation',
  address: 'ip',
  id: 'object',
  order: 'object',
  ticket: 'object',
  type: 'object',
  related: 'record',
  via: 'source',
  channel: 'source',
}

/**
 * The filter that is called so, or was probably meant by it; undefined where nobody can tell.
 *
 * @example filterMeant('user') === 'actor'
 */
export const filterMeant = (typed: string): string | undefined => filterNamed(typed) ?? nearestFilter(typed, queryWords)

/** The filter that somebody probably meant. */
export const nearestFilter = (typed: string, names: readonly string[]): string | undefined => {
  const known = meant[typed.toLowerCase()]
  return known !== undefined && Object.hasOwn(meant, typed.toLowerCase()) ? known : nearest(typed, names)
}
