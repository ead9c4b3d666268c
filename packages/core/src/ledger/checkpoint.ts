import { fromBase64, toBase64 } from '../crypto/base64.ts'
import { Malformed } from './malformed.ts'
import { hashBytes } from './tree-hash.ts'
import { isKeyName } from './verifier-key.ts'

/** What a log says of itself at one size (C2SP tlog-checkpoint). Daybook writes no extension lines. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  readonly extensions?: readonly string[]
}

/** The note text of a checkpoint, with its final newline. */
export function formatCheckpoint({ origin, size, root, extensions = [] }: Checkpoint): string {
  if (!isKeyName(origin)) throw new Error('an origin is not empty and has no space, control character or plus sign')
  if (!Number.isSafeInteger(size) || size < 0 || root.length !== hashBytes)
    throw new Error('a checkpoint has a size and a 32-byte root')
  return `${[origin, size, toBase64(root), ...extensions].join('\n')}\n`
}

export function parseCheckpoint(text: string): Checkpoint | Malformed {
  const [origin = '', sizeText = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n')
  const size = Number(sizeText)
  const root = fromBase64(rootText)
  if (origin === '' || !text.endsWith('\n')) return new Malformed('is not a checkpoint: it has no origin')
  if (!/^(0|[1-9][0-9]*)$/.test(sizeText) || !Number.isSafeInteger(size))
    return new Malformed('is not a checkpoint: its second line is no size')
  if (root?.length !== hashBytes) return new Malformed('is not a checkpoint: its third line is no root hash')
  if (extensions.includes('')) return new Malformed('is not a checkpoint: it has an empty line')
  return { origin, size, root, ...(extensions.length > 0 && { extensions }) }
}
