import { type FacetDimension, facetDimensions } from '../search-index.ts'

/** Ids of values carry their dimension, so that counting needs no look at the table. */
const dimensionsAtMost = 32

export const dimensionNumber = (dimension: FacetDimension): number => facetDimensions.indexOf(dimension) + 1
export const valueId = (running: number, dimension: number): number => running * dimensionsAtMost + dimension
export const dimensionOfId = (id: number): number => id % dimensionsAtMost

/** A value of one event, by the table's numbers. Class 0 is everybody. */
export interface ValueRef {
  readonly id: number
  readonly class: number
}

/** Pairs of numbers as LEB128: twice the id, one more where a class follows. */
export const packFacets = (refs: readonly ValueRef[]): Uint8Array => {
  // A number takes at most eight bytes.
  if (pieceBytes - end < refs.length * 16) {
    piece = new Uint8Array(Math.max(pieceBytes, refs.length * 16))
    end = 0
  }
  const start = end
  for (const { id, class: kept } of refs) {
    putNumber(id * 2 + Number(kept > 0))
    if (kept > 0) putNumber(kept)
  }
  return piece.subarray(start, end)
}

/** Events share pieces of memory: one of its own costs the collector as much as all numbers of an event cost to pack. */
const pieceBytes = 65_536
let piece = new Uint8Array(pieceBytes)
let end = 0

const putNumber = (number: number): void => {
  let rest = number
  while (rest >= 128) {
    piece[end++] = rest < 2 ** 31 ? (rest & 127) | 128 : (rest % 128) + 128
    rest = rest < 2 ** 31 ? rest >> 7 : Math.floor(rest / 128)
  }
  piece[end++] = rest
}

/** Calls for each value of an event that may be seen. */
export const eachFacet = (bytes: Uint8Array, maySee: (kept: number) => boolean, take: (id: number) => void): void => {
  let at = 0
  const next = (): number => {
    let number = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] ?? 0
      if (byte < 128) return number + byte * scale
      number += (byte - 128) * scale
    }
  }
  while (at < bytes.length) {
    const first = next()
    if (first % 2 === 0) take(first / 2)
    else if (maySee(next())) take((first - 1) / 2)
  }
}
