import { z } from '@hono/zod-openapi'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { Answers } from '../../reading/questions.ts'
import { isPlace } from '../../search/place.ts'
import type { Ask, ListOrder } from '../../search/search-index.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { readCursor, writeCursor } from '../frame/cursor.ts'
import type { Service } from '../frame/service.ts'
import { wholeNumber } from './search-parameters.ts'
import { type IndexState, search } from './searching.ts'

/** What every list of events takes beside filters. */
export const listParameters = {
  order: z
    .enum(['desc', 'asc', 'recorded', 'recorded-desc'], 'The order is desc, asc, recorded or recorded-desc')
    .default('desc')
    .describe(
      '`desc` (the default) and `asc` by when it occurred, ties by position; `recorded` and `recorded-desc` by position.',
    ),
  limit: wholeNumber('The limit', 1000, 50).describe('At most so many, 1 to 1000. Very large events can make a page shorter.'),
  cursor: z.string().optional().describe('From nextCursor of the page before; everything else as it was there.'),
}

export interface ListCall {
  readonly order: ListOrder
  readonly limit: number
  readonly cursor?: string | undefined
}

/** One page of a list, as the text of its answer and the cursor of the next. */
export interface Page {
  readonly text: string
  /** How many events it has. */
  readonly shown: number
  readonly nextCursor: string | null
}

/** A page of what the index finds. */
export const searchedPage = async (service: Service, trail: OpenTrail, ask: Ask, call: ListCall): Promise<Page> => {
  const { order, limit } = call
  const list = listOf(trail, ask, order)
  const after = placeOf(list, call.cursor)
  const { answer, index } = await search(service, trail, {
    what: 'page',
    trail: trail.facts.name,
    ask,
    order,
    limit,
    ...(after === undefined ? {} : { after }),
  })
  return pageText(answer, answer.next === undefined ? null : writeCursor(list, answer.next), index)
}

/** Everything that decides which events a list has, and in what order. */
export const listOf = ({ facts }: OpenTrail, { query, fromMs, toMs, which, sees }: Ask, order: ListOrder): unknown => [
  facts.origin,
  query,
  fromMs,
  toMs,
  which,
  order,
  sees,
]

export const placeOf = (list: unknown, cursor: string | undefined): string | undefined => {
  if (cursor === undefined) return undefined
  const place = readCursor(list, cursor)
  if (place !== undefined && isPlace(place)) return place
  throw new HttpProblem(
    'bad_parameter',
    'The cursor is not one this list gave; use nextCursor of the page before, with the same filters and order.',
    { pointer: '/cursor' },
  )
}

/** True where every event of a kind is asked for, by somebody who may read every event. */
export const isWhole = ({ query, fromMs, toMs, which, sees }: Ask): boolean =>
  sees.events === undefined &&
  fromMs === undefined &&
  toMs === undefined &&
  (isEverything(query) || (which !== 'business' && isOnlyCategory(query)))

export const isEverything = (query: Ask['query']): boolean => query.kind === 'and' && query.parts.every(isEverything)

/** `category=trail` itself says whose events are wanted. */
const isOnlyCategory = (query: Ask['query']): boolean =>
  query.kind === 'and'
    ? query.parts.length === 1 && query.parts.every(isOnlyCategory)
    : query.kind === 'filter' &&
      query.filter === 'category' &&
      query.values.every((wanted) => wanted.match === 'is' && wanted.text === 'trail')

/** `data` is JSON already: a search process made it, and it is not read again here. */
export const pageText = (
  { text, shown, count, recordedUntil }: Pick<Answers['page'], 'text' | 'shown' | 'count' | 'recordedUntil'>,
  nextCursor: string | null,
  index: IndexState,
): Page => ({
  text: `{"data":${text},"nextCursor":${JSON.stringify(nextCursor)},"total":${JSON.stringify(count)},"index":${JSON.stringify(index)}${recordedUntil === undefined ? '' : `,"recordedUntil":${JSON.stringify(recordedUntil)}`}}`,
  shown,
  nextCursor,
})

/** The header that leads to the next page: the same address with its cursor. */
export const nextLink = (url: string, nextCursor: string | null): { readonly Link?: string } => {
  if (nextCursor === null) return {}
  const { pathname, searchParams } = new URL(url)
  searchParams.set('cursor', nextCursor)
  return { Link: `<${pathname}?${searchParams}>; rel="next"` }
}
