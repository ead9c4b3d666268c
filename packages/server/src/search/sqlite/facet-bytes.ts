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
  const bytes = new Uint8Array(refs.length * 16)
  let end = 0
  for (const { id, class: kept } of refs) {
    end = putNumber(bytes, end, id * 2 + Number(kept > 0))
    if (kept > 0) end = putNumber(bytes, end, kept)
  }
  return bytes.subarray(0, end)
}

const putNumber = (bytes: Uint8Array, start: number, number: number): number => {
  let at = start
  let rest = number
  while (rest >= 128) {
    bytes[at++] = (rest % 128) + 128
    rest = Math.floor(rest / 128)
  }
  bytes[at++] = rest
  return at
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
