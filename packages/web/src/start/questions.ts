import { dayAt } from '@daybook/core'
import { m } from '../messages/messages.ts'
import type { SearchAddress } from '../search/asked.ts'
import { daySpan } from '../zone/day-span.ts'
import { currentZone } from '../zone/zone.ts'

/** A question and the page that answers it: a search, or one of the trail's other pages. */
type Question = { readonly words: string } & (
  | { readonly search: SearchAddress; readonly page?: undefined }
  | { readonly page: 'workflows' | 'verify'; readonly show?: 'breaches' }
)

/** The beginning of a day in the reader's zone, as addresses say it. */
const daysAgo = (days: number, nowMs: number): string =>
  daySpan(dayAt(nowMs - days * 86_400_000, currentZone()), currentZone()).from ?? ''

/** What people come with, each one press away. */
export const questions = (nowMs: number): readonly Question[] => [
  { words: m.start.questions.people, search: { q: 'source:user_action,admin_action', from: daysAgo(1, nowMs) } },
  {
    words: m.start.questions.automations,
    search: { q: 'actorType:automation,scheduled_job,integration,webhook', from: daysAgo(7, nowMs) },
  },
  { words: m.start.questions.own, page: 'workflows', show: 'breaches' },
  { words: m.start.questions.imports, search: { q: 'source:bulk_import', from: daysAgo(30, nowMs) } },
  { words: m.start.questions.rights, search: { q: 'field:role,permission', lane: 'security', from: daysAgo(30, nowMs) } },
  { words: m.start.questions.exports, search: { q: 'action:*.exported', lane: 'access', from: daysAgo(30, nowMs) } },
  { words: m.start.questions.approvals, search: { q: 'decision:approved,rejected', from: daysAgo(30, nowMs) } },
  {
    words: m.start.questions.overrides,
    search: { q: 'decision:overridden OR action:*.price_overridden', from: daysAgo(30, nowMs) },
  },
  { words: m.start.questions.reopened, search: { q: 'decision:reopened OR action:*.reopened', from: daysAgo(30, nowMs) } },
  { words: m.start.questions.signIns, search: { q: 'action:*.sign_in_failed', lane: 'security', from: daysAgo(7, nowMs) } },
  { words: m.start.questions.failures, search: { q: 'outcome:failure,denied', lane: 'all', from: daysAgo(30, nowMs) } },
  { words: m.start.questions.waiting, page: 'workflows' },
  { words: m.start.questions.intact, page: 'verify' },
]
