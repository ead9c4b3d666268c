import { createHash } from 'node:crypto'
import type { Place } from '../../search/search-index.ts'

/**
 * Where a list goes on. Opaque to callers, and nothing secret: which list it is of, by a digest, and a place in it. A
 * cursor of one list is refused by every other, so that a page never goes on where another query stopped.
 */
export const writeCursor = (list: unknown, place: Place): string =>
  Buffer.from(`2${digestOf(list)}${place}`).toString('base64url')

/** The place in a cursor that `writeCursor` wrote for the same list; undefined for any other text. */
export const readCursor = (list: unknown, text: string): Place | undefined => {
  if (text.length > longestCursor) return undefined
  const plain = Buffer.from(text, 'base64url').toString('utf8')
  const place = plain.slice(1 + digestLength)
  return place !== '' && writeCursor(list, place) === text ? place : undefined
}

const longestCursor = 200
const digestLength = 16

/** Of plain data; members are compared in the order they were put together. */
const digestOf = (list: unknown): string =>
  createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, digestLength)
