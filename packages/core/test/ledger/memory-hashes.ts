import { createHash } from 'node:crypto'
import type { HashReader } from '../../src/ledger/hash-reader.ts'
import { leafHash } from '../../src/ledger/record.ts'
import { TreeEdge } from '../../src/ledger/tree-edge.ts'
import { hashAt } from '../../src/ledger/tree-hash.ts'
import { testCrypto } from './test-crypto.ts'

/** A journal's hashes in memory: event hashes given, or invented. */
export function memoryHashes(from: number | readonly Uint8Array[]): HashReader & { readonly all: Uint8Array } {
  const hashes =
    typeof from === 'number' ? Array.from({ length: from }, (_, i) => createHash('sha256').update(`event ${i}`).digest()) : from
  const all = new Uint8Array(Buffer.concat(hashes))
  const levels: Uint8Array[][] = []
  const edge = TreeEdge.empty(testCrypto)
  for (let i = 0; i < hashes.length; i++) {
    edge.push(leafHash(hashAt(all, i), testCrypto), ({ level, index, root }) => {
      levels[level] ??= []
      levels[level][index] = root
    })
  }
  return {
    all,
    hashes: async (a, b) => all.slice(a * 32, b * 32),
    subtrees: async (level, a, b) => new Uint8Array(Buffer.concat((levels[level] ?? []).slice(a, b))),
  }
}
