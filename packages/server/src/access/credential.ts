import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What an access key may do on its one trail. */
export const keyRoles = ['writer', 'reader', 'admin'] as const
export type KeyRole = (typeof keyRoles)[number]

/** An access key as it is shown once. `secret` has 256 random bits; only its SHA-256 is kept. */
export interface NewKey {
  readonly id: string
  readonly secretHash: Uint8Array
  /** `dbk_<id>_<secret>` */
  readonly text: string
}

/** A new access key. The id is 16 hexadecimal characters, the secret 43 of base64url. */
export const newKey = (): NewKey => {
  const id = randomBytes(8).toString('hex')
  const secret = randomBytes(32).toString('base64url')
  return { id, secretHash: hashSecret(secret), text: `dbk_${id}_${secret}` }
}

/** The parts of `dbk_<id>_<secret>`; undefined for any other text. */
export const parseKey = (text: string): { readonly id: string; readonly secret: string } | undefined => {
  const match = /^dbk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/.exec(text)
  return match?.[1] && match[2] ? { id: match[1], secret: match[2] } : undefined
}

/** A random token of 256 bits for links, sessions and the local command. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** SHA-256: enough for secrets of 256 random bits, which no dictionary reaches. */
export const hashSecret = (secret: string): Uint8Array => hash('sha256', secret, 'buffer')

/** Compares in constant time; both sides are hashes, so that their length tells nothing. */
export const sameHash = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)
