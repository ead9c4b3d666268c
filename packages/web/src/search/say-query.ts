import { type FilterName, formatQuery, type Query, type Wanted, wordsOf } from '@daybook/core'
import { showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { sourceLabel } from '../source/sources.ts'

/** What people read for a value of a filter, where somebody knows a name for it. */
export type LabelOf = (filter: string, value: string) => string | undefined

type Valued = FilterName | 'field' | 'before' | 'after'

/** A condition in words: "Through what: Automation, API", "not Who: Maria", "Billing status to Inactive". */
export const sayQuery = (query: Query, labelOf: LabelOf): string => {
  switch (query.kind) {
    case 'filter':
      return fill(m.search.condition, {
        what: m.search.fields[query.filter] ?? wordsOf(query.filter),
        values: saidValues(query.filter, query.values, labelOf),
      })
    case 'not':
      return fill(m.search.not, { condition: sayQuery(query.part, labelOf) })
    case 'or':
      return query.parts.map((part) => sayQuery(part, labelOf)).join(` ${m.search.or} `)
    case 'change':
      return saidChange(query, labelOf)
    case 'text':
      return `“${query.text}${query.prefix ? '…' : ''}”`
    case 'time':
      return saidTime(query)
    case 'recorded':
      return fill(m.views.asRecordedAt, { count: showCount(query.upTo) })
    default:
      return formatQuery(query)
  }
}

/** In the reader's zone, whatever days were typed. */
const saidTime = ({ fromMs, toMs }: Query & { readonly kind: 'time' }): string => {
  const said = (ms: number) => showDateAndTime(new Date(ms).toISOString())
  const [from, to] = [fromMs === undefined ? '' : said(fromMs), toMs === undefined ? '' : said(toMs)]
  if (from !== '' && to !== '') return fill(m.views.between, { from, to })
  return from === '' ? fill(m.search.until, { time: to }) : fill(m.search.since, { time: from })
}

const saidChange = ({ field, before, after }: Query & { readonly kind: 'change' }, labelOf: LabelOf): string =>
  [
    ...(field ? [fill(m.search.condition, { what: m.search.fields.field, values: saidValues('field', field, labelOf) })] : []),
    ...(before ? [fill(m.search.changeFrom, { values: saidValues('before', before, labelOf) })] : []),
    ...(after ? [fill(m.search.changeTo, { values: saidValues('after', after, labelOf) })] : []),
  ].join(' ')

const saidValues = (filter: Valued, values: readonly Wanted[], labelOf: LabelOf): string => {
  // Beside actions of the tools “Role changed” could be anybody's.
  const isMixed = filter === 'action' && values.some(isTrails) && !values.every(isTrails)
  return values
    .map((wanted) => {
      const said = saidValue(filter, wanted, labelOf)
      return isMixed && isTrails(wanted) && !said.includes(m.app.name) ? fill(m.search.ofTrail, { action: said }) : said
    })
    .join(` ${m.search.or} `)
}

/** An action of the trail itself. */
const isTrails = (wanted: Wanted): boolean => wanted.match === 'is' && wanted.text.startsWith('trail.')

const saidValue = (filter: Valued, wanted: Wanted, labelOf: LabelOf): string => {
  if (wanted.match === 'none') return m.value.empty
  if (wanted.match === 'prefix') return wanted.text === '' ? m.search.anything : begunWith(filter, wanted.text)
  // A range reads as it is typed.
  if (wanted.match === 'range') return formatQuery({ kind: 'change', after: [wanted] }).replace(/^after:/, '')
  return labelOf(filter, wanted.text) ?? closed(filter, wanted.text)
}

/** An action is told in words, `order.*` as “order …”. */
const begunWith = (filter: string, text: string): string =>
  filter === 'action' ? `${text.replaceAll(/[._]+/g, ' ').trim()} …` : `${text}…`

/** Signing in is what every tool has: the trail's own says where to. */
const signIns: { readonly [action: string]: string } = m.search.signIns

/** Values that are named in the messages, or made for machines. */
export const closed = (filter: string, value: string): string => {
  const named = (names: { readonly [name: string]: string }) => names[value] ?? value
  switch (filter) {
    case 'source':
      return sourceLabel(value as Parameters<typeof sourceLabel>[0])
    case 'actorType':
      return named(m.actorTypes)
    case 'category':
      return named(m.event.categories)
    case 'decision':
      return named(m.event.decisions)
    case 'outcome':
      return named(m.event.outcomes)
    case 'action':
      // Of the trail's own actions the lane says whose they are.
      return value.includes('*')
        ? value.replaceAll('*', '…').replaceAll(/[._]/g, ' ').trim()
        : (signIns[value] ?? wordsOf(value.replace(/^trail\./, '')))
    case 'field':
      return wordsOf(value)
    case 'quality':
      return named(m.search.weak)
    default:
      return value
  }
}
