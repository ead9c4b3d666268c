import { sourceTypes } from '../event/event.ts'
import { formatTime } from '../event/time.ts'
import { normalForm } from './normal-form.ts'
import type { Bound, Query, Wanted } from './query.ts'

/**
 * A query as people would type it. Parsing it gives the same query again in its normal form: `*` is everything, `-*`
 * nothing.
 *
 * @example formatQuery(parseQuery('actor:maria,sam  at:2026')) === 'actor:maria,sam at:>=2026-01-01T00:00:00.000Z at:<2027-01-01T00:00:00.000Z'
 */
export const formatQuery = (query: Query): string => format(normalForm(query))

function format(query: Query): string {
  switch (query.kind) {
    case 'and':
      return query.parts.length === 0 ? '*' : formatParts(query.parts)
    case 'or':
      return query.parts.length === 0 ? '-*' : query.parts.map(format).join(' OR ')
    case 'not':
      return `-${isAtom(query.part) ? format(query.part) : `(${format(query.part)})`}`
    case 'filter':
      return formatSide(query.filter, query.values)
    case 'change':
      return [formatSide('field', query.field), formatSide('before', query.before), formatSide('after', query.after)]
        .filter((side) => side !== '')
        .join(' ')
    case 'text':
      return `${query.phrase ? inQuotes(query.text) : query.text}${query.prefix ? '*' : ''}`
    case 'time':
      return formatBounds(query)
    case 'recorded':
      return `upto:${query.upTo}`
  }
}

/** Side by side. The same filter a second time would be an alternative to the first, so it goes into parentheses. */
function formatParts(parts: readonly Query[]): string {
  const seen = new Set<string>()
  return parts
    .map((part) => {
      const name = part.kind === 'filter' ? part.filter : part.kind
      const again = (part.kind === 'filter' || part.kind === 'change') && seen.has(name)
      seen.add(name)
      return again || part.kind === 'or' ? `(${format(part)})` : format(part)
    })
    .join(' ')
}

/** Whether it is written in one piece. */
function isAtom(query: Query): boolean {
  if (query.kind === 'filter' || query.kind === 'text' || query.kind === 'recorded') return true
  if (query.kind === 'change') return [query.field, query.before, query.after].filter((side) => side !== undefined).length === 1
  if (query.kind === 'time') return query.fromMs === undefined || query.toMs === undefined
  return query.kind === 'and' && query.parts.length === 0
}

function formatBounds({ fromMs, toMs }: { readonly fromMs?: number; readonly toMs?: number }): string {
  const from = fromMs === undefined ? [] : [`at:>=${formatTime(fromMs)}`]
  const to = toMs === undefined ? [] : [`at:<${formatTime(toMs)}`]
  return [...from, ...to].join(' ')
}

/** Digits behind a comparison and a comma could be its thousands, and are refused without quotes. */
function formatSide(side: string, values: readonly Wanted[] | undefined): string {
  if (values === undefined) return ''
  const written = values.map((wanted, at) => {
    const isBehind = wanted.match !== 'range' && values[at - 1]?.match === 'range'
    const text = formatWanted(side, wanted)
    return isBehind && /^[0-9]/.test(text) ? text.replace(/^(.*?)([*]?)$/s, '"$1"$2') : text
  })
  return `${side}:${written.join(',')}`
}

function formatWanted(filter: string, wanted: Wanted): string {
  switch (wanted.match) {
    case 'none':
      return 'none'
    case 'is':
      return formatText(filter, wanted.ofType === undefined ? wanted.text : `${wanted.ofType}/${wanted.text}`)
    case 'prefix':
      return `${wanted.text === '' ? '' : formatText(filter, wanted.text)}*`
    case 'range':
      return formatRange(wanted.low, wanted.high)
  }
}

function formatRange(low: Bound | undefined, high: Bound | undefined): string {
  const end = (sign: string, bound: Bound | undefined): string =>
    bound === undefined ? '' : `${sign}${bound.inclusive ? '=' : ''}${bound.text}`
  return `${end('>', low)}${low && high ? '..' : ''}${end('<', high)}`
}

/** Without quotes where nobody could read it as anything else: not as `none`, a range or a kind of source. */
const formatText = (filter: string, text: string): string => {
  const isPlain = plainValue.test(text) && text.toLowerCase() !== 'none' && !text.includes('..')
  return isPlain && (filter !== 'source' || sourceTypes.some((type) => type === text)) ? text : inQuotes(text)
}

const plainValue = /^[\p{L}\p{N}_#@/][\p{L}\p{N}\p{M}_.:@/#+-]*$/u

const inQuotes = (text: string): string => `"${text.replace(/[\\"“”„]/g, '\\$&')}"`
