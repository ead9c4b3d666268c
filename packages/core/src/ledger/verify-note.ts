import type { Verifying } from '../crypto/ports.ts'
import { utf8Bytes } from '../crypto/utf8.ts'
import { cosignedMessage, readTimestampedSignature } from './cosignature.ts'
import { Malformed } from './malformed.ts'
import type { Note, NoteSignature } from './note.ts'
import { keyTypes, type VerifierKey } from './verifier-key.ts'

/** A known key's signature on a note, verified. */
export interface VerifiedSignature {
  readonly key: VerifierKey
  /** When a cosignature was made, seconds since 1970 by the cosigner's clock. */
  readonly timeS?: number
}

export interface VerifiedNote {
  readonly text: string
  readonly verified: readonly VerifiedSignature[]
  /** Names of the signature lines whose keys are not known: not looked at. */
  readonly unknown: readonly string[]
}

/**
 * Checks a note's signatures as C2SP signed-note asks: lines of unknown keys are ignored, one wrong signature of a
 * known key rejects the note, and at least one known key must have signed.
 */
export function verifyNote(note: Note, keys: readonly VerifierKey[], verifying: Verifying): VerifiedNote | Malformed {
  const verified: VerifiedSignature[] = []
  const unknown: string[] = []
  for (const line of note.signatures) {
    const key = keys.find(({ name, id }) => name === line.name && id === line.id)
    if (key === undefined) {
      unknown.push(line.name)
      continue
    }
    const signature = check(note.text, line, key, verifying)
    if (signature === undefined) return new Malformed(`carries a wrong signature of ${key.name}`)
    verified.push(signature)
  }
  if (verified.length === 0) return new Malformed('is signed by none of the known keys')
  return { text: note.text, verified, unknown }
}

function check(
  text: string,
  { signature }: NoteSignature,
  key: VerifierKey,
  verifying: Verifying,
): VerifiedSignature | undefined {
  if (key.type === keyTypes.note) {
    return signature.length === 64 && verifying.verifyEd25519(key.publicKey, utf8Bytes(text), signature) ? { key } : undefined
  }
  const stamped = readTimestampedSignature(signature)
  if (stamped === undefined) return undefined
  const message = cosignedMessage(text, stamped.timeS)
  return verifying.verifyEd25519(key.publicKey, message, stamped.signature) ? { key, timeS: stamped.timeS } : undefined
}
