import type { Hashing } from '../crypto/ports.ts'

export const hashBytes = 32

// 0x01 ‖ left ‖ right. One for all calls: hashing is synchronous and keeps nothing of its input.
const nodeInput = new Uint8Array(1 + 2 * hashBytes)
nodeInput[0] = 0x01

/** Inner node of RFC 6962 section 2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array, hashing: Hashing): Uint8Array {
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + hashBytes)
  return hashing.sha256(nodeInput)
}

/** Leaf of RFC 6962 section 2.1 over any entry: SHA-256(0x00 ‖ entry). */
export function entryLeafHash(entry: Uint8Array, hashing: Hashing): Uint8Array {
  const input = new Uint8Array(1 + entry.length)
  input.set(entry, 1)
  return hashing.sha256(input)
}

/** Root of the empty tree: SHA-256 of nothing. */
export const emptyRoot = (hashing: Hashing): Uint8Array => hashing.sha256(new Uint8Array(0))

/** The i-th of concatenated hashes. */
export const hashAt = (hashes: Uint8Array, i: number): Uint8Array => hashes.subarray(i * hashBytes, (i + 1) * hashBytes)

/** Root of a complete subtree whose hashes at its lowest level are concatenated; their number is a power of two. */
export function completeRoot(hashes: Uint8Array, hashing: Hashing): Uint8Array {
  let count = hashes.length / hashBytes
  const level = Array.from({ length: count }, (_, i) => hashAt(hashes, i))
  for (; count > 1; count /= 2) {
    for (let i = 0; i < count; i += 2) level[i / 2] = nodeHash(level[i] as Uint8Array, level[i + 1] as Uint8Array, hashing)
  }
  return (level[0] as Uint8Array).slice()
}
