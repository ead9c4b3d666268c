import type { Lane } from '@daybook/core'
import { sames } from '../api/around-api.ts'
import type { Asked } from '../api/search-api.ts'
import { categoriesOf, laneFrom } from './lanes.ts'
import { firstDayOf, type Span, spanFrom } from './spans.ts'

/** What the address of a search says, in words one can read and edit. */
export interface SearchAddress {
  readonly q?: string
  readonly lane?: Lane
  readonly from?: string
  readonly to?: string
  /** The latest so many days, in place of both ends. */
  readonly last?: Span
  /** Only what was recorded before this position: the search as it was then. */
  readonly upto?: string
  /** With an event open: what else happened within so many minutes is shown. */
  readonly around?: number
  /** Of these, only what has one of these in common with it: `record,person`. */
  readonly same?: string
}

const moment = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?)?)?$/

/** Takes an address as it was typed; what cannot be meant is left out. */
export const readAddress = (search: { readonly [name: string]: unknown }): SearchAddress => {
  const text = (name: string) => (typeof search[name] === 'string' && search[name] !== '' ? (search[name] as string) : undefined)
  const time = (name: string) => (moment.test(text(name) ?? '') ? text(name) : undefined)
  const around = Number(search.around)
  const upto = /^\d{1,15}$/.test(String(search.upto ?? '')) ? String(Number(search.upto)) : undefined
  const [q, lane, last] = [text('q'), laneFrom(search.lane), spanFrom(search.last)]
  const [from, to] = last === undefined ? [time('from'), time('to')] : []
  return {
    ...(q === undefined ? {} : { q }),
    ...(lane === 'business' ? {} : { lane }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(last === undefined ? {} : { last }),
    ...(upto === undefined ? {} : { upto }),
    ...(Number.isInteger(around) && around > 0 && around <= mostMinutes ? { around, ...sameIn(text('same')) } : {}),
  }
}

const sameIn = (typed = ''): { readonly same?: string } => {
  const known = sames.filter((same) => typed.split(',').includes(same))
  return known.length === 0 ? {} : { same: known.join() }
}

/** The server looks at most a day far. */
const mostMinutes = 1_440

export const askedBy = ({ q = '', lane = 'business', from, to, last, upto }: SearchAddress): Asked => ({
  q,
  category: categoriesOf(lane, q),
  from: last === undefined ? from : firstDayOf(last, Date.now()),
  to,
  upto,
})
