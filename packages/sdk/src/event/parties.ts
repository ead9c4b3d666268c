import {
  type Actor,
  type ActorInput,
  type ActorType,
  actorTypes,
  type Named,
  type NamedInput,
  type Party,
  plainValue,
} from '@daybook/core'
import { type Faults, fault } from './fault.ts'

const types: ReadonlySet<string> = new Set(actorTypes)

/** Nobody is known to have done it: a defect that the trail shows, never a guess. */
export const unknownActor: Actor = { type: 'unknown', id: 'unknown' }

/** The id of a row as text, or nothing where it has none: `undefined`, `null`, the empty text, an object without a form. */
function idText(id: unknown): string | undefined {
  if (typeof id === 'string') return id === '' ? undefined : id
  if (Number.isSafeInteger(id)) return String(id)
  const plain = plainValue(id)
  return typeof plain === 'number' || (typeof plain === 'string' && plain !== '' && !plain.startsWith('['))
    ? String(plain)
    : undefined
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined)

/**
 * Who did it, of whatever an application calls its user: `type`, `id`, `name`, `email` and `roles`, nothing else of it.
 * Without a type it is a user. What has no id, or a type that is none, is nobody known; the name stays.
 */
export function actorFrom(given: ActorInput | undefined | null, faults: Faults, pointer = '/actor'): Actor {
  if (typeof given !== 'object' || given === null) {
    fault(faults, 'wrong_type', pointer, 'The actor is no object. Give its id and name.')
    return unknownActor
  }
  const party = partyFrom(given, faults, pointer)
  const { onBehalfOf } = given
  return onBehalfOf === undefined || onBehalfOf === null
    ? party
    : { ...party, onBehalfOf: partyFrom(onBehalfOf, faults, `${pointer}/onBehalfOf`) }
}

function partyFrom(given: ActorInput, faults: Faults, pointer: string): Party {
  const id = idText(given.id)
  if (id === undefined)
    fault(faults, 'missing_member', `${pointer}/id`, 'The actor has no id, so nobody is known to have done it. Give its id.')
  const known = given.type === undefined || given.type === null || types.has(given.type)
  if (!known)
    fault(faults, 'wrong_value', `${pointer}/type`, `The actor has a type that is none. Use one of: ${actorTypes.join(', ')}.`)
  const type: ActorType = id === undefined || !known ? 'unknown' : (given.type ?? 'user')
  const party: { -readonly [K in keyof Party]: Party[K] } = { type, id: id ?? 'unknown' }
  const name = text(given.name)
  const email = text(given.email)
  const roles = rolesOf(given.roles)
  if (name !== undefined) party.name = name
  if (email !== undefined) party.email = email
  if (roles !== undefined) party.roles = roles
  return party
}

function rolesOf(roles: unknown): readonly string[] | undefined {
  if (typeof roles === 'string') return [roles]
  if (!Array.isArray(roles)) return undefined
  const named = roles.filter((role) => typeof role === 'string')
  return named.length === 0 ? undefined : named
}

/** Id, name and address of a row; nothing where it has no id. */
export function namedFrom(given: NamedInput | undefined | null, faults: Faults, pointer: string): Named | undefined {
  if (given === undefined || given === null) return undefined
  const id = idText(given.id)
  if (id === undefined)
    return fault(faults, 'missing_member', `${pointer}/id`, 'It has no id and was left out. Give the id of the record.')
  const named: { -readonly [K in keyof Named]: Named[K] } = { id }
  const name = text(given.name)
  const url = linkOf(given.url)
  if (name !== undefined) named.name = name
  if (url !== undefined) named.url = url
  return named
}

/** A column called `url` may hold anything; only what leads to a page is a link. */
const linkOf = (url: unknown): string | undefined =>
  typeof url === 'string' && /^(?:https?:\/\/|\/)/i.test(url) ? url : undefined
