import type { Hashing } from '../crypto/ports.ts'
import { type HashReader, largestPowerBelow, rangeRoot } from './hash-reader.ts'

/** Roots of ranges of leaves, by their bounds: what the proofs of several leaves in one tree have in common. */
export type KnownRoots = Map<string, Uint8Array>

/**
 * Inclusion proof of RFC 6962 section 2.1.1 for the leaf at `index` in the tree of `size` leaves: from its sibling up. Proofs of
 * many leaves under one size cost a fraction when they share `known`, which must not outlive the tree's stored hashes.
 */
export async function inclusionProof(
  index: number,
  size: number,
  reader: HashReader,
  hashing: Hashing,
  known: KnownRoots = new Map(),
): Promise<readonly Uint8Array[]> {
  if (!(index >= 0 && index < size)) throw new Error(`there is no leaf ${index} in a tree of ${size}`)
  const root = async (from: number, to: number): Promise<Uint8Array> => {
    const name = `${from} ${to}`
    const found = known.get(name) ?? (await rangeRoot(from, to, reader, hashing))
    known.set(name, found)
    return found
  }
  const proof: Uint8Array[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from)
    if (index < middle) {
      proof.push(await root(middle, to))
      to = middle
    } else {
      proof.push(await root(from, middle))
      from = middle
    }
  }
  return proof.reverse()
}

/** Consistency proof of RFC 6962 section 2.1.2 between the trees of `old` and `size` leaves; empty when they are equal or `old` is 0. */
export async function consistencyProof(
  old: number,
  size: number,
  reader: HashReader,
  hashing: Hashing,
): Promise<readonly Uint8Array[]> {
  if (!(old >= 0 && old <= size)) throw new Error(`a tree of ${size} leaves does not extend one of ${old}`)
  if (old === 0 || old === size) return []
  const proof: Uint8Array[] = []
  let [from, to] = [0, size]
  while (to !== old) {
    const middle = from + largestPowerBelow(to - from)
    if (old <= middle) {
      proof.push(await rangeRoot(middle, to, reader, hashing))
      to = middle
    } else {
      proof.push(await rangeRoot(from, middle, reader, hashing))
      from = middle
    }
  }
  // The old tree itself is left out where the verifier already has it: when it is a complete subtree from the start.
  if (from > 0) proof.push(await rangeRoot(from, to, reader, hashing))
  return proof.reverse()
}
