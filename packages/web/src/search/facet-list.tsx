import { useQuery } from '@tanstack/react-query'
import { type MouseEvent, useState } from 'react'
import { type Asked, type Counted, type Facets, getFacets } from '../api/search-api.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import type { Names } from '../names/names.ts'
import { useNames } from '../names/use-names.ts'
import { Text } from '../text/text.tsx'
import { asksFor } from './edit-query.ts'
import { closed, type LabelOf } from './say-query.ts'

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
  'override',
  'role',
  'outcome',
  'quality',
] as const
/** Asked for only by whoever opens them. */
const rarer = ['actorType', 'integration', 'organization', 'workflow', 'override', 'category'] as const
type Field = (typeof fields)[number] | (typeof rarer)[number]
const open: readonly Field[] = ['source', 'actor', 'action', 'field']
const few = 6

/** The counts of a search; the same question for whoever asks. */
export const useFacets = (trail: string, asked: Asked, isWanted = true) =>
  useQuery({
    queryKey: ['facets', trail, asked],
    queryFn: ({ signal }) => getFacets(trail, asked, fields, 12, signal),
    placeholderData: (before) => before,
    enabled: isWanted,
  })

/** How many of a batch's rows match, by its id, where the search's own counts say so exactly; asks for nothing. */
export const useBatchCount = (trail: string, asked: Asked): ((id: string) => number | undefined) => {
  const { data, isPlaceholderData } = useFacets(trail, asked, false)
  if (isPlaceholderData || !data?.exact.batch) return () => undefined
  return (id) => data.facets.batch?.find(({ value }) => value === id)?.count
}

/** What the search's own counts call a value, and what the catalogue calls a field. */
export const labelsOf =
  (found: Facets | undefined, names: Names): LabelOf =>
  (filter, value) => {
    if (filter === 'field') return names.field(value)
    const counted = (found?.facets[filter] ?? []).find((one) => one.value === value)
    return counted && shownValue(filter, counted, names)
  }

/** What only the messages or the catalogue have words for; the server's label for everything else. */
const shownValue = (field: string, { value, label }: Counted, names: Names): string =>
  field === 'field' ? names.field(value) : worded.has(field) ? closed(field, value) : label

const worded = new Set(['source', 'outcome', 'actorType', 'category', 'decision', 'quality'])

interface FacetListProps {
  readonly trail: string
  readonly asked: Asked
  readonly add: (field: string, value: string, isExcluded: boolean) => void
}

/** What matches, counted by value. A value is added with a click, kept out with the minus beside it or with alt-click. */
export function FacetList({ trail, asked, add }: FacetListProps) {
  const { data: found, isPlaceholderData } = useFacets(trail, asked)
  const names = useNames(trail)
  if (!found) return null
  return (
    <section className="facets" aria-label={m.search.facets} aria-busy={isPlaceholderData}>
      <Counts fields={fields} found={found} names={names} q={asked.q} add={add} />
      <Rarer trail={trail} asked={asked} names={names} add={add} />
    </section>
  )
}

interface CountsProps extends Pick<FacetListProps, 'add'> {
  readonly fields: readonly Field[]
  readonly found: Facets
  readonly names: Names
  readonly q: string
}

const Counts = ({ fields: some, found, names, q, add }: CountsProps) =>
  some.map((field) => {
    const values = found.facets[field] ?? []
    const isExact = found.exact[field] !== false
    return (
      values.length > 0 && <Facet key={field} field={field} values={values} isExact={isExact} names={names} q={q} add={add} />
    )
  })

function Rarer({ trail, asked, names, add }: FacetListProps & { readonly names: Names }) {
  const [isOpen, setOpen] = useState(false)
  const found = useQuery({
    queryKey: ['facets-rarer', trail, asked],
    queryFn: ({ signal }) => getFacets(trail, asked, rarer, 12, signal),
    placeholderData: (before) => before,
    enabled: isOpen,
  }).data
  const isEmpty = found && rarer.every((field) => (found.facets[field] ?? []).length === 0)
  return (
    <details className="facet-rarer" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{m.search.rarer}</summary>
      {found && <Counts fields={rarer} found={found} names={names} q={asked.q} add={add} />}
      {isEmpty && <p className="quiet">{m.search.noRarer}</p>}
    </details>
  )
}

interface FacetProps {
  readonly field: Field
  readonly values: readonly Counted[]
  /** Whether all that match were counted. */
  readonly isExact: boolean
  readonly names: Names
  readonly q: string
  readonly add: FacetListProps['add']
}

function Facet({ field, values, isExact, names, q, add }: FacetProps) {
  const [all, setAll] = useState(false)
  const shown = all ? values : values.slice(0, few)
  return (
    <details className="facet" open={open.includes(field)}>
      <summary>{m.search.fields[field]}</summary>
      {!isExact && <p className="quiet facets-about">{field === 'object' ? m.search.ofNewest : m.search.about}</p>}
      <ul>
        {shown.map((counted) => {
          const { value, count } = counted
          const name = shownValue(field, counted, names)
          const click = (event: MouseEvent) => add(field, value, event.altKey)
          return (
            <li key={value} className={asksFor(q, field, value) ? 'facet-value facet-asked' : 'facet-value'}>
              <button type="button" className="facet-add" onClick={click} aria-pressed={asksFor(q, field, value)}>
                <Text>{name}</Text>
                <span className="facet-count">{showCount(count)}</span>
              </button>
              <button type="button" className="facet-drop" title={m.search.exclude} onClick={() => add(field, value, true)}>
                <span aria-hidden="true">−</span>
                <span className="visually-hidden">{fill(m.search.excludeValue, { value: name })}</span>
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
