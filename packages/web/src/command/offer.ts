import { type Lane, pathOfNames } from '@daybook/core'
import type { Counted } from '../api/search-api.ts'
import { fill, m } from '../messages/messages.ts'
import { withValue } from '../search/edit-query.ts'
import { laneInAddress } from '../search/lanes.ts'
import type { FoundRecord } from '../search/use-records.ts'
import type { PastedLink } from './read-link.ts'

/** Where an offer leads: an address, or words that take the place of what is typed. */
type Target = { readonly path: string } | { readonly text: string }

/** One thing that what is typed may mean. */
export interface Offer {
  readonly key: string
  readonly shown: string
  /** What kind of thing it is, in a word. */
  readonly kind: string
  readonly target: Target
}

/** What the trail knows of what is typed. */
export interface Found {
  readonly records: readonly FoundRecord[]
  readonly people: readonly Counted[]
  readonly customers: readonly Counted[]
  readonly batches: readonly Counted[]
  /** Values of the filter that is being typed, `status:App`, each as the query that has it. */
  readonly values: readonly { readonly query: string; readonly label: string }[]
}

interface Page {
  readonly label: string
  readonly path: string
}

/** Where what is typed is looked for, and where all that a person did. */
interface Lanes {
  readonly usual: Lane
  readonly people: Lane
}

const few = 3

/**
 * Everything that what is typed may mean, the likeliest first; a search for it is always the last. Without lanes nothing can
 * be searched, and only pages and links are offered.
 */
export function offersOf(
  trail: string,
  typed: string,
  link: PastedLink | undefined,
  found: Found,
  pages: readonly Page[],
  kindOf: (type: string) => string,
  lanes: Lanes | undefined,
): readonly Offer[] {
  const text = typed.trim()
  const begins = pages.filter(({ label }) => text === '' || wordBegins(label, text)).map(pageOffer)
  if (text === '') return begins
  const base = `/t/${encodeURIComponent(trail)}`
  return [
    ...linkOffers(base, link),
    ...begins,
    ...found.values.flatMap(({ query, label }) => {
      const whole = query.trim()
      // What is typed whole is searched for: to offer it again would only move the search from under somebody's finger.
      return whole === text ? [] : [{ key: `value ${query}`, shown: label, kind: whole, target: { text: query } }]
    }),
    ...found.records.map(({ type, id, name }) => ({
      key: recordPath('record', type, id),
      shown: name,
      kind: `${kindOf(type)} ${id}`,
      target: { path: recordPath(base, type, id) },
    })),
    ...found.people.slice(0, few).map(({ value, label }) => ({
      key: `person ${value}`,
      shown: label,
      kind: m.command.kinds.person,
      target: { path: searchPath(base, withValue('', 'actor', value), lanes?.people) },
    })),
    ...found.customers.slice(0, few).map(({ value, label }) => ({
      key: recordPath('record', 'customer', value),
      shown: label,
      kind: m.command.kinds.customer,
      target: { path: recordPath(base, 'customer', value) },
    })),
    ...found.batches.slice(0, few).map(({ value, label }) => ({
      key: `batch ${value}`,
      shown: label,
      kind: m.command.kinds.batch,
      target: { path: pathOfNames(base, 'imports', value) },
    })),
    ...(lanes !== undefined && (link === undefined || link.kind === 'other')
      ? [
          {
            key: 'search',
            shown: fill(m.command.search, { text }),
            kind: m.command.kinds.search,
            target: { path: searchPath(base, text, lanes.usual) },
          },
        ]
      : []),
  ].filter(isFirst)
}

/** A customer may be found as a record and as a customer. */
const isFirst = (offer: Offer, at: number, all: readonly Offer[]): boolean => all.findIndex(({ key }) => key === offer.key) === at

const pageOffer = ({ label, path }: Page): Offer => ({
  key: `page ${path}`,
  shown: label,
  kind: m.command.kinds.page,
  target: { path },
})

const linkOffers = (base: string, link: PastedLink | undefined): readonly Offer[] => {
  if (link === undefined || link.kind === 'other') return []
  const path = link.kind === 'page' ? link.path : `${base}/events/${link.id}`
  return [{ key: 'link', shown: m.command.open[link.kind], kind: m.command.kinds.link, target: { path } }]
}

const wordBegins = (label: string, text: string): boolean =>
  text.length > 1 && ` ${label.toLowerCase()}`.includes(` ${text.toLowerCase()}`)

const recordPath = (base: string, type: string, id: string): string => pathOfNames(base, 'records', type, id)

const searchPath = (base: string, q: string, lane: Lane = 'business'): string =>
  `${base}/search?${new URLSearchParams({ q, ...laneInAddress(lane) })}`

/** The address of the search in the lane that it is to begin with. */
export const inLane = (path: string, lane: Lane = 'business'): string =>
  lane === 'business' ? path : `${path}?${new URLSearchParams({ lane })}`
