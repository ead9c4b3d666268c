/**
 * The small port through which core reaches cryptography: `node:crypto` on the server, noble in the browser and the
 * default verifier. Each part of core asks only for the part it needs. All calls are synchronous; bytes are
 * `Uint8Array`; base64url is without padding (RFC 4648 section 5).
 */
export interface Hashing {
  /** SHA-256 (FIPS 180-4) of bytes: 32 bytes. */
  sha256(bytes: Uint8Array): Uint8Array
  /** SHA-256 of the UTF-8 of a well-formed string, as base64url: 43 characters. */
  sha256Text(text: string): string
  /** The same of bytes that are the UTF-8 of a text already. */
  sha256Digest(bytes: Uint8Array): string
}

export interface SignatureChecking {
  /** Ed25519 (RFC 8032): `publicKey` 32 bytes, `signature` 64 bytes. False for anything malformed; never throws. */
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}

/** What verification needs, and nothing more. */
export type Verifying = Hashing & SignatureChecking

export interface Signing {
  /** Ed25519 (RFC 8032) over `message` with the 32-byte seed: 64 bytes. */
  signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array
  /** The 32-byte public key of a 32-byte seed. */
  publicKeyEd25519(seed: Uint8Array): Uint8Array
}

/** What treatments need: a trail's own keys never leave the implementation. */
export interface TreatmentKeys {
  /** A keyed token for a text: `tok1:` and base64url of HMAC-SHA-256, cut to 22 characters. Equal texts give equal tokens on one trail. */
  token(text: string): string
  /** `enc1:<key id>:<iv>:<ciphertext>`, AES-256-GCM, fresh iv; iv and ciphertext with tag as base64url. */
  encrypt(text: string): string
}

export interface Salting {
  /** 16 random bytes as base64url: 22 characters, fresh at each call. */
  salt(): string
}
