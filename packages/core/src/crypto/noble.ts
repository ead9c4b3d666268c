import { getPublicKey, hashes, sign, verify } from '@noble/ed25519'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { toBase64url } from './base64.ts'
import type { Signing, Verifying } from './ports.ts'
import { utf8Bytes } from './utf8.ts'

// noble's synchronous Ed25519 takes its SHA-512 from here.
hashes.sha512 = sha512

/** The crypto port in pure JavaScript: browsers, and every verifier that wants no native code. */
export const nobleCrypto: Verifying & Signing = {
  sha256: (bytes) => sha256(bytes),
  sha256Text: (text) => toBase64url(sha256(utf8Bytes(text))),
  sha256Digest: (bytes) => toBase64url(sha256(bytes)),
  verifyEd25519(publicKey, message, signature) {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    try {
      // RFC 8032 rules, as OpenSSL's; the library's default accepts more.
      return verify(signature, message, publicKey, { zip215: false })
    } catch {
      return false
    }
  },
  signEd25519: (seed, message) => sign(message, seed),
  publicKeyEd25519: (seed) => getPublicKey(seed),
}
