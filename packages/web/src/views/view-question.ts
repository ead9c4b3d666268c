import type { NewView, SavedView, ViewRange } from '../api/views-api.ts'
import { readAddress, type SearchAddress } from '../search/asked.ts'
import { firstDayOf } from '../search/spans.ts'

/** What an address asks, as a view keeps it. */
export const questionOf = ({ q = '', lane = 'business', from, to, last }: SearchAddress): Omit<NewView, 'name' | 'audience'> => ({
  q,
  lane,
  range: last === undefined ? frozen(from, to) : { kind: 'relative', last },
})

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

/** The same search with ends that stay where they are: nothing that happens later is in it. */
export const frozenAddress = (address: SearchAddress, nowMs: number): SearchAddress => {
  const { last, ...rest } = address
  const from = last === undefined ? address.from : firstDayOf(last, nowMs)
  return readAddress({ ...rest, from, to: address.to ?? new Date(nowMs).toISOString() })
}

/** Whether two addresses ask the same. */
export const asksTheSame = (one: SearchAddress, other: SearchAddress): boolean =>
  (['q', 'lane', 'from', 'to', 'last'] as const).every((part) => one[part] === other[part])
