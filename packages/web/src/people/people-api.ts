import { requestJson } from '../api/request.ts'
import type { Right, Session, ViewAs } from './session-api.ts'

export interface Grant {
  readonly categories?: readonly string[]
  readonly actions?: readonly string[]
  readonly objects?: readonly string[]
  readonly organizations?: readonly string[]
  readonly sensitive?: boolean
}
export interface RoleText {
  readonly label: string
  readonly description: string
  readonly grants: readonly Grant[]
  readonly rights: readonly Right[]
}
export interface TrailRole extends RoleText {
  readonly name: string
  readonly origin: 'starter' | 'changed' | 'own'
  readonly heldBy: readonly { readonly id: string; readonly name: string }[]
  readonly mayChange: boolean
}

export interface Reader {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly state: 'invited' | 'active' | 'disabled'
  readonly owner: boolean
  readonly secondFactor: boolean
  readonly secondFactorRequired: boolean
  readonly seenAt: string | null
  readonly mayLookAfter: boolean
  readonly roles: readonly string[]
}
export interface Invited {
  readonly person: Reader
  readonly link: string | null
  readonly expiresAt: string | null
}

export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly owner: boolean
  readonly hasPassword: boolean
  readonly secondFactor: { readonly since: string | null; readonly required: boolean; readonly recoveryCodesLeft: number }
}
export interface OpenSession {
  readonly id: string
  readonly current: boolean
  readonly way: 'password' | 'provider'
  readonly address: string | null
  readonly device: string | null
  readonly createdAt: string
  readonly seenAt: string
}
/** A browser that came in by a link of the machine. */
export interface LinkSession {
  readonly id: string
  readonly current: boolean
  readonly createdAt: string
  readonly expiresAt: string
}
export type FactorRule = 'nobody' | 'administrators' | 'everybody'

const on = (trail: string) => `/v1/trails/${encodeURIComponent(trail)}`
const post = <T>(path: string, body: unknown = {}) => requestJson<T>(path, { method: 'POST', body })
const put = <T>(path: string, body: unknown) => requestJson<T>(path, { method: 'PUT', body })
const remove = (path: string) => requestJson<undefined>(path, { method: 'DELETE' })
const get = <T>(path: string, signal?: AbortSignal) => requestJson<T>(path, { signal })
const list = async <T>(path: string, signal?: AbortSignal) => (await get<{ readonly data: readonly T[] }>(path, signal)).data

export const signIn = (credentials: { readonly email: string; readonly password: string; readonly code?: string }) =>
  post<Session>('/v1/session', credentials)
export const viewAs = (view: ViewAs) => put<Session>('/v1/session/view-as', view)
export const stopViewing = () => requestJson<Session>('/v1/session/view-as', { method: 'DELETE' })
export const makeFirst = (person: {
  readonly email: string
  readonly name: string
  readonly password: string
  readonly roles?: { readonly [trail: string]: readonly string[] }
}) => post<Session>('/v1/first-person', person)

export const lookAtLink = (token: string) =>
  post<{ readonly kind: 'invitation' | 'reset'; readonly email: string; readonly name: string }>('/v1/person-link', { token })
export const takeLink = (taken: { readonly token: string; readonly name?: string; readonly password: string }) =>
  put<{ readonly signedIn: boolean }>('/v1/person-link', taken)

export const getAccount = (signal?: AbortSignal) => get<Account>('/v1/account', signal)
export const rename = (name: string) => put<Account>('/v1/account', { name })
export const changePassword = (current: string, password: string) => put('/v1/account/password', { current, password })
export const beginFactor = (password: string) =>
  post<{ readonly secret: string; readonly uri: string }>('/v1/account/second-factor', { password })
export const confirmFactor = (code: string) =>
  put<{ readonly recoveryCodes: readonly string[] }>('/v1/account/second-factor', { code })
export const removeFactor = (password: string) => post('/v1/account/second-factor/removal', { password })
export const renewCodes = (password: string) =>
  post<{ readonly recoveryCodes: readonly string[] }>('/v1/account/recovery-codes', { password })
export const getSessions = (signal?: AbortSignal) => list<OpenSession>('/v1/account/sessions', signal)
export const endSession = (id: string) => remove(`/v1/account/sessions/${id}`)
export const endOtherSessions = () => remove('/v1/account/sessions')

export const getLinkSessions = (signal?: AbortSignal) => list<LinkSession>('/v1/link-sessions', signal)
export const endLinkSession = (id: string) => remove(`/v1/link-sessions/${id}`)
export const endLinkSessions = () => remove('/v1/link-sessions')

export const getReaders = (trail: string, signal?: AbortSignal) => list<Reader>(`${on(trail)}/readers`, signal)
export const invite = (
  trail: string,
  person: { readonly email: string; readonly name: string; readonly roles: readonly string[] },
) => post<Invited>(`${on(trail)}/readers`, person)
export const giveRoles = (trail: string, person: string, roles: readonly string[]) =>
  put<Reader>(`${on(trail)}/readers/${person}`, { roles })
export const removeReader = (trail: string, person: string) => remove(`${on(trail)}/readers/${person}`)
export const makeLink = (person: string) =>
  post<{ readonly link: string; readonly expiresAt: string }>(`/v1/people/${person}/link`)
export const changePerson = (
  person: string,
  wanted: { readonly disabled?: boolean; readonly owner?: boolean; readonly secondFactorRequired?: boolean },
) => put(`/v1/people/${person}`, wanted)
export const endSessionsOf = (person: string) => remove(`/v1/people/${person}/sessions`)
export const removeFactorOf = (person: string) => remove(`/v1/people/${person}/second-factor`)
export const getRule = (signal?: AbortSignal) => get<{ readonly secondFactor: FactorRule }>('/v1/sign-in-rules', signal)
export const setRule = (secondFactor: FactorRule) => put('/v1/sign-in-rules', { secondFactor })

/** What a program's key may do. */
export type KeyRole = 'writer' | 'reader' | 'admin'
export interface AccessKey {
  readonly id: string
  readonly role: KeyRole
  readonly name: string | null
  /** Of a key that reads: the role as which it does. */
  readonly reads: string | null
  /** The person who made it, where one did and it was kept. */
  readonly maker: { readonly name: string; readonly state: 'active' | 'disabled' | 'no_roles' } | null
  readonly createdAt: string
  readonly revokedAt: string | null
}
export const getKeys = (trail: string, signal?: AbortSignal) => list<AccessKey>(`${on(trail)}/keys`, signal)
export const makeKey = (trail: string, key: { readonly role: KeyRole; readonly name: string; readonly reads?: string }) =>
  post<{ readonly key: string; readonly id: string }>(`${on(trail)}/keys`, key)
export const revokeKey = (trail: string, id: string) => remove(`${on(trail)}/keys/${id}`)

export const getRoles = (trail: string, signal?: AbortSignal) => list<TrailRole>(`${on(trail)}/roles`, signal)
export const saveRole = (trail: string, name: string, role: RoleText) =>
  put<TrailRole>(`${on(trail)}/roles/${encodeURIComponent(name)}`, role)
export const removeRole = (trail: string, name: string) => remove(`${on(trail)}/roles/${encodeURIComponent(name)}`)
