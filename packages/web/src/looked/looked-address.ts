import { formatQuery, recordsOfCase } from '@daybook/core'
import type { Asked } from '../api/search-api.ts'
import { readAddress } from '../search/asked.ts'
import { firstDayOf, type Span } from '../search/spans.ts'

/** Kinds of looks, and the actions that tell of them. */
export const kinds = {
  all: [
    'trail.searched',
    'trail.record_viewed',
    'trail.event_viewed',
    'trail.events_read',
    'trail.exported',
    'trail.revealed',
    'trail.viewed_as',
    'trail.signed_in',
    'trail.signed_out',
    'trail.sign_in_failed',
    'trail.session_revoked',
    'trail.verified',
  ],
  reads: ['trail.searched', 'trail.record_viewed', 'trail.event_viewed', 'trail.events_read'],
  exports: ['trail.exported'],
  reveals: ['trail.revealed', 'trail.viewed_as'],
  signIns: ['trail.signed_in', 'trail.signed_out', 'trail.sign_in_failed', 'trail.session_revoked'],
  checks: ['trail.verified'],
} as const
export type Kind = keyof typeof kinds
export const kindNames = Object.keys(kinds) as readonly Kind[]

/** What the address of the page says, in words one can read and edit. */
export interface LookedAddress {
  /** The id of whoever looked. */
  readonly who?: string
  readonly what?: Exclude<Kind, 'all'>
  readonly last?: Span
  /** As in a search: inclusive, and exclusive. */
  readonly from?: string
  readonly to?: string
  /** The record that was looked at: its type, or of a case its workflow, and its id; both may have slashes of their own. */
  readonly type?: string
  readonly workflow?: string
  readonly id?: string
  /** `a/b/c`, where an address of before names a record with several slashes, which may be two. */
  readonly record?: string
  /** The id of the event that was looked at. */
  readonly event?: string
}

export const readLookedAddress = (search: { readonly [name: string]: unknown }): LookedAddress => {
  const text = (name: string) => (typeof search[name] === 'string' && search[name] !== '' ? (search[name] as string) : undefined)
  const [who, event] = [text('who'), text('event')]
  const { from, to, last } = readAddress(search)
  const what = kindNames.find((kind) => kind === search.what)
  return {
    ...(who === undefined ? {} : { who }),
    ...(what === undefined || what === 'all' ? {} : { what }),
    ...(last === undefined ? {} : { last }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...readRecord(text('type'), text('workflow'), text('id'), text('record')),
    ...(event === undefined ? {} : { event }),
  }
}

/** Half a record is none. One that is named `type/id`, as addresses of before do, is one where it has a single slash. */
const readRecord = (type?: string, workflow?: string, id?: string, record?: string): LookedAddress => {
  if (id !== undefined && type !== undefined) return { type, id }
  if (id !== undefined && workflow !== undefined) return { workflow, id }
  const [, before, after] = /^([^/]+)\/([^/]+)$/.exec(record ?? '') ?? []
  if (before !== undefined && after !== undefined) return { type: before, id: after }
  return record === undefined ? {} : { record }
}

/** The records of which looks may tell; of a case, in both ways in which trails name it. */
const recordsOf = ({ type, workflow, id }: LookedAddress): Asked['records'] => {
  if (id === undefined) return undefined
  if (type !== undefined) return [{ type, id }]
  return workflow === undefined ? undefined : recordsOfCase({ type: workflow, id })
}

/** The page's question in the query language, as anybody could ask it on the search page. */
export const askedByLooked = (address: LookedAddress, nowMs: number): Asked => {
  const { who, what, last, from, to, record, event } = address
  const is = (filter: 'actor' | 'action' | 'record', ...values: readonly string[]) =>
    ({ kind: 'filter', filter, values: values.map((text) => ({ match: 'is', text }) as const) }) as const
  const about = [...(record === undefined ? [] : [record]), ...(event === undefined ? [] : [`event/${event}`])]
  const parts = [
    is('action', ...kinds[what ?? 'all']),
    ...(who === undefined ? [] : [is('actor', who)]),
    ...(about.length === 0 ? [] : [is('record', ...about)]),
  ]
  return {
    q: formatQuery({ kind: 'and', parts }),
    category: 'trail',
    from: last === undefined ? from : firstDayOf(last, nowMs),
    to,
    records: recordsOf(address),
  }
}
