import type { Signing } from '../crypto/ports.ts'
import { utf8Bytes } from '../crypto/utf8.ts'
import { cosignedMessage, timestampedSignature } from './cosignature.ts'
import { formatNote, type NoteSignature } from './note.ts'
import { keyTypes, type VerifierKey } from './verifier-key.ts'

/** A private key and the name under which it signs. */
export interface NoteSigner {
  readonly key: VerifierKey
  /** 32-byte Ed25519 seed. */
  readonly seed: Uint8Array
}

/**
 * Signs a text as a C2SP signed note: one line a signer, in their order. A signer of type cosignature makes a
 * timestamped cosignature/v1 and needs `timeS`, seconds since 1970.
 */
export function signNote(text: string, signers: readonly NoteSigner[], signing: Signing, timeS?: number): string {
  return formatNote({ text, signatures: signers.map((signer) => sign(text, signer, signing, timeS)) })
}

function sign(text: string, { key, seed }: NoteSigner, signing: Signing, timeS: number | undefined): NoteSignature {
  if (key.type === keyTypes.note) {
    return { name: key.name, id: key.id, signature: signing.signEd25519(seed, utf8Bytes(text)) }
  }
  if (timeS === undefined || !Number.isSafeInteger(timeS)) throw new Error('a cosignature needs the time in whole seconds')
  const signature = signing.signEd25519(seed, cosignedMessage(text, timeS))
  return { name: key.name, id: key.id, signature: timestampedSignature(timeS, signature) }
}
