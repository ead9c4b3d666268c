import { useQuery } from '@tanstack/react-query'
import { type MouseEvent, useState } from 'react'
import { type Asked, type Counted, getFacets } from '../api/search-api.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import { asksFor } from './edit-query.ts'

/** In the order in which people ask; the first are open. */
const fields = [
  'source',
  'actor',
  'action',
  'object',
  'field',
  'status',
  'customer',
  'batch',
  'step',
  'decision',
  'role',
  'outcome',
  'quality',
] as const
type Field = (typeof fields)[number]
const open: readonly Field[] = ['source', 'actor', 'action', 'field']
const few = 6

interface FacetListProps {
  readonly trail: string
  readonly asked: Asked
  readonly add: (field: string, value: string, isExcluded: boolean) => void
}

/** What matches, counted by value. A value is added with a click, kept out with the minus beside it or with alt-click. */
export function FacetList({ trail, asked, add }: FacetListProps) {
  const facets = useQuery({
    queryKey: ['facets', trail, asked],
    queryFn: ({ signal }) => getFacets(trail, asked, fields, 12, signal),
    placeholderData: (before) => before,
  })
  const found = facets.data
  if (!found) return null
  return (
    <section className="facets" aria-label={m.search.facets}>
      {fields.map((field) => {
        const values = found.facets[field] ?? []
        return (
          values.length > 0 && (
            <Facet key={field} field={field} values={values} exact={found.exact[field] ?? true} q={asked.q} add={add} />
          )
        )
      })}
    </section>
  )
}

interface FacetProps {
  readonly field: Field
  readonly values: readonly Counted[]
  readonly exact: boolean
  readonly q: string
  readonly add: FacetListProps['add']
}

function Facet({ field, values, exact, q, add }: FacetProps) {
  const [all, setAll] = useState(false)
  const shown = all ? values : values.slice(0, few)
  return (
    <details className="facet" open={open.includes(field)}>
      <summary>
        {m.search.fields[field]}
        {!exact && <span className="facet-about"> {m.search.about}</span>}
      </summary>
      <ul>
        {shown.map(({ value, label, count }) => {
          const click = (event: MouseEvent) => add(field, value, event.altKey)
          return (
            <li key={value} className={asksFor(q, field, value) ? 'facet-value facet-asked' : 'facet-value'}>
              <button type="button" className="facet-add" onClick={click} aria-pressed={asksFor(q, field, value)}>
                <Text>{label}</Text>
                <span className="facet-count">{showCount(count)}</span>
              </button>
              <button type="button" className="facet-drop" title={m.search.exclude} onClick={() => add(field, value, true)}>
                <span aria-hidden="true">−</span>
                <span className="visually-hidden">{fill(m.search.excludeValue, { value: label })}</span>
              </button>
            </li>
          )
        })}
      </ul>
      {values.length > few && (
        <button type="button" className="button button-quiet" onClick={() => setAll(!all)}>
          {all ? m.search.fewer : fill(m.search.moreValues, { count: showCount(values.length - few) })}
        </button>
      )}
    </details>
  )
}
