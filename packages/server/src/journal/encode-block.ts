import { eventText } from './block-text.ts'
import type { AppendRow } from './journal.ts'
import { blockEvents } from './sqlite-schema.ts'

/** A block is closed before it grows past this, so that reading one small event does not unpack megabytes of others. */
const blockBytes = 256 * 1024

/** The next rows from `start` on that make one block: at most 64 of them and about 256 KiB. */
export const encodeBlock = (
  all: readonly AppendRow[],
  start: number,
): { readonly rows: readonly AppendRow[]; readonly text: Buffer } => {
  let text = ''
  let end = start
  for (; end < all.length && end - start < blockEvents; end++) {
    const row = all[end]
    if (row === undefined) break
    const event = eventText({ state: 'present', own: row.own, slots: row.sealed.slots })
    if (end > start && text.length + event.length > blockBytes) break
    text += event
  }
  return { rows: all.slice(start, end), text: Buffer.from(text) }
}
