import { describe, expect, it } from 'vitest'
import { checkStored } from '../../src/journal/check-stored.ts'
import { encodeBlock } from '../../src/journal/encode-block.ts'
import { type AppendRow, JournalInDoubt } from '../../src/journal/journal.ts'
import { rowOf, slotOf } from './rows.ts'

const rows: readonly AppendRow[] = [
  rowOf(0),
  rowOf(1, { own: true }),
  rowOf(2, { content: 'Zoë paid 3 € \u{1f9fe} \ufeff', slots: [slotOf('net', { ip: '192.0.2.7' })] }),
]
const text = encodeBlock(rows, 0).text.toString()
const hashes = Buffer.concat(rows.map(({ sealed }) => sealed.hash))

const check = (found: string, stored: Buffer = hashes, given = rows) => checkStored(40, Buffer.from(found), stored, given)
const damaged = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at)
  return copy
}

describe('checking what was read back', () => {
  it('finds what was stored as it was stored, whatever script it is in', () => {
    expect(() => check(text)).not.toThrow()
  })

  it.each([
    ['a value that changed', text.replace('event 0', 'event 9'), 'Position 40 '],
    ['a character beyond ASCII that changed', text.replace('Zoë', 'Zoe'), 'Position 42 '],
    ["one of the trail's own events that passes for a business event", text.replace('\no\n', '\nb\n'), 'Position 41 '],
    ['a line too many', `${text}["x"]\n`, 'Position 42 '],
    ['a line that is in another place', text.replace(/^(\[.*\n)(\[.*\n)/m, '$2$1'), 'Position 40 '],
    ['an event too many', `${text}b\n`, 'from position 40 on'],
    ['a last line without its end', text.slice(0, -1), 'Position 42 '],
    ['nothing at all', '', 'Position 40 '],
  ])('is in doubt about %s', (_, found, where) => {
    expect(found).not.toBe(text)
    expect(() => check(found)).toThrow(JournalInDoubt)
    expect(() => check(found)).toThrow(where)
  })

  it.each([0, 31, 32, 95])('is in doubt about a stored hash with another byte %i, and says whose it is', (at) => {
    expect(() => check(text, damaged(hashes, at))).toThrow(`Position ${40 + Math.floor(at / 32)} `)
  })

  it('is in doubt about hashes that are fewer than the events', () => {
    expect(() => check(text, hashes.subarray(0, 64))).toThrow('Position 42 ')
  })

  it('is in doubt where the sealer gave another hash than its slots have', () => {
    const [first, ...others] = rows
    if (first === undefined) throw new Error('no row')
    const wrong = { ...first, sealed: { ...first.sealed, hash: damaged(Buffer.from(first.sealed.hash), 5) } }
    const stored = Buffer.concat([wrong, ...others].map(({ sealed }) => sealed.hash))
    expect(() => check(text, stored, [wrong, ...others])).toThrow('Position 40 ')
  })
})
