import type { Json } from '../event/event.ts'
import { findSecrets } from './find-secrets.ts'
import { hideSecrets } from './hide-secrets.ts'
import { isSecretMask, secretMask } from './secret-mask.ts'
import { secretLabelOf } from './secret-name.ts'

// The gate lets nothing through that is nested more than 16 deep; a caller of core alone may have something else.
const deepest = 64
const smallestCard = 1e13

/**
 * A value of any shape with its secrets hidden: those found in texts, in numbers that are card numbers, in the names of members,
 * and everything that stands under a secret's name at any depth. The same value, not a copy, when there is nothing to hide.
 */
export const hideInValue = (value: Json, depth = 0): Json => {
  if (typeof value === 'string') return hideSecrets(value)
  if (typeof value === 'number') return hideInNumber(value)
  if (value === null || typeof value !== 'object') return value
  if (depth >= deepest) return secretMask('nested too deeply')
  return Array.isArray(value) ? hideInArray(value, depth) : hideInObject(value as { readonly [key: string]: Json }, depth)
}

const hideInNumber = (value: number): Json => {
  if (value < smallestCard || !Number.isSafeInteger(value)) return value
  const text = String(value)
  return findSecrets(text).length === 0 ? value : hideSecrets(text)
}

const hideInArray = (list: readonly Json[], depth: number): Json => {
  let copy: Json[] | undefined
  for (let i = 0; i < list.length; i++) {
    const item = list[i] as Json
    const shown = hideInValue(item, depth + 1)
    if (shown === item) continue
    copy ??= [...list]
    copy[i] = shown
  }
  return copy ?? list
}

/** Also where a caller gives member names a plan of its own: see `treat-event.ts`. */
export const hideInObject = (object: { readonly [key: string]: Json }, depth: number): Json => {
  let changed = false
  const isKey = isPrivateJwk(object)
  const shown: [string, Json][] = []
  for (const name of Object.keys(object)) {
    const value = object[name] as Json
    const safeName = hideSecrets(name)
    const safe = isKey && privateJwkMembers.has(name) ? secretMask('private key') : hideNamed(safeName, value, depth)
    if (safe !== value || safeName !== name) changed = true
    shown.push([safeName, safe])
  }
  return changed ? Object.fromEntries(withDistinctNames(shown)) : object
}

/** `null`, booleans and empty texts under a secret's name say only whether there is one, and stay. */
const hideNamed = (name: string, value: Json, depth: number): Json => {
  const label = secretLabelOf(name)
  if (label === undefined) return hideInValue(value, depth + 1)
  if (value === null || value === '' || typeof value === 'boolean') return value
  return typeof value === 'string' && isSecretMask(value) ? value : secretMask(label)
}

/** Two member names may have become the same mask. */
const withDistinctNames = (members: readonly (readonly [string, Json])[]): readonly (readonly [string, Json])[] => {
  const taken = new Set<string>()
  return members.map(([name, value]) => {
    let distinct = name
    for (let n = 2; taken.has(distinct); n++) distinct = `${name} ${n}`
    taken.add(distinct)
    return [distinct, value] as const
  })
}

const privateJwkMembers: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'])

/** A JSON Web Key with its private part (RFC 7517, RFC 7518 section 6), told by its `kty`. */
const isPrivateJwk = ({ kty, d, k }: { readonly [key: string]: Json }): boolean =>
  kty === 'oct' ? typeof k === 'string' : (kty === 'RSA' || kty === 'EC' || kty === 'OKP') && typeof d === 'string'
