import { readFileSync } from 'node:fs'
import { fromBase64url, toBase64url } from '@daybook/core'
import { replaceFile } from '../journal/durable-file.ts'

export interface SignedTree {
  readonly size: number
  readonly root: Uint8Array
}

/** A statement that the ledger was accepted although it does not extend what was signed; see `openEpoch`. */
export interface EpochFacts {
  /** 1 for the first epoch after the beginning. */
  readonly number: number
  /** What had been signed; absent where that is not known any more. Root as base64url. */
  readonly before?: { readonly size: number; readonly root: string }
  /** What is accepted from now on. */
  readonly after: { readonly size: number; readonly root: string }
  readonly reason: string
  /** RFC 3339, UTC. */
  readonly at: string
  /** All of it as a C2SP signed note of the log key. */
  readonly statement: string
}

/** What the signer remembers: the last tree it signed, and every epoch ever opened. */
export interface SignedMemory {
  readonly last: SignedTree
  readonly epochs: readonly EpochFacts[]
}

const fileVersion = 1

/** Durable before it returns, and at each moment either the old memory or the new one. */
export const writeMemory = (path: string, origin: string, { last, epochs }: SignedMemory): void => {
  replaceFile(
    path,
    `${JSON.stringify({ version: fileVersion, origin, size: last.size, root: toBase64url(last.root), epochs })}\n`,
  )
}

/** What a creation that was cut off leaves behind, whatever origin it had: nothing was ever signed. */
export const hasSignedNothing = (path: string): boolean => {
  try {
    const { version, size, epochs } = JSON.parse(readFileSync(path, 'utf8'))
    return version === fileVersion && size === 0 && Array.isArray(epochs) && epochs.length === 0
  } catch {
    return false
  }
}

/** Undefined where the file is missing, damaged or another trail's: it is then not known what was signed. */
export const readMemory = (path: string, origin: string): SignedMemory | undefined => {
  try {
    const file = JSON.parse(readFileSync(path, 'utf8'))
    const root = fromBase64url(file.root)
    const isOurs = file.version === fileVersion && file.origin === origin && Array.isArray(file.epochs)
    if (!isOurs || !Number.isSafeInteger(file.size) || file.size < 0 || root?.length !== 32) return undefined
    return { last: { size: file.size, root }, epochs: file.epochs }
  } catch {
    return undefined
  }
}
