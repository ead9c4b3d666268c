import { fromBase64, toBase64 } from '../crypto/base64.ts'
import { concatBytes } from './bytes.ts'
import { Malformed } from './malformed.ts'
import { hexId, isKeyName } from './verifier-key.ts'

/** One signature line of a note; unverified until `verifyNote` says so. */
export interface NoteSignature {
  readonly name: string
  /** 8 hexadecimal digits. */
  readonly id: string
  /** What follows the key id: 64 bytes for Ed25519, 72 for a cosignature. */
  readonly signature: Uint8Array
}

/** A signed note of C2SP signed-note. `text` includes its final newline. */
export interface Note {
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** More than any policy needs; a bound on work for hostile notes. */
const maxSignatures = 100

const controls = /[\u0000-\u0009\u000b-\u001f]/

export function parseNote(text: string): Note | Malformed {
  if (controls.test(text) || !text.isWellFormed()) return new Malformed('is not a signed note: it has control characters')
  const split = text.lastIndexOf('\n\n')
  if (split < 1 || !text.endsWith('\n')) return new Malformed('is not a signed note: it has no signature lines')
  const lines = text.slice(split + 2, -1).split('\n')
  if (lines.length > maxSignatures) return new Malformed('is not a signed note read here: it has too many signatures')
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const signature = parseSignature(line)
    if (signature === undefined) return new Malformed('is not a signed note: one of its signature lines is malformed')
    signatures.push(signature)
  }
  return { text: text.slice(0, split + 1), signatures }
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name = '', encoded = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? []
  const bytes = fromBase64(encoded)
  if (!isKeyName(name) || bytes === undefined || bytes.length < 5) return undefined
  return { name, id: hexId(bytes), signature: bytes.slice(4) }
}

export function formatNote({ text, signatures }: Note): string {
  if (!text.endsWith('\n') || text.length < 2) throw new Error('the text of a note is not empty and ends in a newline')
  const lines = signatures.map(({ name, id, signature }) => `\u2014 ${name} ${toBase64(concatBytes(idBytes(id), signature))}\n`)
  return `${text}\n${lines.join('')}`
}

const idBytes = (id: string): Uint8Array =>
  Uint8Array.from({ length: 4 }, (_, i) => Number.parseInt(id.slice(i * 2, i * 2 + 2), 16))
