import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hash,
  type KeyObject,
  randomBytes,
  randomFillSync,
  sign,
  verify,
} from 'node:crypto'
import { CanonicalBytes, type Salting, type Signing, type TreatmentKeys, type Verifying } from '@daybook/core'

/** What the treatments of one trail use; the caller reads it from the trail's key file. */
export interface TreatmentSecrets {
  /** HMAC key of tokens, 32 bytes. */
  readonly tokenKey: Uint8Array
  /** AES-256 key, 32 bytes. */
  readonly encryptionKey: Uint8Array
  /** Names the key inside ciphertexts, so that it can be changed later: `[A-Za-z0-9_-]+`. */
  readonly encryptionKeyId: string
}

// DER headers of RFC 8410: with them a raw 32-byte key is a PKCS #8 or SPKI document.
const privateKeyHeader = Buffer.from('302e020100300506032b657004220420', 'hex')
const publicKeyHeader = Buffer.from('302a300506032b6570032100', 'hex')
const keyBytes = 32
const signatureBytes = 64
const maxCachedKeys = 256

/** Making a KeyObject costs as much as a signature; the same few keys are used for ever. */
const cachedBy = (make: (raw: Uint8Array) => KeyObject): ((raw: Uint8Array) => KeyObject) => {
  const cache = new Map<string, KeyObject>()
  return (raw) => {
    const name = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
    const known = cache.get(name)
    if (known !== undefined) return known
    const key = make(raw)
    if (cache.size >= maxCachedKeys) cache.clear()
    cache.set(name, key)
    return key
  }
}

const privateKey = cachedBy((seed) => {
  if (seed.length !== keyBytes) throw new RangeError(`An Ed25519 seed has ${keyBytes} bytes, not ${seed.length}.`)
  return createPrivateKey({ key: Buffer.concat([privateKeyHeader, seed]), format: 'der', type: 'pkcs8' })
})

const publicKey = cachedBy((raw) => createPublicKey({ key: Buffer.concat([publicKeyHeader, raw]), format: 'der', type: 'spki' }))

const verifyEd25519 = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  if (key.length !== keyBytes || signature.length !== signatureBytes) return false
  try {
    return verify(null, message, publicKey(key), signature)
  } catch {
    return false // bytes that OpenSSL does not take as a key are a malformed key, which is an answer, not a defect
  }
}

const saltBytes = 16
const pool = Buffer.alloc(256 * saltBytes)
let poolUsed = pool.length

/** One call of the generator serves 256 salts; every byte is used once and overwritten before the next use. */
const salt = (): string => {
  if (poolUsed === pool.length) {
    randomFillSync(pool)
    poolUsed = 0
  }
  const text = pool.toString('base64url', poolUsed, poolUsed + saltBytes)
  poolUsed += saltBytes
  return text
}

/** The bytes of a digest that came as one character a byte: half the time of asking `hash` for a Buffer. */
const binary = (digest: string): Buffer => Buffer.from(digest, 'latin1')

/** The cryptography of the server: node:crypto behind core's port. */
export const nodeCrypto: Verifying & Signing & Salting = {
  sha256: (bytes) => binary(hash('sha256', bytes, 'binary')),
  sha256Text: (text) => hash('sha256', text, 'base64url'),
  sha256Digest: (bytes) => hash('sha256', bytes, 'base64url'),
  verifyEd25519,
  signEd25519: (seed, message) => sign(null, message, privateKey(seed)),
  publicKeyEd25519: (seed) =>
    createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(publicKeyHeader.length),
  salt,
}

const tokenCharacters = 22
const ivBytes = 12

/** Tokens and ciphertexts with one trail's keys; formats as in core's `TreatmentKeys`. */
export const treatmentKeys = (secrets: TreatmentSecrets): TreatmentKeys => ({
  token: (text) =>
    `tok1:${createHmac('sha256', secrets.tokenKey).update(text, 'utf8').digest('base64url').slice(0, tokenCharacters)}`,
  encrypt: (text) => {
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv('aes-256-gcm', secrets.encryptionKey, iv)
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return `enc1:${secrets.encryptionKeyId}:${iv.toString('base64url')}:${sealed.toString('base64url')}`
  },
})

const tagBytes = 16

/**
 * Opens ciphertexts that `treatmentKeys` made with the same secrets. Answers undefined for any other text: of another key,
 * altered, or only called a ciphertext by whoever sent it.
 */
export const valueOpener =
  (secrets: Pick<TreatmentSecrets, 'encryptionKey' | 'encryptionKeyId'>): ValueOpener =>
  (text) => {
    const [kind, keyId, iv = '', sealed = '', ...more] = text.split(':')
    if (kind !== 'enc1' || keyId !== secrets.encryptionKeyId || more.length > 0) return undefined
    const bytes = Buffer.from(sealed, 'base64url')
    try {
      const cipher = createDecipheriv('aes-256-gcm', secrets.encryptionKey, Buffer.from(iv, 'base64url'), {
        authTagLength: tagBytes,
      })
      cipher.setAuthTag(bytes.subarray(-tagBytes))
      return Buffer.concat([cipher.update(bytes.subarray(0, -tagBytes)), cipher.final()]).toString('utf8')
    } catch {
      return undefined // whatever does not open is an answer, not a defect
    }
  }

export type ValueOpener = (ciphertext: string) => string | undefined

const contentDigestBytes = 16

// An event is a few hundred bytes; a large one gets a larger buffer once.
const digestBufferBytes = 64 * 1024

/**
 * Keyed digest of an event as received: SHA-256 over one block of key (its 64 hex digits) and its canonical JSON, cut
 * to 16 bytes. Keyed, so that the stored digest of a short, guessable event says nothing to whoever has the journal
 * without the key. HMAC would cost 2.8 µs an event instead of 0.9; what HMAC adds, safety against lengthening a message
 * whose digest is known, the cut to half of the state gives as well, and no digest ever leaves the server.
 */
export const contentDigester = (key: Uint8Array): ContentDigester => {
  const prefix = Buffer.from(key).toString('hex')
  if (key.length !== keyBytes) throw new RangeError(`A content key has ${keyBytes} bytes, not ${key.length}.`)
  const text = new CanonicalBytes(digestBufferBytes)
  return {
    begin: () => {
      text.rewind()
      text.ascii(prefix)
      return text
    },
    digest: () => binary(hash('sha256', text.bytes.subarray(0, text.end), 'binary').slice(0, contentDigestBytes)),
  }
}

export interface ContentDigester {
  /** Where the canonical JSON of the next event is to be written. */
  begin(): CanonicalBytes
  /** The digest of what was written since: 16 bytes. */
  digest(): Uint8Array
}
