import { fromBase64url } from '../crypto/base64.ts'
import type { Hashing } from '../crypto/ports.ts'

/** First byte of every entry: the format version. */
export const entryFormat = 0x01
/** An entry is the format byte and E. */
export const entryBytes = 33
/** First item of a record: the format version. */
export const recordFormat = 'e1'

/** R = JCS(["e1",[name1,d1],…]): the slots ascending by name, each with its digest. Names and digests need no escapes. */
export function recordText(slots: readonly { readonly name: string; readonly digest: string }[]): string {
  let text = `["${recordFormat}"`
  for (const { name, digest } of slots) text += `,["${name}","${digest}"]`
  return `${text}]`
}

/** E = SHA-256(R), 32 bytes. */
export function eventHash(record: string, hashing: Hashing): Uint8Array {
  const hash = fromBase64url(hashing.sha256Text(record))
  if (hash?.length !== 32) throw new Error('the hashing port did not answer a SHA-256')
  return hash
}

/** The entry of an event hash: 0x01 ‖ E. */
export function entryOf(hash: Uint8Array): Uint8Array {
  const entry = new Uint8Array(entryBytes)
  entry[0] = entryFormat
  entry.set(hash, 1)
  return entry
}

// 0x00 ‖ 0x01 ‖ E. One for all calls: hashing is synchronous and keeps nothing of its input.
const leafInput = new Uint8Array(1 + entryBytes)
leafInput[1] = entryFormat

/** Leaf of an event hash: SHA-256(0x00 ‖ 0x01 ‖ E). */
export function leafHash(hash: Uint8Array, hashing: Hashing): Uint8Array {
  leafInput.set(hash, 2)
  return hashing.sha256(leafInput)
}
