import { hash } from 'node:crypto'
import { recordText } from '@daybook/core'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import { type AppendRow, JournalInDoubt } from './journal.ts'

const saltEnd = 27 // `["` + 22 characters + `","`: where the name begins in every disclosure

/**
 * Compares a block as read back with the rows that went into it, hashing again what was read: each line to its digest,
 * the record to the event hash, that with the stored hash. `text` was decoded from bytes found to be UTF-8, so that its
 * hashes are those of the bytes. Throws `JournalInDoubt` naming the position.
 */
export const checkStored = (first: number, text: string, hashes: Buffer, rows: readonly AppendRow[]): void => {
  const hex = hashes.toString('hex')
  let at = 0
  for (const [i, row] of rows.entries()) {
    const end = checkLines(text, at, row)
    if (end === undefined || !hasHash(row, hashes, hex, i))
      throw new JournalInDoubt(`Position ${first + i} read back from the journal does not have the hash it was stored with.`)
    at = end
  }
  if (at !== text.length)
    throw new JournalInDoubt(`The block from position ${first} on read back from the journal has more than was stored.`)
}

/** The head line and one line a slot, as a reader will cut them; answers where the next event begins. */
const checkLines = (text: string, start: number, row: AppendRow): number | undefined => {
  if (!text.startsWith(row.own ? 'o\n' : 'b\n', start)) return undefined
  let at = start + 2
  for (const { name, digest, disclosure } of row.sealed.slots) {
    const end = text.indexOf('\n', at)
    if (end < 0 || nodeCrypto.sha256Text(text.slice(at, end)) !== digest || !isNamed(disclosure, name)) return undefined
    at = end + 1
  }
  return at
}

const hashBytes = 32

const hasHash = (row: AppendRow, stored: Buffer, hex: string, i: number): boolean =>
  hex.startsWith(hash('sha256', recordText(row.sealed.slots), 'hex'), 2 * hashBytes * i) &&
  stored.compare(row.sealed.hash, 0, hashBytes, hashBytes * i, hashBytes * (i + 1)) === 0

/** The lines are those that hash to the digests, so the name may be looked for in the text they came from. */
const isNamed = (disclosure: string, name: string): boolean =>
  disclosure.startsWith('["') && disclosure.startsWith(name, saltEnd) && disclosure.startsWith('",', saltEnd + name.length)
