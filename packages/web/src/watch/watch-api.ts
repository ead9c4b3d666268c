import type { Lane } from '@daybook/core'
import { requestJson } from '../api/request.ts'

export type Target = { readonly kind: 'mail'; readonly address: string } | { readonly kind: 'webhook'; readonly url: string }

/** What is set of an alert. */
export interface AlertSettings {
  readonly name: string
  readonly q: string
  readonly lane: Lane
  readonly view?: string
  readonly atLeast: number
  readonly withinMinutes: number
  readonly cooldownMinutes: number
  readonly to: readonly Target[]
}

export interface Alert extends AlertSettings {
  readonly id: string
  readonly owner: { readonly name: string; readonly isYou: boolean }
  readonly mayChange: boolean
  readonly isAsleep: boolean
  readonly mutedUntil: string | null
  readonly lastFired: { readonly at: string; readonly count: number } | null
  /** How many times it fired that the reader has not opened. */
  readonly unread: number
}

export interface AlertTrial {
  readonly matched: number
  /** Of them, those that were loaded as history. */
  readonly loaded: number
  readonly fired: number
  readonly byDay: readonly { readonly day: string; readonly fired: number }[]
  readonly isWhole: boolean
}

/** A time an alert fired, as its reader may see it. */
export interface Firing {
  readonly id: string
  readonly at: string
  readonly count: number
  /** When the first and the last of the events occurred; null where that was not kept. */
  readonly from: string | null
  readonly to: string | null
  /** The address of the search that finds them. */
  readonly events: { readonly q: string; readonly lane: Lane; readonly from?: string; readonly to?: string }
  readonly newest: string | null
}

export interface UnreadFiring extends Firing {
  readonly alert: { readonly id: string; readonly name: string; readonly says: string }
}

export interface Unread {
  readonly count: number
  /** The newest three. */
  readonly data: readonly UnreadFiring[]
}

export interface AlertFiring extends Firing {
  readonly isRead: boolean
  readonly told: readonly {
    readonly target: Target
    readonly state: 'waiting' | 'delivered' | 'gave_up'
    readonly nextTry: string | null
    readonly attempts: readonly { readonly at: string; readonly ok: boolean; readonly said: string }[]
  }[]
}

export type ReviewKind = 'permissions' | 'log'

export interface SignedReview {
  readonly id: string
  readonly kind: ReviewKind
  readonly at: string
  readonly by: string
  readonly note: string
  readonly range: { readonly from: number; readonly to: number }
  readonly count: number
  readonly leftOpen: number
}

export interface ReviewStanding {
  readonly kind: ReviewKind
  readonly everyDays: number
  readonly due: string
  readonly isOverdue: boolean
  readonly signed: readonly SignedReview[]
}

interface Looked {
  readonly range: { readonly from: number; readonly to: number }
  readonly isWhole: boolean
  readonly standing: {
    readonly everyDays: number
    readonly due: string
    readonly isOverdue: boolean
    readonly last: SignedReview | null
  }
}

export interface RightsChange {
  readonly id: string
  readonly seq: number
  readonly at: string
  readonly sentence: string
  readonly gained: readonly string[]
  readonly lost: readonly string[]
  readonly isYours: boolean
  readonly byYou: boolean
  /** Somebody changed their own rights. */
  readonly bySelf: boolean
}

export interface RightsSubject {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly gained: readonly string[]
  readonly lost: readonly string[]
  readonly count: number
  /** The page before has the first of their changes. */
  readonly isContinued: boolean
  readonly changes: readonly RightsChange[]
}

export interface ReviewChoice {
  readonly value: string
  readonly label: string
  readonly count: number
  /** Of what kind somebody is; absent of an action. */
  readonly type?: string
}

/** By what the changes of a review are narrowed: whom they are about, what was done, who did it. */
export const reviewFilters = ['person', 'kind', 'by'] as const
export type ReviewFilter = { readonly [name in (typeof reviewFilters)[number]]?: string }

export interface PermissionReview extends Looked {
  readonly kind: 'permissions'
  readonly counts: {
    readonly changes: number
    readonly subjects: number
    readonly gained: number
    readonly lost: number
    readonly yours: number
    readonly bySelf: number
  }
  readonly choices: { readonly [name in keyof ReviewFilter]-?: readonly ReviewChoice[] }
  readonly matching: number
  readonly subjects: readonly RightsSubject[]
  readonly nextCursor: string | null
}

export type LogSection = 'reading' | 'settings' | 'sign_ins' | 'alerts' | 'gaps' | 'health' | 'other'

export interface LogReview extends Looked {
  readonly kind: 'log'
  /** Nothing of the range was recorded before; null where it begins with the trail. */
  readonly since: string | null
  readonly sections: readonly {
    readonly section: LogSection
    readonly count: number
    readonly actions: readonly { readonly action: string; readonly count: number }[]
  }[]
}

export type Receiver =
  | { readonly kind: 'https'; readonly url: string }
  | {
      readonly kind: 'syslog'
      readonly host: string
      readonly port: number
      readonly tls: boolean
      readonly format: 'json' | 'cef'
    }

export interface ForwarderSettings {
  readonly name: string
  readonly receiver: Receiver
  readonly q: string
  readonly own: boolean
  readonly roles: readonly string[]
  readonly paused: boolean
}

export interface Forwarder extends ForwarderSettings {
  readonly id: string
  /** The person who chose the receiver; null for the machine, a key, and where it was not kept. */
  readonly maker: { readonly name: string; readonly state: 'active' | 'disabled' | 'no_roles' } | null
  readonly state: {
    readonly now: 'waiting' | 'working' | 'failing' | 'paused'
    readonly reached: string | null
    readonly behind: number
    readonly lastSent: { readonly seq: number; readonly at: string } | null
    readonly failing: { readonly since: string; readonly error: string; readonly nextTry: string | null } | null
  }
}

/** Shown once, where a receiver checks signatures. */
export interface WithSecret {
  readonly secret?: string
}

const at = (trail: string, rest: string) => `/v1/trails/${encodeURIComponent(trail)}/${rest}`

export const getAlerts = (trail: string, signal?: AbortSignal) =>
  requestJson<{ readonly data: readonly Alert[]; readonly canMail: boolean }>(at(trail, 'alerts'), { signal })
export const addAlert = (trail: string, body: AlertSettings) =>
  requestJson<Alert & WithSecret>(at(trail, 'alerts'), { method: 'POST', body })
export const changeAlert = (trail: string, id: string, body: AlertSettings) =>
  requestJson<Alert & WithSecret>(at(trail, `alerts/${id}`), { method: 'PUT', body })
export const muteAlert = (trail: string, id: string, until: string | null) =>
  requestJson<Alert>(at(trail, `alerts/${id}/mute`), { method: 'POST', body: { until } })
export const removeAlert = (trail: string, id: string) => requestJson<undefined>(at(trail, `alerts/${id}`), { method: 'DELETE' })
export const getAlertLog = async (trail: string, id: string, signal?: AbortSignal) =>
  (await requestJson<{ readonly data: readonly AlertFiring[] }>(at(trail, `alerts/${id}/log`), { signal })).data
/** Without `limit`, the newest three with their sentences; with 0 their number alone, which is no reading. */
export const getUnread = (trail: string, { limit, signal }: { readonly limit?: 0; readonly signal?: AbortSignal } = {}) =>
  requestJson<Unread>(at(trail, limit === 0 ? 'unread-alerts?limit=0' : 'unread-alerts'), { signal })
/** Without `firings` all that there are. */
export const markRead = (trail: string, firings?: readonly string[]) =>
  requestJson<undefined>(at(trail, 'unread-alerts/read'), { method: 'POST', body: firings === undefined ? {} : { firings } })
export const tryAlert = (trail: string, { q, lane, atLeast, withinMinutes, cooldownMinutes }: AlertSettings) =>
  requestJson<AlertTrial>(at(trail, 'alert-trials'), {
    method: 'POST',
    body: { q, lane, atLeast, withinMinutes, cooldownMinutes },
  })

export const getReviews = async (trail: string, signal?: AbortSignal) =>
  (await requestJson<{ readonly data: readonly ReviewStanding[] }>(at(trail, 'reviews'), { signal })).data
export const getReview = (trail: string, kind: ReviewKind, signal?: AbortSignal) =>
  requestJson<PermissionReview | LogReview>(at(trail, `reviews/${kind}`), { signal })
/** A page of the changes of one range. */
export const getPermissions = (
  trail: string,
  to: number,
  filter: ReviewFilter,
  cursor: string | undefined,
  signal?: AbortSignal,
) => {
  const asked = new URLSearchParams({ to: String(to), ...filter, ...(cursor === undefined ? {} : { cursor }) })
  return requestJson<PermissionReview>(at(trail, `reviews/permissions?${asked.toString()}`), { signal })
}
export const signReview = (trail: string, body: { readonly kind: ReviewKind; readonly to: number; readonly note: string }) =>
  requestJson<SignedReview>(at(trail, 'reviews'), { method: 'POST', body })

export const getForwarders = async (trail: string, signal?: AbortSignal) =>
  (await requestJson<{ readonly data: readonly Forwarder[] }>(at(trail, 'forwarders'), { signal })).data
export const addForwarder = (trail: string, body: ForwarderSettings & { readonly from: 'now' | 'beginning' }) =>
  requestJson<Forwarder & WithSecret>(at(trail, 'forwarders'), { method: 'POST', body })
export const changeForwarder = (trail: string, id: string, body: ForwarderSettings & { readonly newSecret?: boolean }) =>
  requestJson<Forwarder & WithSecret>(at(trail, `forwarders/${id}`), { method: 'PUT', body })
export const removeForwarder = (trail: string, id: string) =>
  requestJson<undefined>(at(trail, `forwarders/${id}`), { method: 'DELETE' })
export const testForwarder = (trail: string, id: string) =>
  requestJson<{ readonly ok: boolean; readonly said: string }>(at(trail, `forwarders/${id}/test`), { method: 'POST' })
