import { recordText } from '@daybook/core'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import { type AppendRow, JournalInDoubt } from './journal.ts'

const saltEnd = 27 // `["` + 22 characters + `","`: where the name begins in every disclosure

/**
 * Compares a block as read back with the rows that went into it, hashing again from what was read: each disclosure to
 * its digest, the record to the event hash, that with the stored hash. Throws `JournalInDoubt` naming the position.
 */
export const checkStored = (first: number, text: string, hashes: Buffer, rows: readonly AppendRow[]): void => {
  let at = 0
  rows.forEach((row, i) => {
    if (!text.startsWith(row.own ? 'o\n' : 'b\n', at)) throw mismatch(first + i)
    at += 2
    for (const slot of row.sealed.slots) {
      const end = at + slot.disclosure.length
      const disclosure = text.slice(at, end)
      if (nodeCrypto.sha256Text(disclosure) !== slot.digest || !isNamed(disclosure, slot.name) || text[end] !== '\n')
        throw mismatch(first + i)
      at = end + 1
    }
    const computed = nodeCrypto.sha256Text(recordText(row.sealed.slots))
    if (
      computed !== hashes.toString('base64url', 32 * i, 32 * i + 32) ||
      Buffer.compare(row.sealed.hash, hashes.subarray(32 * i, 32 * i + 32)) !== 0
    )
      throw mismatch(first + i)
  })
  if (at !== text.length) throw mismatch(first + rows.length - 1)
}

const isNamed = (disclosure: string, name: string): boolean =>
  disclosure.startsWith(name, saltEnd) && disclosure.startsWith('",', saltEnd + name.length)

const mismatch = (seq: number): JournalInDoubt =>
  new JournalInDoubt(`Position ${seq} read back from the journal does not have the hash it was stored with.`)
