import { hash } from 'node:crypto'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import { type AppendRow, JournalInDoubt } from './journal.ts'

const hashBytes = 32
const lineEnd = 0x0a
const quote = 0x22
const openList = 0x5b
const saltEnd = 27 // `["` + 22 characters + `","`: where the name begins in every disclosure
const headBytes = 2
const business = 'b'.charCodeAt(0)
const own = 'o'.charCodeAt(0)

/**
 * Hashes a block again from the bytes that were read back: each line to its digest, names and digests to the record, the record to
 * the event hash, which has to be both what the sealer gave and what the table holds. Nothing of the sealer's but that hash has a
 * part in it: where it comes out, the bytes are those that were sealed. Throws `JournalInDoubt` naming the position.
 */
export const checkStored = (first: number, text: Buffer, hashes: Buffer, rows: readonly AppendRow[]): void => {
  const stored = hashes.toString('latin1')
  let at = 0
  for (const [i, row] of rows.entries()) {
    const end = isHead(text, at, row.own) ? writeRecord(text, at + headBytes) : undefined
    if (end === undefined || !hasHash(row, hashes, stored, i))
      throw new JournalInDoubt(`Position ${first + i} read back from the journal does not have the hash it was stored with.`)
    at = end
  }
  if (at !== text.length)
    throw new JournalInDoubt(`The block from position ${first} on read back from the journal has more than was stored.`)
}

const isHead = (text: Buffer, at: number, isOwn: boolean): boolean =>
  text[at] === (isOwn ? own : business) && text[at + 1] === lineEnd

// R of the event under check. A record has at most 256 slots of at most 128 + 43 characters and 7 of punctuation.
const record = Buffer.alloc(64 * 1024)
const recordStart = record.write('["e1"', 'latin1')
let recordEnd = recordStart

/** Writes R of the disclosures from `start` on, as a reader will cut them; answers where the next event begins. */
const writeRecord = (text: Buffer, start: number): number | undefined => {
  recordEnd = recordStart
  let at = start
  while (text[at] === openList) {
    const end = text.indexOf(lineEnd, at)
    if (end < 0 || !writeSlot(text, at, end)) return undefined
    at = end + 1
  }
  record[recordEnd++] = closeList
  return at
}

const closeList = 0x5d
const longestName = 128
const longestSlot = longestName + 43 + 8
const [slotStart, slotMiddle, slotEnd] = [',["', '","', '"]'].map((part) => Buffer.from(part)) as [Buffer, Buffer, Buffer]

/** `,["<name>","<digest>"]` of one disclosure; false where it has no name, or the record would be longer than any is. */
const writeSlot = (text: Buffer, start: number, end: number): boolean => {
  if (recordEnd + longestSlot > record.length) return false
  put(slotStart)
  const longest = Math.min(end, start + saltEnd + longestName)
  let at = start + saltEnd
  for (; at < longest && text[at] !== quote; at++) record[recordEnd++] = text[at] as number
  if (text[at] !== quote) return false
  put(slotMiddle)
  const digest = nodeCrypto.sha256Digest(text.subarray(start, end))
  for (let i = 0; i < digest.length; i++) record[recordEnd++] = digest.charCodeAt(i)
  put(slotEnd)
  return true
}

const put = (part: Buffer): void => {
  for (let i = 0; i < part.length; i++) record[recordEnd++] = part[i] as number
}

const hasHash = (row: AppendRow, hashes: Buffer, stored: string, i: number): boolean =>
  stored.startsWith(hash('sha256', record.subarray(0, recordEnd), 'binary'), hashBytes * i) &&
  hashes.compare(row.sealed.hash, 0, hashBytes, hashBytes * i, hashBytes * (i + 1)) === 0
