import { crc32 } from 'node:zlib'
import { utf8Bytes } from '@daybook/core'

/**
 * A segment is a file of groups; a group is what one commit made durable, whole or not at all:
 *
 *     group <crc32, 8 hex> <bytes> <first seq> <count>\n
 *     {…event…}\n  × count
 *
 * The checksum covers the three numbers and the lines. One group is on its way to the disk at a time, so a crash can
 * leave only the last one torn; and since JSON never holds a raw line break, the next group is found behind a bad one.
 */
export interface Group {
  readonly first: number
  readonly last: number
  readonly lines: readonly string[]
}

export const encodeGroup = (first: number, lines: readonly string[]): Uint8Array => {
  const payload = utf8Bytes(`${lines.join('\n')}\n`)
  const numbers = `${payload.length} ${first} ${lines.length}\n`
  const head = utf8Bytes(`group ${checksum(numbers, payload)} ${numbers}`)
  const bytes = new Uint8Array(head.length + payload.length)
  bytes.set(head)
  bytes.set(payload, head.length)
  return bytes
}

const checksum = (numbers: string, payload: Uint8Array): string =>
  crc32(payload, crc32(utf8Bytes(numbers)))
    .toString(16)
    .padStart(8, '0')

/** Every whole group of a segment, in the order of the file; what is between them is left out. */
export const readGroups = (bytes: Uint8Array): readonly Group[] => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const groups: Group[] = []
  let at = 0
  while (at >= 0 && at < buffer.length) {
    const found = groupAt(buffer, at)
    if (found) {
      groups.push(found.group)
      at = found.end
      continue
    }
    // Not by its line break: that is the last byte of the one before, which may be what is bad.
    at = buffer.indexOf('group ', at + 1)
  }
  return groups
}

/**
 * Whether a segment ends with something that no interrupted write leaves: a group that is there in full length and does
 * not hold, or bytes that do not begin like one.
 */
export const hasBadEnd = (bytes: Uint8Array): boolean => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const good = readGroups(bytes).at(-1)
  const end = good ? (groupAt(buffer, buffer.lastIndexOf(encodeGroup(good.first, good.lines)))?.end ?? 0) : 0
  if (end === buffer.length) return false
  const [whole, size] =
    /^group [0-9a-f]{8} ([0-9]{1,9}) [0-9]{1,16} [0-9]{1,9}\n/.exec(buffer.toString('latin1', end, end + 80)) ?? []
  return whole === undefined ? buffer.length - end >= 80 : end + whole.length + Number(size) <= buffer.length
}

const groupAt = (buffer: Buffer, at: number): { readonly group: Group; readonly end: number } | undefined => {
  const head = buffer.toString('latin1', at, at + 80)
  const [whole, crc = '', numbers = '', size = '', first = '', count = ''] =
    /^group ([0-9a-f]{8}) (([0-9]{1,9}) ([0-9]{1,16}) ([0-9]{1,9})\n)/.exec(head) ?? []
  if (whole === undefined) return undefined
  const begin = at + whole.length
  const end = begin + Number(size)
  const payload = buffer.subarray(begin, end)
  if (payload.length !== Number(size) || checksum(numbers, payload) !== crc) return undefined
  const lines = payload.toString('utf8', 0, payload.length - 1).split('\n')
  if (lines.length !== Number(count)) return undefined
  return { group: { first: Number(first), last: Number(first) + lines.length - 1, lines }, end }
}

export const segmentName = (first: number): string => `${String(first).padStart(16, '0')}.segment`

/** The first number a segment's name promises; undefined for other files. */
export const segmentFirst = (name: string): number | undefined => {
  const [, digits] = /^([0-9]{16})\.segment$/.exec(name) ?? []
  return digits === undefined ? undefined : Number(digits)
}
