import { eventText } from './block-text.ts'
import type { AppendRow } from './journal.ts'
import { blockEvents } from './sqlite-schema.ts'

/** A block is closed before it grows past this, so that reading one small event does not unpack megabytes of others. */
const blockBytes = 256 * 1024
const maxUtf8PerUnit = 3

let scratch = Buffer.allocUnsafeSlow(2 * blockBytes)

/** The next rows from `start` on that make one block: at most 64 of them and about 256 KiB. `text` is valid until the next call. */
export const encodeBlock = (
  all: readonly AppendRow[],
  start: number,
): { readonly rows: readonly AppendRow[]; readonly text: Buffer } => {
  let used = 0
  let end = start
  for (; end < all.length && end - start < blockEvents; end++) {
    const row = all[end]
    if (row === undefined) break
    const event = eventText({ state: 'present', own: row.own, slots: row.sealed.slots })
    if (end > start && used + event.length > blockBytes) break
    if (scratch.length - used < event.length * maxUtf8PerUnit) grow(used, event.length * maxUtf8PerUnit)
    used += scratch.write(event, used, 'utf8')
  }
  return { rows: all.slice(start, end), text: scratch.subarray(0, used) }
}

const grow = (used: number, more: number): void => {
  const larger = Buffer.allocUnsafeSlow(2 * (used + more))
  scratch.copy(larger, 0, 0, used)
  scratch = larger
}
