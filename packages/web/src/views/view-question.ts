import { formatQuery, parseQuery } from '@daybook/core'
import type { NewView, SavedView, ViewRange } from '../api/views-api.ts'
import { readAddress, type SearchAddress } from '../search/asked.ts'
import { firstDayOf } from '../search/spans.ts'

/** What an address asks, as a view keeps it. */
export const questionOf = ({
  q = '',
  lane = 'business',
  from,
  to,
  last,
  upto,
}: SearchAddress): Omit<NewView, 'name' | 'audience'> => ({
  q: upto === undefined ? q : upToPosition(q, Number(upto)),
  lane,
  range: last === undefined ? frozen(from, to) : { kind: 'relative', last },
})

/** A view keeps a position as a part of its query. */
const upToPosition = (q: string, upTo: number): string =>
  formatQuery({ kind: 'and', parts: [parseQuery(q), { kind: 'recorded', upTo }] })

const frozen = (from: string | undefined, to: string | undefined): ViewRange =>
  from === undefined && to === undefined
    ? { kind: 'any' }
    : { kind: 'frozen', ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }

/** The address that asks what a view asks. */
export const addressOf = ({ q, lane, range }: Pick<SavedView, 'q' | 'lane' | 'range'>): SearchAddress =>
  readAddress({
    q,
    lane,
    ...(range.kind === 'relative' ? { last: range.last } : {}),
    ...(range.kind === 'frozen' ? { from: range.from, to: range.to } : {}),
  })

/** The same search as it is with so many events on the trail: nothing that is recorded later is in it, whenever it occurred. */
export const frozenAddress = (address: SearchAddress, size: number, nowMs: number): SearchAddress => {
  const { last, ...rest } = address
  const from = last === undefined ? address.from : firstDayOf(last, nowMs)
  return readAddress({ ...rest, from, upto: address.upto ?? size })
}

/** Whether two addresses ask the same. */
export const asksTheSame = (one: SearchAddress, other: SearchAddress): boolean =>
  (['q', 'lane', 'from', 'to', 'last', 'upto'] as const).every((part) => one[part] === other[part])
