import { hash } from 'node:crypto'
import { recordText } from '@daybook/core'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import { type AppendRow, JournalInDoubt } from './journal.ts'

const saltEnd = 27 // `["` + 22 characters + `","`: where the name begins in every disclosure

const lineFeed = 0x0a

/**
 * Compares a block as read back with the rows that went into it, hashing again from the bytes read: each line to its
 * digest, the record to the event hash, that with the stored hash. Throws `JournalInDoubt` naming the position.
 */
export const checkStored = (first: number, text: Buffer, hashes: Buffer, rows: readonly AppendRow[]): void => {
  let at = 0
  for (const [i, row] of rows.entries()) {
    const end = checkLines(text, at, row)
    if (end === undefined || !hasHash(row, hashes, i))
      throw new JournalInDoubt(`Position ${first + i} read back from the journal does not have the hash it was stored with.`)
    at = end
  }
  if (at !== text.length)
    throw new JournalInDoubt(`The block from position ${first} on read back from the journal has more than was stored.`)
}

/** The head line and one line a slot, as a reader will cut them; answers where the next event begins. */
const checkLines = (text: Buffer, start: number, row: AppendRow): number | undefined => {
  if (text[start] !== (row.own ? 0x6f : 0x62) || text[start + 1] !== lineFeed) return undefined
  let at = start + 2
  for (const { name, digest, disclosure } of row.sealed.slots) {
    const end = text.indexOf(lineFeed, at)
    if (end < 0 || hash('sha256', text.subarray(at, end), 'base64url') !== digest || !isNamed(disclosure, name)) return undefined
    at = end + 1
  }
  return at
}

const hasHash = (row: AppendRow, hashes: Buffer, i: number): boolean => {
  const stored = hashes.subarray(32 * i, 32 * i + 32)
  return nodeCrypto.sha256Text(recordText(row.sealed.slots)) === stored.toString('base64url') && stored.equals(row.sealed.hash)
}

/** The lines are those that hash to the digests, so the name may be looked for in the text they came from. */
const isNamed = (disclosure: string, name: string): boolean =>
  disclosure.startsWith('["') && disclosure.startsWith(name, saltEnd) && disclosure.startsWith('",', saltEnd + name.length)
