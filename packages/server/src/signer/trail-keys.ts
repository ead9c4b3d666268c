import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { formatVerifierKey, fromBase64url, keyTypes, type NoteSigner, toBase64url, verifierKey } from '@daybook/core'
import { nodeCrypto, type TreatmentSecrets } from '../crypto/node-crypto.ts'
import { createFileOnce } from '../journal/durable-file.ts'
import { SignerFault } from './signer-fault.ts'

/** Everything secret of one trail. */
export interface TrailKeys {
  readonly origin: string
  /** Signs checkpoints. */
  readonly log: NoteSigner
  /** Adds the time, as a cosignature under `<origin>/clock`. */
  readonly clock: NoteSigner
  /** For the digest that tells a repeated event from a conflict. */
  readonly contentKey: Uint8Array
  readonly treatment: TreatmentSecrets
}

const fileVersion = 1
const secretBytes = 32

export const keysPath = (folder: string, trail: string): string => join(folder, `${fileName(trail)}.json`)
export const memoryPath = (folder: string, trail: string): string => join(folder, `${fileName(trail)}.signed.json`)

const fileName = (trail: string): string => {
  if (trail === '' || trail.startsWith('.') || basename(trail) !== trail)
    throw new TypeError('A trail name that cannot be a file name reached the signer.')
  return trail
}

/** The folder of secrets, readable to its owner only. */
export const makeKeysFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}

/** Makes the secrets of a new trail; the file appears whole or not at all, and never replaces another. */
export const createTrailKeys = (folder: string, trail: string, origin: string): TrailKeys => {
  const fresh = (): string => toBase64url(randomBytes(secretBytes))
  const [log, clock] = [fresh(), fresh()]
  const file = {
    version: fileVersion,
    trail,
    origin,
    log: { seed: log, key: formatVerifierKey(logSigner(origin, bytes(log)).key) },
    clock: { seed: clock, key: formatVerifierKey(clockSigner(origin, bytes(clock)).key) },
    content: { key: fresh() },
    token: { key: fresh() },
    encryption: { id: randomBytes(4).toString('hex'), key: fresh() },
  }
  createFileOnce(keysPath(folder, trail), `${JSON.stringify(file, null, 2)}\n`)
  return readTrailKeys(folder, trail)
}

/** Reads the secrets of a trail. Throws `SignerFault` with instructions where they are missing or damaged. */
export const readTrailKeys = (folder: string, trail: string): TrailKeys => {
  const path = keysPath(folder, trail)
  if (!existsSync(path))
    throw new SignerFault(
      'key_missing',
      `The keys of trail "${trail}" are missing: there is no ${path}. They are never made again, since every proof so far hangs on them. Put the file back from the backup of the keys folder, or start with --keys FOLDER where it is.`,
    )
  try {
    return parseKeys(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new SignerFault(
      'key_unreadable',
      `The keys of trail "${trail}" cannot be used: ${path} cannot be read or is damaged. Check that this user may read it; otherwise put it back from the backup of the keys folder. It is never made again.`,
      { cause: error },
    )
  }
}

const parseKeys = (file: Record<string, unknown>): TrailKeys => {
  if (file.version !== fileVersion) throw new TypeError('the version of a key file is unknown')
  const origin = text(file.origin)
  const log = logSigner(origin, bytes(part(file.log).seed))
  const clock = clockSigner(origin, bytes(part(file.clock).seed))
  // The public halves are in the file as well: a seed that was damaged does not sign under a new key unnoticed.
  if (formatVerifierKey(log.key) !== part(file.log).key || formatVerifierKey(clock.key) !== part(file.clock).key)
    throw new TypeError('a seed does not belong to its key')
  return {
    origin,
    log,
    clock,
    contentKey: bytes(part(file.content).key),
    treatment: {
      tokenKey: bytes(part(file.token).key),
      encryptionKey: bytes(part(file.encryption).key),
      encryptionKeyId: text(part(file.encryption).id),
    },
  }
}

const logSigner = (origin: string, seed: Uint8Array): NoteSigner => ({
  key: verifierKey(origin, keyTypes.note, nodeCrypto.publicKeyEd25519(seed), nodeCrypto),
  seed,
})

const clockSigner = (origin: string, seed: Uint8Array): NoteSigner => ({
  key: verifierKey(`${origin}/clock`, keyTypes.cosignature, nodeCrypto.publicKeyEd25519(seed), nodeCrypto),
  seed,
})

const part = (value: unknown): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) throw new TypeError('a part of a key file is missing')
  return { ...value }
}

const text = (value: unknown): string => {
  if (typeof value !== 'string' || value === '') throw new TypeError('a text of a key file is missing')
  return value
}

const bytes = (value: unknown): Uint8Array => {
  const secret = fromBase64url(text(value))
  if (secret?.length !== secretBytes) throw new TypeError('a secret of a key file has not 32 bytes')
  return secret
}
