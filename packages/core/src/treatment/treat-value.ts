import type { TreatmentKeys } from '../crypto/ports.ts'
import type { Json } from '../event/event.ts'
import { canonicalize } from '../ledger/canonicalize.ts'
import { hideSecrets } from './hide-secrets.ts'

const bullet = '•'
const token = /^tok1:[A-Za-z0-9_-]{22}$/
// A 12-byte iv is 16 characters; a ciphertext of nothing is still a 16-byte tag.
const ciphertext = /^enc1:[A-Za-z0-9_.-]{1,64}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]{22,}$/

/**
 * The values that a treatment leaves as they are: nothing is hidden by treating "there was none", and that a field was empty is
 * worth knowing.
 */
const isEmptyValue = (value: Json | undefined): value is null | '' | undefined =>
  value === undefined || value === null || value === ''

/** A value as text: strings as they are, anything else in its canonical JSON (RFC 8785), so that equal values stay equal. */
const valueText = (value: Json): string => {
  if (typeof value === 'string') return value
  try {
    return canonicalize(value)
  } catch {
    // A NUL, half a character, -0: whoever checks the event refuses them; until then they must not make this throw.
    return JSON.stringify(value)
  }
}

/**
 * What `mask` leaves: the last `keep` characters, never more than half of them, and a bullet for each of the others. Characters
 * are code points. A value that already reads so stays as it is; a secret in what would be left is covered too.
 */
export const maskValue = (value: Json, keep: number): Json => {
  if (isEmptyValue(value)) return value
  const characters = [...valueText(value)]
  const kept = Math.max(0, Math.min(Math.floor(keep), Math.floor(characters.length / 2)))
  const masked = bullet.repeat(characters.length - kept) + characters.slice(characters.length - kept).join('')
  return hideSecrets(masked) === masked ? masked : bullet.repeat(characters.length)
}

export const tokenizeValue = (value: Json, keys: TreatmentKeys): Json =>
  isEmptyValue(value) ? value : keys.token(valueText(value))

export const encryptValue = (value: Json, keys: TreatmentKeys): Json =>
  isEmptyValue(value) ? value : keys.encrypt(valueText(value))

/** `tok1:` and 22 characters of base64url. */
export const isToken = (value: Json | undefined): boolean => typeof value === 'string' && token.test(value)

/** `enc1:<key id>:<iv>:<ciphertext>`. */
export const isCiphertext = (value: Json | undefined): boolean => typeof value === 'string' && ciphertext.test(value)
