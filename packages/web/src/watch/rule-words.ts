import { showCount, showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { partsOf } from '../search/edit-query.ts'
import { type LabelOf, sayQuery } from '../search/say-query.ts'
import type { AlertSettings, Target } from './watch-api.ts'

const words = m.watch.alerts

/** A query in words; what cannot be read stays as it was typed. */
export const sayAsked = (q: string, labelOf: LabelOf): string => {
  const parts = partsOf(q)
  if (parts === undefined) return q
  return parts.length === 0 ? words.everything : parts.map((part) => shortened(sayQuery(part, labelOf))).join(' · ')
}

/** What was done goes without saying that it was done. */
const shortened = (said: string): string => {
  const lead = fill(m.search.condition, { what: m.search.fields.action ?? '', values: '' })
  return said.startsWith(lead) ? said.slice(lead.length) : said
}

/** “2 hours”, of minutes. */
export const sayMinutes = (minutes: number): string => {
  const [size, unit] = minutes % 1440 === 0 ? [1440, words.days] : minutes % 60 === 0 ? [60, words.hours] : [1, words.minutes]
  return unit(minutes / size, showCount(minutes / size))
}

export const sayTarget = (target: Target): string =>
  target.kind === 'mail' ? target.address : fill(words.program, { host: URL.parse(target.url)?.host ?? target.url })

/** A rule as a sentence. */
export const sayRule = ({ q, lane, atLeast, withinMinutes, to }: AlertSettings, labelOf: LabelOf): string => {
  const asked = sayAsked(q, labelOf)
  // Words that are looked for stand in marks already.
  const marked = asked.startsWith('“') ? asked : fill(words.quoted, { what: asked })
  const what = lane === 'all' ? marked : fill(words.among, { what: marked, lane: m.search.lanes[lane] })
  const when =
    atLeast === 1
      ? fill(words.whenAny, { what })
      : fill(words.whenMany, { count: showCount(atLeast), what, span: sayMinutes(withinMinutes) })
  return to.length === 0 ? fill(words.shows, { when }) : fill(words.says, { when, whom: showList(to.map(sayTarget)) })
}
