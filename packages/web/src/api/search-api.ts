import type { EventPage } from './daybook-api.ts'
import { requestJson } from './request.ts'

/** What a search asks: the address of its page, in the words of the API. */
export interface Asked {
  /** The query language; empty for everything. */
  readonly q: string
  /** Categories, with commas; absent where the query itself says. */
  readonly category?: string | undefined
  /** Inclusive, a day or a time. */
  readonly from?: string | undefined
  /** Exclusive. */
  readonly to?: string | undefined
  /** Recorded before this position. */
  readonly upto?: string | undefined
  /** Of one of these records and no other. */
  readonly records?: readonly { readonly type: string; readonly id: string }[] | undefined
}

/** How far the index has come; `behind` positions are stored and not searchable yet. */
export interface IndexState {
  readonly size: number
  readonly behind: number
}

export interface SearchPage extends EventPage {
  readonly index: IndexState
  /** Of a search up to a position: when the last event before it was recorded. */
  readonly recordedUntil?: string
}

export interface Counted {
  readonly value: string
  readonly label: string
  readonly count: number
}

export interface Facets {
  readonly facets: { readonly [field: string]: readonly Counted[] }
  readonly exact: { readonly [field: string]: boolean }
  readonly total: EventPage['total']
  readonly index: IndexState
}

export interface Spans {
  readonly width: string
  readonly edges: readonly string[]
  readonly counts: readonly number[]
  readonly exact: boolean
}

export interface Histogram {
  readonly whole: Spans
  readonly chosen: Spans
}

const trailPath = (trail: string) => `/v1/trails/${encodeURIComponent(trail)}`

/** The question as the API takes it, with what the call takes beside it. */
export const parameters = (
  { q, category, from, to, upto, records }: Asked,
  more: { readonly [name: string]: string | undefined } = {},
): string => {
  const said = Object.entries({ q: q === '' ? undefined : q, from, to, upto, ...more }).filter(
    ([, value]) => value !== undefined && value !== '',
  )
  const query = new URLSearchParams(said as [string, string][])
  for (const one of category?.split(',') ?? []) query.append('category', one)
  for (const one of records ?? []) query.append('thisRecord', [one.type, one.id].map(encodeURIComponent).join('/'))
  return query.toString()
}

export const searchEvents = (
  trail: string,
  asked: Asked,
  limit: number,
  cursor?: string,
  signal?: AbortSignal,
): Promise<SearchPage> =>
  requestJson<SearchPage>(`${trailPath(trail)}/events?${parameters(asked, { limit: String(limit), cursor })}`, { signal })

export const getFacets = (
  trail: string,
  asked: Asked,
  fields: readonly string[],
  limit: number,
  signal?: AbortSignal,
): Promise<Facets> =>
  requestJson<Facets>(`${trailPath(trail)}/facets?${parameters(asked, { fields: fields.join(','), limit: String(limit) })}`, {
    signal,
  })

/** Counts by days, weeks and hours of a zone. */
export const getHistogram = (
  trail: string,
  asked: Asked,
  buckets: number,
  zone: string,
  signal?: AbortSignal,
): Promise<Histogram> =>
  requestJson<Histogram>(`${trailPath(trail)}/histogram?${parameters(asked, { buckets: String(buckets), zone })}`, { signal })

export const getValues = (
  trail: string,
  filter: string,
  typed: string,
  signal?: AbortSignal,
): Promise<{ readonly data: readonly Counted[] }> =>
  requestJson(`${trailPath(trail)}/values?${new URLSearchParams({ filter, typed, limit: '8' })}`, { signal })
