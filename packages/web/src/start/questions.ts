import { dayAt, type Lane } from '@daybook/core'
import { m } from '../messages/messages.ts'
import type { Reads } from '../people/session-api.ts'
import type { SearchAddress } from '../search/asked.ts'
import { laneInAddress, laneOr, readsLane } from '../search/lanes.ts'
import { daySpan } from '../zone/day-span.ts'
import { currentZone } from '../zone/zone.ts'
import { askedByRole, type QuestionName, usual } from './asked-by-role.ts'

/** A question and the page that answers it: a search, or one of the trail's other pages. */
export type Question = { readonly words: string } & (
  | { readonly search: SearchAddress; readonly page?: undefined }
  | { readonly page: 'workflows' | 'verify' | 'catalogue' | 'looked'; readonly show?: 'breaches' }
)

interface Search {
  readonly q: string
  readonly lane?: Lane
  readonly days: number
  /** What is asked for is mostly sensitive. */
  readonly isSensitive?: true
}
interface Page {
  readonly page: 'workflows' | 'verify' | 'catalogue' | 'looked'
  readonly show?: 'breaches'
  /** The lane of which one must read something to find anything there, or all that there is. */
  readonly reads?: Lane | 'everything'
}

const answers: { readonly [name in QuestionName]: Search | Page } = {
  people: { q: 'source:user_action,admin_action', days: 1 },
  customers: { q: 'object:customer', days: 7 },
  statuses: { q: 'status:*', days: 1 },
  automations: { q: 'actorType:automation,scheduled_job,integration,webhook', days: 7 },
  programs: { q: 'source:api,webhook,integration', days: 7 },
  own: { page: 'workflows', show: 'breaches', reads: 'business' },
  imports: { q: 'source:bulk_import', days: 30 },
  approvals: { q: 'decision:approved,rejected', days: 30 },
  overrides: { q: 'decision:overridden OR action:*.price_overridden', days: 30 },
  reopened: { q: 'decision:reopened OR action:*.reopened', days: 30 },
  deleted: { q: 'action:*.deleted,*.removed,*.cancelled', days: 30 },
  waiting: { page: 'workflows', reads: 'business' },
  exports: { q: 'action:*.exported', lane: 'access', days: 30, isSensitive: true },
  opened: { q: 'action:*.viewed', lane: 'access', days: 30, isSensitive: true },
  rights: { q: 'field:role,permission', lane: 'security', days: 30 },
  signIns: { q: 'action:*.sign_in_failed', lane: 'security', days: 7 },
  systems: { q: '', lane: 'system', days: 7 },
  failures: { q: 'outcome:failure,denied', lane: 'all', days: 30 },
  looked: { page: 'looked', reads: 'everything' },
  readers: { q: 'action:trail.person*', lane: 'own', days: 90 },
  rules: { q: 'action:trail.role*,trail.key*', lane: 'own', days: 90 },
  visits: { q: 'action:trail.sign*', lane: 'own', days: 7 },
  settings: { q: 'action:trail.catalogue*,trail.zone*,trail.alert_c*,trail.forwarder*', lane: 'own', days: 90 },
  logged: { page: 'catalogue' },
  intact: { page: 'verify' },
}

const most = 10

/**
 * What people with these roles come with, each one press away: of several roles the first of each, then the second. Never
 * one whose answer they may not read.
 */
export function questionsFor(roles: readonly string[], reads: Reads, nowMs: number): readonly Question[] {
  const lists = roles.flatMap((role) => (Object.hasOwn(askedByRole, role) ? [askedByRole[role] ?? []] : []))
  return inTurn(lists.length === 0 ? [usual] : lists)
    .filter((name) => isAnswered(answers[name], reads))
    .slice(0, most)
    .map((name) => ({ words: m.start.questions[name], ...leadingTo(answers[name], reads, nowMs) }))
}

/** The first of each list, then the second of each; each name once. */
const inTurn = (lists: readonly (readonly QuestionName[])[]): readonly QuestionName[] => {
  const rounds = Math.max(...lists.map(({ length }) => length))
  const all = Array.from({ length: rounds }, (_, round) => lists.flatMap((list) => list[round] ?? [])).flat()
  return [...new Set(all)]
}

const isAnswered = (answer: Search | Page, reads: Reads): boolean => {
  if (!('page' in answer)) return readsLane(reads, answer.lane ?? 'business') && (reads.sensitive || !answer.isSensitive)
  if (answer.reads === 'everything') return reads.everything
  return answer.reads === undefined || readsLane(reads, answer.reads)
}

const leadingTo = (answer: Search | Page, reads: Reads, nowMs: number) => {
  if ('page' in answer) return { page: answer.page, ...(answer.show === undefined ? {} : { show: answer.show }) }
  const lane = laneInAddress(laneOr(answer.lane ?? 'business', reads))
  return { search: { ...(answer.q === '' ? {} : { q: answer.q }), ...lane, from: daysAgo(answer.days, nowMs) } }
}

/** The beginning of a day in the reader's zone, as addresses say it. */
const daysAgo = (days: number, nowMs: number): string =>
  daySpan(dayAt(nowMs - days * 86_400_000, currentZone()), currentZone()).from ?? ''
