import { fromBase64, toBase64 } from '../crypto/base64.ts'
import { utf8Bytes, utf8Text } from '../crypto/utf8.ts'
import { isMalformed, Malformed } from './malformed.ts'
import { hashBytes } from './tree-hash.ts'

/** An offline proof that an entry is in a log (C2SP tlog-proof). In Daybook `extra` is the record R. */
export interface TlogProof {
  /** The record R, from the proof's base64 `extra`; proves nothing by itself. */
  readonly record?: string
  readonly index: number
  readonly hashes: readonly Uint8Array[]
  /** The signed checkpoint note, verbatim. */
  readonly note: string
}

const header = 'c2sp.org/tlog-proof@v1'

export function formatTlogProof({ record, index, hashes, note }: TlogProof): string {
  const extra = record === undefined ? [] : [`extra ${toBase64(utf8Bytes(record))}`]
  return `${[header, ...extra, `index ${index}`, ...hashes.map(toBase64)].join('\n')}\n\n${note}`
}

export function parseTlogProof(text: string): TlogProof | Malformed {
  const end = text.indexOf('\n\n')
  const [first, ...lines] = text.slice(0, Math.max(end, 0)).split('\n')
  if (end < 0 || first !== header) return new Malformed(`is not a proof: it does not start with ${header}`)
  const record = lines[0]?.startsWith('extra ') ? parseExtra(lines.shift() ?? '') : undefined
  if (isMalformed(record)) return record
  const index = parseIndex(lines.shift() ?? '')
  if (index === undefined) return new Malformed('is not a proof: it has no index')
  const hashes: Uint8Array[] = []
  for (const line of lines) {
    const hash = fromBase64(line)
    if (hash?.length !== hashBytes) return new Malformed('is not a proof: one of its lines is no hash')
    hashes.push(hash)
  }
  return { ...(record !== undefined && { record }), index, hashes, note: text.slice(end + 2) }
}

function parseExtra(line: string): string | Malformed {
  const bytes = fromBase64(line.slice('extra '.length))
  return (bytes && utf8Text(bytes)) ?? new Malformed('is not a proof read here: its extra data is not a record')
}

function parseIndex(line: string): number | undefined {
  const [, digits] = /^index (0|[1-9][0-9]*)$/.exec(line) ?? []
  const index = Number(digits)
  return digits !== undefined && Number.isSafeInteger(index) ? index : undefined
}
