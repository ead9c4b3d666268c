import type { Actor, Source } from '@daybook/core'
import type { Role } from './credential.ts'

/** Who makes a call: a program with an access key, the command on the same machine, or a person with a session. */
export type Caller =
  | { readonly kind: 'key'; readonly id: string; readonly trail: string; readonly role: Role; readonly name: string | null }
  | { readonly kind: 'local' }
  | { readonly kind: 'session'; readonly id: string; readonly expiresAtMs: number }

/** What a call does on a trail. */
export type Deed = 'write' | 'read' | 'look' | 'administer'

const allowed: { readonly [role in Role]: readonly Deed[] } = {
  writer: ['write', 'look'],
  reader: ['read', 'look'],
  admin: ['write', 'read', 'look', 'administer'],
}

/** `look` is what every key of the trail may see: checkpoint, tiles, policy, catalogue. Tiles hold hashes, never values. */
export const mayDo = (caller: Caller, deed: Deed): boolean => caller.kind !== 'key' || allowed[caller.role].includes(deed)

/** True where the caller's credential reaches the trail at all; a key reaches its own only. */
export const reaches = (caller: Caller, trail: string): boolean => caller.kind !== 'key' || caller.trail === trail

/** True for callers who see every value that is kept in the clear. */
export const seesEverything = (caller: Caller): boolean => caller.kind !== 'key' || caller.role === 'admin'

/** The id that a recorded event carries as `key`. */
export const keyOf = (caller: Caller): string => (caller.kind === 'key' ? caller.id : caller.kind)

/** Who the trail's own events name. */
export const actorOf = (caller: Caller): Actor => {
  if (caller.kind === 'key') return { type: 'api_client', id: caller.id, name: caller.name ?? `${caller.role} key ${caller.id}` }
  if (caller.kind === 'local') return { type: 'system', id: 'local', name: 'The daybook command' }
  return { type: 'admin', id: 'administrator', name: 'Administrator' }
}

/** Through what the trail's own events came. */
export const sourceOf = (caller: Caller): Source => {
  if (caller.kind === 'key') return { type: 'api', name: 'Daybook HTTP API' }
  if (caller.kind === 'local') return { type: 'admin_action', name: 'daybook command' }
  return { type: 'admin_action', name: 'Daybook pages', sessionId: caller.id }
}
