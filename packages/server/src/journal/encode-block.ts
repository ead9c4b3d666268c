import type { AppendRow } from './journal.ts'
import { blockEvents } from './sqlite-schema.ts'

/** A block is closed before it grows past this, so that reading one small event does not unpack megabytes of others. */
const blockBytes = 256 * 1024
const headBytes = 2
const lineEnd = 0x0a
const business = 'b'.charCodeAt(0)
const own = 'o'.charCodeAt(0)

/** The text of `block-text.ts` for the next rows from `start` on that make one block: at most 64 of them and about 256 KiB. */
export const encodeBlock = (
  all: readonly AppendRow[],
  start: number,
): { readonly rows: readonly AppendRow[]; readonly text: Buffer } => {
  const rows: AppendRow[] = []
  let size = 0
  for (let at = start; at < all.length && rows.length < blockEvents; at++) {
    const row = all[at] as AppendRow
    const bytes = headBytes + row.sealed.to - row.sealed.from
    if (rows.length > 0 && size + bytes > blockBytes) break
    rows.push(row)
    size += bytes
  }
  return { rows, text: joined(rows, size) }
}

const joined = (rows: readonly AppendRow[], size: number): Buffer => {
  const text = Buffer.allocUnsafe(size)
  let at = 0
  for (const { own: isOwn, sealed } of rows) {
    text[at] = isOwn ? own : business
    text[at + 1] = lineEnd
    text.set(sealed.bytes.subarray(sealed.from, sealed.to), at + headBytes)
    at += headBytes + sealed.to - sealed.from
  }
  return text
}
