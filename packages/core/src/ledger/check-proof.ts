import type { Hashing } from '../crypto/ports.ts'
import { sameBytes } from './bytes.ts'
import { hashBytes, nodeHash } from './tree-hash.ts'

export interface InclusionClaim {
  readonly leaf: Uint8Array
  readonly index: number
  readonly size: number
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

export interface ConsistencyClaim {
  readonly old: { readonly size: number; readonly root: Uint8Array }
  readonly new: { readonly size: number; readonly root: Uint8Array }
  readonly proof: readonly Uint8Array[]
}

/** RFC 9162 section 2.1.3.2. False for anything malformed; sizes up to 2^53-1. */
export function verifyInclusion({ leaf, index, size, root, proof }: InclusionClaim, hashing: Hashing): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false
  if (![leaf, root, ...proof].every(isHash)) return false
  let fn = index
  let sn = size - 1
  let node = leaf
  for (const sibling of proof) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      node = nodeHash(sibling, node, hashing)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, half(sn)]
    } else {
      node = nodeHash(node, sibling, hashing)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && sameBytes(node, root)
}

/**
 * RFC 9162 section 2.1.4.2. False for anything malformed, and for an old tree of no leaves: nothing is proven about
 * that one (every tree extends it, and a caller who means that need not ask).
 */
export function verifyConsistency({ old, new: now, proof }: ConsistencyClaim, hashing: Hashing): boolean {
  if (!isCount(old.size) || !isCount(now.size) || old.size === 0 || old.size > now.size) return false
  if (old.size === now.size) return proof.length === 0 && sameBytes(old.root, now.root)
  if (![old.root, now.root, ...proof].every(isHash)) return false
  let fn = old.size - 1
  let sn = now.size - 1
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)]
  // A complete old tree is its own first node and is not repeated in the proof.
  const path = fn === 0 ? [old.root, ...proof] : proof
  const [first, ...rest] = path
  if (first === undefined || proof.length === 0) return false
  let [oldNode, newNode] = [first, first]
  for (const sibling of rest) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      oldNode = nodeHash(sibling, oldNode, hashing)
      newNode = nodeHash(sibling, newNode, hashing)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, half(sn)]
    } else {
      newNode = nodeHash(newNode, sibling, hashing)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && sameBytes(oldNode, old.root) && sameBytes(newNode, now.root)
}

const half = (n: number): number => Math.floor(n / 2)
const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0
const isHash = (hash: Uint8Array): boolean => hash.length === hashBytes
