import { createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import type { Json } from '@daybook/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contentDigester, nodeCrypto, treatmentKeys } from '../../src/crypto/node-crypto.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytesOf = (text: string): Buffer => Buffer.from(text, 'hex')

it('hashes bytes and text as FIPS 180-4 says', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(hex(nodeCrypto.sha256(Buffer.from('abc')))).toBe(abc)
  expect(nodeCrypto.sha256Text('abc')).toBe(bytesOf(abc).toString('base64url'))
  expect(nodeCrypto.sha256Text('ä𝕏')).toBe(Buffer.from(nodeCrypto.sha256(Buffer.from('ä𝕏', 'utf8'))).toString('base64url'))
})

it('signs and verifies the second vector of RFC 8032 section 7.1', () => {
  const seed = bytesOf('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
  const publicKey = bytesOf('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
  const signature = bytesOf(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  )
  const message = Buffer.of(0x72)
  expect(hex(nodeCrypto.publicKeyEd25519(seed))).toBe(hex(publicKey))
  expect(hex(nodeCrypto.signEd25519(seed, message))).toBe(hex(signature))
  expect(nodeCrypto.verifyEd25519(publicKey, message, signature)).toBe(true)
  expect(nodeCrypto.verifyEd25519(publicKey, Buffer.of(0x73), signature)).toBe(false)
})

it('answers false for malformed keys and signatures, and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 70 }), (key, signature) => {
      expect(nodeCrypto.verifyEd25519(key, Buffer.of(1), signature)).toBe(false)
    }),
  )
  expect(nodeCrypto.verifyEd25519(Buffer.alloc(32, 0xff), Buffer.of(1), Buffer.alloc(64))).toBe(false)
})

it('takes no seed of another length', () => {
  expect(() => nodeCrypto.signEd25519(Buffer.alloc(31), Buffer.of(1))).toThrow(RangeError)
})

it('keeps apart keys whose bytes are alike', () => {
  const seeds = Array.from({ length: 300 }, (_, i) => Buffer.alloc(32, i % 256).fill(i >> 8, 0, 1))
  const keys = seeds.map((seed) => hex(nodeCrypto.publicKeyEd25519(seed)))
  expect(seeds.map((seed) => hex(nodeCrypto.publicKeyEd25519(seed)))).toEqual(keys)
  expect(new Set(keys).size).toBe(new Set(seeds.map(hex)).size)
})

it('never gives the same salt twice', () => {
  const salts = Array.from({ length: 5_000 }, () => nodeCrypto.salt())
  expect(new Set(salts).size).toBe(5_000)
  for (const salt of salts) expect(salt).toMatch(/^[A-Za-z0-9_-]{22}$/)
})

const secrets = { tokenKey: randomBytes(32), encryptionKey: randomBytes(32), encryptionKeyId: 'k1' }

it('makes equal tokens of equal texts under one key and others under another', () => {
  const [ours, theirs] = [treatmentKeys(secrets), treatmentKeys({ ...secrets, tokenKey: randomBytes(32) })]
  expect(ours.token('DE123')).toBe(ours.token('DE123'))
  expect(ours.token('DE123')).toBe(
    `tok1:${createHmac('sha256', secrets.tokenKey).update('DE123').digest('base64url').slice(0, 22)}`,
  )
  expect(new Set([ours.token('DE123'), ours.token('DE124'), theirs.token('DE123')]).size).toBe(3)
})

it('encrypts so that the key, and only the key, reads it again', () => {
  const keys = treatmentKeys(secrets)
  const [label, id, iv, sealed = ''] = keys.encrypt('DE89 3704 – ✓').split(':')
  expect([label, id]).toEqual(['enc1', 'k1'])
  const bytes = Buffer.from(sealed, 'base64url')
  const open = (key: Buffer): string => {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv ?? '', 'base64url')).setAuthTag(bytes.subarray(-16))
    return decipher.update(bytes.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8')
  }
  expect(open(secrets.encryptionKey)).toBe('DE89 3704 – ✓')
  expect(() => open(randomBytes(32))).toThrow()
  expect(keys.encrypt('same')).not.toBe(keys.encrypt('same'))
})

it('digests content under a key, in 16 bytes', () => {
  const digestWith = (first: number): ((value: Json) => Uint8Array) => {
    const digester = contentDigester(Buffer.alloc(32, first))
    return (value) => {
      digester.begin().json(value)
      return digester.digest()
    }
  }
  const [a, b] = [digestWith(1), digestWith(2)]
  expect(a({})).toHaveLength(16)
  expect(hex(a({ b: 1, a: '–' }))).toBe(hex(a({ a: '–', b: 1 })))
  expect(hex(a({ b: 1 }))).toBe(
    createHash('sha256')
      .update(`${'01'.repeat(32)}{"b":1}`)
      .digest('hex')
      .slice(0, 32),
  )
  expect(new Set([a({}), a([]), b({})].map(hex)).size).toBe(3)
  expect(() => contentDigester(Buffer.alloc(16))).toThrow(RangeError)
})
