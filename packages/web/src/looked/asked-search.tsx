import type { Query } from '@daybook/core'
import { useState } from 'react'
import { showTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { partsOf } from '../search/edit-query.ts'
import { type LabelOf, sayQuery } from '../search/say-query.ts'
import { Text } from '../text/text.tsx'
import type { AskedSearch } from './looked-days.ts'

interface SearchProps {
  readonly trail: string
  readonly asked: AskedSearch
}

/** A search in words instead of in the query language. */
export function SaidSearch({ trail, asked: { query = '', list = 'events', shown = 0 } }: SearchProps) {
  const does = m.looked.search[list as keyof typeof m.looked.search] ?? m.looked.search.events
  return (
    <>
      {does}: <SaidQuery trail={trail} query={query} />
      {shown > 0 && `, ${m.looked.shown(shown, showCount(shown))}`}
    </>
  )
}

export const SaidTogether = ({ count }: { readonly count: number }) =>
  `${m.looked.search.events}: ${m.looked.together(count, showCount(count))}`

/** Everything that was asked, behind a line: there may be thousands, which are made when somebody looks. */
export function AskedTogether({ trail, queries }: { readonly trail: string; readonly queries: readonly AskedSearch[] }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="looked-asked" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{m.looked.showAsked}</summary>
      {isOpen && (
        <ol>
          {queries.map((asked, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list of an event never changes
            <li key={place} className="looked-row">
              {asked.at !== undefined && (
                <time className="row-time" dateTime={asked.at}>
                  {showTime(asked.at)}
                </time>
              )}
              <div className="row-what">
                <SaidSearch trail={trail} asked={asked} />
                <Repeated asked={asked} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </details>
  )
}

function Repeated({ asked: { times = 1, until } }: { readonly asked: AskedSearch }) {
  return times > 1 && until !== undefined ? (
    <span className="quiet"> {fill(m.looked.times, { count: showCount(times), time: showTime(until) })}</span>
  ) : null
}

const SaidQuery = ({ trail, query }: { readonly trail: string; readonly query: string }) => (
  <Text className="piece">{useSaidQuery(trail)(query, isTold)}</Text>
)

/** Which categories are looked at is said by most searches of a page, and says little. */
const isTold = (part: Query): boolean => part.kind !== 'filter' || part.filter !== 'category'

/** How a question is told in words, or those parts of it that are; what cannot be read stays as it was typed. */
export function useSaidQuery(trail: string): (query: string, tells?: (part: Query) => boolean) => string {
  const names = useNames(trail)
  const labelOf: LabelOf = (filter, value) => (filter === 'field' ? names.field(value) : undefined)
  return (query, tells = () => true) => {
    const parts = partsOf(query)?.filter(tells)
    if (parts === undefined) return query
    const said = parts.map((part) => (isAboutLooks(part) ? m.looked.thisPage : sayQuery(part, labelOf)))
    return said.length === 0 ? m.looked.everything : said.join(' · ')
  }
}

/** The question of this very page. */
const isAboutLooks = (part: Query): boolean =>
  part.kind === 'filter' &&
  part.filter === 'action' &&
  part.values.every((wanted) => wanted.match === 'is' && wanted.text.startsWith('trail.'))
