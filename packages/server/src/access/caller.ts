import type { Actor, Source } from '@daybook/core'
import type { KeyRole } from './credential.ts'
import type { Right, Role } from './role.ts'

/**
 * Who makes a call: a program with an access key, the command on the same machine, whoever came by the one-time link that
 * the machine printed (and is its owner as much as the command is), or a person with an account.
 */
export type Caller =
  | {
      readonly kind: 'key'
      readonly id: string
      readonly trail: string
      readonly role: KeyRole
      readonly name: string | null
      /** Of a key with the role reader: the business role as which it reads. Without it, every event, and no slot that names its readers. */
      readonly reads?: string
    }
  | { readonly kind: 'local' }
  | {
      readonly kind: 'session'
      readonly id: string
      readonly expiresAtMs: number
      readonly viewAs?: ViewAs
    }
  | Person
  | Embedded

/** For now, one trail is viewed as roles of this name see it; what is seen is never more than without. */
export interface ViewAs {
  readonly trail: string
  readonly roles: readonly string[]
}

/** Somebody with an account, signed in. */
export interface Person {
  readonly kind: 'person'
  readonly id: string
  readonly name: string
  readonly email: string
  /** Looks after the whole folder: makes trails, invites people to any of them. Reads by roles, like everybody. */
  readonly isOwner: boolean
  /** The roles held on each trail; a trail that is not named does not exist for this person. */
  readonly roles: ReadonlyMap<string, readonly Role[]>
  readonly viewAs?: ViewAs
  readonly session: { readonly id: string; readonly expiresAtMs: number }
}

/** Somebody who reads one record's history on a page of the tool itself, by a token that a key of the tool asked for. */
export interface Embedded {
  readonly kind: 'embed'
  readonly trail: string
  readonly object: { readonly type: string; readonly id: string }
  /** As the tool names whoever is signed in to it. */
  readonly reader: { readonly id: string; readonly name: string }
  /** Names of roles; they open nothing that `by` may not see. */
  readonly roles: readonly string[]
  /** Of the tool's pages: the only one a browser may read from. */
  readonly origin: string
  /** Whoever asked for the token, as it is now. */
  readonly by: Extract<Caller, { readonly kind: 'key' | 'local' }>
}

/** Whoever holds a key, from what is stored of it. */
export const callerOfKey = (key: {
  readonly id: string
  readonly trail: string
  readonly role: KeyRole
  readonly name: string | null
  readonly reads: string | null
}): Extract<Caller, { readonly kind: 'key' }> => {
  const { id, trail, role, name, reads } = key
  return { kind: 'key', id, trail, role, name, ...(reads === null ? {} : { reads }) }
}

/** What a call does on a trail. `look` is what everybody who reaches the trail may see: checkpoint, tiles, policy, catalogue. */
export type Deed = 'write' | 'look' | Right

const allowed: { readonly [role in KeyRole]: readonly Deed[] } = {
  writer: ['write', 'look'],
  reader: ['read', 'look', 'export'],
  admin: ['write', 'look', 'read', 'export', 'reveal', 'annotate', 'alert', 'review', 'administer'],
}

/** Whether the call may be made on the trail; `trail` undefined is a matter of the whole folder. */
export const mayDo = (caller: Caller, deed: Deed, trail: string | undefined): boolean => {
  if (caller.kind === 'key') return trail !== undefined && allowed[caller.role].includes(deed)
  // And of what needs `read`, only where an endpoint says that it answers such a token.
  if (caller.kind === 'embed') return deed === 'read' && trail === caller.trail && mayDo(caller.by, 'read', trail)
  if (caller.kind !== 'person') return true
  if (caller.isOwner && deed === 'administer') return true
  if (trail === undefined || deed === 'write') return false
  return deed === 'look' ? reaches(caller, trail) : rolesOn(caller, trail).some(({ rights }) => rights.includes(deed))
}

/** The same caller, looking through the roles of a view, or without one through the own. */
export const lookingAs = (caller: Caller, view: ViewAs | undefined): Caller => {
  if (caller.kind !== 'person' && caller.kind !== 'session') return caller
  const { viewAs: _, ...own } = caller
  return view ? { ...own, viewAs: view } : own
}

/** The roles that a person holds on a trail. */
export const rolesOn = ({ roles }: Person, trail: string): readonly Role[] => roles.get(trail) ?? []

/** True where the caller's credential reaches the trail at all; a key reaches its own only. */
export const reaches = (caller: Caller, trail: string): boolean => {
  if (caller.kind === 'key' || caller.kind === 'embed') return caller.trail === trail
  return caller.kind !== 'person' || caller.isOwner || rolesOn(caller, trail).length > 0
}

/** The session of a browser, whose cookie travels with requests that other sites cause; undefined for programs. */
export const sessionOf = (caller: Caller): { readonly id: string; readonly expiresAtMs: number } | undefined => {
  if (caller.kind === 'person') return caller.session
  return caller.kind === 'session' ? caller : undefined
}

/** The id that a recorded event carries as `key`. */
export const keyOf = (caller: Caller): string => (caller.kind === 'key' ? caller.id : caller.kind)

/** Who takes turns: a person in all their sessions, a key, each reader of a history on the tool's own pages. */
export const readerOf = (caller: Caller): string => {
  if (caller.kind === 'local') return 'local'
  if (caller.kind === 'embed') return JSON.stringify(['embed', readerOf(caller.by), caller.reader.id])
  return JSON.stringify([caller.kind, caller.id])
}

/** Who the trail's own events name. */
export const actorOf = (caller: Caller, trail?: string): Actor => {
  if (caller.kind === 'key') return { type: 'api_client', id: caller.id, name: caller.name ?? unnamed(caller) }
  if (caller.kind === 'local') return { type: 'system', id: 'local', name: 'The daybook command' }
  if (caller.kind === 'session') return { type: 'admin', id: 'administrator', name: 'Administrator' }
  if (caller.kind === 'embed')
    return { type: 'user', ...caller.reader, ...(caller.roles.length > 0 ? { roles: caller.roles } : {}) }
  const { id, name, email } = caller
  const roles = trail === undefined ? [] : rolesOn(caller, trail).map(({ label }) => label)
  return { type: 'user', id, name, email, ...(roles.length > 0 ? { roles } : {}) }
}

/** In brackets: the net for secrets takes "key" and what stands behind it for one. */
const unnamed = ({ role, id }: { readonly role: string; readonly id: string }): string => `${role} key (${id})`

/** Through what the trail's own events came. */
export const sourceOf = (caller: Caller): Source => {
  if (caller.kind === 'key') return { type: 'api', name: 'Daybook HTTP API' }
  if (caller.kind === 'local') return { type: 'admin_action', name: 'daybook command' }
  if (caller.kind === 'embed') return { type: 'user_action', name: `History on ${caller.origin}` }
  const sessionId = sessionOf(caller)?.id
  return { type: 'admin_action', name: 'Daybook pages', ...(sessionId === undefined ? {} : { sessionId }) }
}
