import type { Query } from '@daybook/core'
import { type Caller, type Embedded, rolesOn } from './caller.ts'
import type { KeyRole } from './credential.ts'
import { eventsOf, whole } from './grant-query.ts'
import type { Role } from './role.ts'
import { type CatalogueReader, sensitiveActions } from './sensitive-actions.ts'

/**
 * What somebody may read on a trail. Both parts hold for everything that is answered: lists, totals, completion, exports,
 * proofs, sentences. Plain data.
 */
export interface Sees {
  /** Whose eyes: every slot, or those that no `readers` keep back from all of these roles. */
  readonly roles: 'everything' | readonly string[]
  /**
   * The events that may be read at all, by what stands in `core`, which is never hidden; absent means every event. An
   * event beyond it does not exist for this reader: it is not listed, counted, completed or named, and its id is unknown.
   */
  readonly events?: Query
}

/** Of whoever runs the folder: all that is kept in the clear. */
export const seesAll: Sees = { roles: 'everything' }

/** Where the roles of trails are kept. */
export interface RoleBook {
  rolesOf(trail: string): readonly Role[]
}

/** What is needed of an open trail to say what may be read of it. */
export interface SeenTrail {
  readonly facts: { readonly name: string }
  readonly reader: CatalogueReader
}

/**
 * What a caller may read on a trail now: by keys and links as they are, for a person what all roles held on the trail
 * grant together. Who views as other roles sees what these and the own sight both allow, never more.
 */
export const sightOf = async (book: RoleBook, caller: Caller, trail: SeenTrail): Promise<Sees> =>
  sightBy(book, caller, trail.facts.name, await sensitiveActions(trail.reader))

/** What roles together let somebody read: every event that one of them grants, and every slot that is kept for one of them. */
export const sightOfRoles = async (roles: readonly Role[], { reader }: SeenTrail): Promise<Sees> =>
  sightByRoles(roles, await sensitiveActions(reader))

/** The same where it is known, or does not matter, which actions of the trail are sensitive. */
export const sightBy = (book: RoleBook, caller: Caller, trail: string, sensitive: readonly string[]): Sees => {
  const own = ownSight(book, caller, trail, sensitive)
  const viewAs = caller.kind === 'person' || caller.kind === 'session' ? caller.viewAs : undefined
  if (viewAs?.trail !== trail) return own
  return narrowed(own, sightByRoles(named(book, trail, viewAs.roles), sensitive))
}

const sightByRoles = (roles: readonly Role[], sensitive: readonly string[]): Sees => {
  const grants = roles.filter(({ rights }) => rights.includes('read')).flatMap((role) => role.grants)
  const events = eventsOf(grants, sensitive)
  return { roles: roles.map(({ name }) => name), ...(events ? { events } : {}) }
}

/**
 * Whether somebody may hand on what a key of this role would read: whoever makes a key can use it, and looking after a trail
 * is not reading it. Owners can give themselves any role anyway.
 */
export const mayHandOn = (caller: Caller, trail: string, role: KeyRole, reads: string | null): boolean => {
  if (caller.kind !== 'person' || caller.isOwner || role === 'writer') return true
  return reads !== null && rolesOn(caller, trail).some(({ name }) => name === reads)
}

/** What both allow. A slot that each allows by another role stays closed. */
const narrowed = (own: Sees, other: Sees): Sees => {
  const queries = [own.events, other.events].filter((query) => query !== undefined)
  const events: Query | undefined = queries.length > 1 ? { kind: 'and', parts: queries } : queries[0]
  return { roles: inBoth(own.roles, other.roles), ...(events ? { events } : {}) }
}

const inBoth = (a: Sees['roles'], b: Sees['roles']): Sees['roles'] => {
  if (a === 'everything') return b
  return b === 'everything' ? a : a.filter((role) => b.includes(role))
}

const ownSight = (book: RoleBook, caller: Caller, trail: string, sensitive: readonly string[]): Sees => {
  if (caller.kind === 'local' || caller.kind === 'session') return seesAll
  if (caller.kind === 'person') return sightByRoles(rolesOn(caller, trail), sensitive)
  if (caller.kind === 'embed') return embeddedSight(book, caller, trail, sensitive)
  if (caller.role === 'admin') return seesAll
  if (caller.role === 'writer') return seesNothing
  return caller.reads === undefined ? { roles: [] } : sightByRoles(named(book, trail, [caller.reads]), sensitive)
}

/**
 * One record's events, as whoever vouches for the token sees them: of its slots those kept for a role that the reader holds
 * too, and where the reader holds roles, of its events those that one of them grants. Never the trail's own events.
 */
const embeddedSight = (book: RoleBook, { by, object, roles }: Embedded, trail: string, sensitive: readonly string[]): Sees => {
  const record: Query = {
    kind: 'filter',
    filter: 'record',
    values: [{ match: 'is', ofType: object.type, text: object.id }],
  }
  const own: Query = { kind: 'filter', filter: 'category', values: [whole('trail')] }
  const asked = { roles, events: { kind: 'and', parts: [record, { kind: 'not', part: own }] } } as const
  const vouched = narrowed(ownSight(book, by, trail, sensitive), asked)
  return roles.length === 0 ? vouched : narrowed(vouched, sightByRoles(named(book, trail, roles), sensitive))
}

const seesNothing: Sees = { roles: [], events: { kind: 'or', parts: [] } }

/** A role that is no longer there grants nothing. */
const named = (book: RoleBook, trail: string, names: readonly string[]): readonly Role[] =>
  book.rolesOf(trail).filter(({ name }) => names.includes(name))
