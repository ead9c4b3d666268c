import { fromBase64, toBase64 } from '../crypto/base64.ts'
import type { Hashing } from '../crypto/ports.ts'
import { utf8Bytes } from '../crypto/utf8.ts'
import { concatBytes } from './bytes.ts'
import { Malformed } from './malformed.ts'

/** C2SP signed-note signature types: Ed25519 over the note, or a timestamped Ed25519 cosignature (tlog-cosignature). */
export const keyTypes = { note: 0x01, cosignature: 0x04 } as const
export type KeyType = (typeof keyTypes)[keyof typeof keyTypes]

/** A public key as notes name it. Name and id together identify the key and what it signs. */
export interface VerifierKey {
  readonly name: string
  /** The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), as 8 hexadecimal digits. */
  readonly id: string
  readonly type: KeyType
  /** 32 bytes of Ed25519. */
  readonly publicKey: Uint8Array
}

/** A key's name has no Unicode space and no plus sign. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{White_Space}\p{Cc}]+$/u.test(name)

export function verifierKey(name: string, type: KeyType, publicKey: Uint8Array, hashing: Hashing): VerifierKey {
  if (!isKeyName(name)) throw new Error('the name of a key is empty or has a space, a control character or a plus sign')
  if (publicKey.length !== 32) throw new Error('an Ed25519 public key has 32 bytes')
  const hash = hashing.sha256(concatBytes(utf8Bytes(`${name}\n`), new Uint8Array([type]), publicKey))
  return { name, id: hexId(hash), type, publicKey }
}

/** `name+id+base64(type ‖ public key)`, the vkey of C2SP signed-note. */
export const formatVerifierKey = ({ name, id, type, publicKey }: VerifierKey): string =>
  `${name}+${id}+${toBase64(concatBytes(new Uint8Array([type]), publicKey))}`

/** Reads a vkey; its id must be the one its parts give. */
export function parseVerifierKey(text: string, hashing: Hashing): VerifierKey | Malformed {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text)
  const [, name = '', id = '', encoded = ''] = parts ?? []
  const material = fromBase64(encoded)
  if (parts === null || material === undefined || !isKeyName(name)) return new Malformed('is not a verifier key: name+id+key')
  const type = Object.values(keyTypes).find((known) => known === material[0])
  if (type === undefined || material.length !== 33) return new Malformed('is a key of a kind that is not read here')
  const key = verifierKey(name, type, material.slice(1), hashing)
  return key.id === id ? key : new Malformed('has an id that is not the one of its name and key')
}

/** The first four bytes as 8 hexadecimal digits. */
export const hexId = (bytes: Uint8Array): string => {
  let hex = ''
  for (const byte of bytes.subarray(0, 4)) hex += byte.toString(16).padStart(2, '0')
  return hex
}
