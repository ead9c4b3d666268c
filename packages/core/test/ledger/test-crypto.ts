import { createHash, createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto'
import type { Salting, Signing, Verifying } from '../../src/crypto/ports.ts'

const seedPrefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex')
const privateKey = (seed: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([seedPrefix, seed]), format: 'der', type: 'pkcs8' })

const imported = new Map<string, KeyObject>()
const importKey = (publicKey: Uint8Array): KeyObject => {
  const name = Buffer.from(publicKey).toString('hex')
  const key =
    imported.get(name) ?? createPublicKey({ key: Buffer.concat([publicPrefix, publicKey]), format: 'der', type: 'spki' })
  imported.set(name, key)
  return key
}

/** The crypto port over node:crypto, as the server has it. */
export const testCrypto: Verifying & Signing = {
  sha256: (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer')),
  sha256Text: (text) => hash('sha256', text, 'base64url'),
  sha256Digest: (bytes) => hash('sha256', bytes, 'base64url'),
  verifyEd25519: (publicKey, message, signature) => {
    try {
      return verify(null, message, importKey(publicKey), signature)
    } catch {
      return false
    }
  },
  signEd25519: (seed, message) => new Uint8Array(sign(null, message, privateKey(seed))),
  publicKeyEd25519: (seed) =>
    new Uint8Array(createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(-32)),
}

/** Salts that repeat from run to run: the n-th is SHA-256("salt <n>"), cut to 16 bytes. */
export const countedSalts = (): Salting => {
  let n = 0
  return { salt: () => createHash('sha256').update(`salt ${n++}`).digest().subarray(0, 16).toString('base64url') }
}
