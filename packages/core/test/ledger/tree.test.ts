import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyConsistency, verifyInclusion } from '../../src/ledger/check-proof.ts'
import { rootOf } from '../../src/ledger/hash-reader.ts'
import { consistencyProof, inclusionProof } from '../../src/ledger/prove.ts'
import { leafHash } from '../../src/ledger/record.ts'
import { TreeEdge } from '../../src/ledger/tree-edge.ts'
import { emptyRoot, entryLeafHash, hashAt, nodeHash } from '../../src/ledger/tree-hash.ts'
import { memoryHashes } from './memory-hashes.ts'
import { officialVectors, vectorsAbsent } from './official-vectors.ts'
import { testCrypto } from './test-crypto.ts'

/** RFC 6962 section 2.1, word for word. */
const plainRoot = (leaves: readonly Uint8Array[]): Uint8Array => {
  if (leaves.length === 0) return emptyRoot(testCrypto)
  if (leaves.length === 1) return leaves[0] as Uint8Array
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(plainRoot(leaves.slice(0, k)), plainRoot(leaves.slice(k)), testCrypto)
}
const leavesOf = (hashes: Uint8Array, size: number) =>
  Array.from({ length: size }, (_, i) => leafHash(hashAt(hashes, i), testCrypto))
const b64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

describe('the tree', () => {
  const log = memoryHashes(1100)

  it('has the root of RFC 6962 at every size, from its edge and from its hashes', async () => {
    const edge = TreeEdge.empty(testCrypto)
    for (let size = 0; size <= 300; size++) {
      const expected = plainRoot(leavesOf(log.all, size))
      expect(edge.root()).toEqual(expected)
      expect(await rootOf(size, log, testCrypto)).toEqual(expected)
      edge.push(leafHash(hashAt(log.all, size), testCrypto))
    }
  })

  it('goes on from a stored edge as if it had never stopped', () => {
    const edge = TreeEdge.empty(testCrypto)
    for (let i = 0; i < 600; i++) {
      const again = TreeEdge.of(edge.size, edge.bytes(), testCrypto)
      const leaf = leafHash(hashAt(log.all, i), testCrypto)
      again.push(leaf)
      edge.push(leaf)
      expect(again.root()).toEqual(edge.root())
    }
    expect(() => TreeEdge.of(7, edge.bytes(), testCrypto)).toThrow('3 hashes')
  })

  it('tells of each full tile, at its level and place', () => {
    const edge = TreeEdge.empty(testCrypto)
    const told: [number, number][] = []
    for (let i = 0; i < 65_536; i++) {
      edge.push(leafHash(hashAt(log.all, i % 1000), testCrypto), ({ level, index }) => told.push([level, index]))
    }
    expect(told.filter(([level]) => level === 1).map(([, index]) => index)).toEqual(Array.from({ length: 256 }, (_, i) => i))
    expect(told.slice(-2)).toEqual([
      [1, 255],
      [2, 0],
    ])
  })

  it('proves every leaf of trees around the tile boundaries, and nothing else', async () => {
    for (const size of [1, 2, 3, 7, 8, 255, 256, 257, 511, 513, 1100]) {
      const root = await rootOf(size, log, testCrypto)
      for (const index of new Set([0, 1, 2, 127, 128, 254, 255, 256, 300, size - 2, size - 1])) {
        if (index < 0 || index >= size) continue
        const leaf = leafHash(hashAt(log.all, index), testCrypto)
        const proof = await inclusionProof(index, size, log, testCrypto)
        expect(verifyInclusion({ leaf, index, size, root, proof }, testCrypto)).toBe(true)
        expect(verifyInclusion({ leaf, index: index + 1, size, root, proof }, testCrypto)).toBe(false)
        expect(verifyInclusion({ leaf: root.map((b) => b ^ 1), index, size, root, proof }, testCrypto)).toBe(false)
        expect(verifyInclusion({ leaf, index, size, root, proof: [...proof, leaf] }, testCrypto)).toBe(false)
      }
    }
  })

  it('proves all leaves of a batch alike from shared roots, reading no more than twice the tree for each of its levels', async () => {
    const size = 1100
    let read = 0
    const counting = {
      hashes: (from: number, to: number) => {
        read += to - from
        return log.hashes(from, to)
      },
      subtrees: (level: number, from: number, to: number) => log.subtrees(level, from, to),
    }
    const known = new Map<string, Uint8Array>()
    for (let index = 100; index < size; index++)
      expect(await inclusionProof(index, size, counting, testCrypto, known)).toEqual(
        await inclusionProof(index, size, log, testCrypto),
      )
    expect(read).toBeLessThan(2 * size * Math.ceil(Math.log2(size)))
  })

  it('proves any two sizes consistent, and any other pair of roots not', async () => {
    const sizes = fc.integer({ min: 1, max: 1100 })
    await fc.assert(
      fc.asyncProperty(sizes, sizes, fc.nat(), async (a, b, flip) => {
        const [oldSize, size] = [Math.min(a, b), Math.max(a, b)]
        const old = { size: oldSize, root: await rootOf(oldSize, log, testCrypto) }
        const now = { size, root: await rootOf(size, log, testCrypto) }
        const proof = await consistencyProof(oldSize, size, log, testCrypto)
        expect(verifyConsistency({ old, new: now, proof }, testCrypto)).toBe(true)
        const other = old.root.slice()
        other[flip % 32] = (other[flip % 32] ?? 0) ^ 1
        expect(verifyConsistency({ old: { size: oldSize, root: other }, new: now, proof }, testCrypto)).toBe(false)
        if (proof.length > 0) expect(verifyConsistency({ old, new: now, proof: proof.slice(1) }, testCrypto)).toBe(false)
      }),
      { numRuns: 150 },
    )
  })
})

describe('official tree vectors', () => {
  const rows = (file: string): Record<string, unknown>[] =>
    readFileSync(officialVectors(file), 'utf8')
      .trim()
      .split('\n')
      // Some numbers are beyond 2^53 on purpose: kept as they are, not rounded.
      .map((line) => JSON.parse(line.replaceAll(/:(\d{16,})/g, ':"$1"')) as Record<string, unknown>)
  const number = (value: unknown) => (typeof value === 'string' ? Number(BigInt(value)) : (value as number))
  const hashes = (value: unknown) => ((value as string[] | null) ?? []).map(b64)

  it.skipIf(vectorsAbsent('rfc6962_roots.json') !== '')(`roots of 0 to 8 leaves${vectorsAbsent('rfc6962_roots.json')}`, () => {
    const data = JSON.parse(readFileSync(officialVectors('rfc6962_roots.json'), 'utf8'))
    const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
    const leaves = (data.leaf_inputs_hex as string[]).map((input) => entryLeafHash(hex(input), testCrypto))
    expect(leaves).toEqual((data.leaf_hashes_hex as string[]).map(hex))
    const roots: string[] = Object.values(data).find((v) => Array.isArray(v) && v.length === 9) as string[]
    const edge = TreeEdge.empty(testCrypto)
    for (const [size, root] of roots.entries()) {
      expect(edge.root()).toEqual(hex(root))
      if (size < 8) edge.push(leaves[size] as Uint8Array)
    }
  })

  it.skipIf(vectorsAbsent('rfc6962_inclusion.jsonl') !== '')(
    `inclusion proofs, good and bad${vectorsAbsent('rfc6962_inclusion.jsonl')}`,
    () => {
      for (const row of rows('rfc6962_inclusion.jsonl')) {
        const claim = {
          leaf: b64(row.leafHash as string),
          index: number(row.leafIdx),
          size: number(row.treeSize),
          root: b64(row.root as string),
          proof: hashes(row.proof),
        }
        expect(verifyInclusion(claim, testCrypto), String(row._file)).toBe(!row.wantErr)
      }
    },
  )

  it.skipIf(vectorsAbsent('rfc6962_consistency.jsonl') !== '')(
    `consistency proofs, good and bad${vectorsAbsent('rfc6962_consistency.jsonl')}`,
    () => {
      for (const row of rows('rfc6962_consistency.jsonl')) {
        const claim = {
          old: { size: number(row.size1), root: b64(row.root1 as string) },
          new: { size: number(row.size2), root: b64(row.root2 as string) },
          proof: hashes(row.proof),
        }
        expect(verifyConsistency(claim, testCrypto), String(row._file)).toBe(!row.wantErr)
      }
    },
  )

  it.skipIf(vectorsAbsent('tlog_xmod_70000.json') !== '')(
    `Go's roots and proofs up to 70,000 leaves${vectorsAbsent('tlog_xmod_70000.json')}`,
    () => {
      const data = JSON.parse(readFileSync(officialVectors('tlog_xmod_70000.json'), 'utf8'))
      const roots = new Map<number, Uint8Array>()
      const edge = TreeEdge.empty(testCrypto)
      const sizes = Object.keys(data.roots_by_size).map(Number)
      const needed = new Set([
        ...sizes,
        ...data.consistency.flatMap((c: { old: number; size: number }) => [c.old, c.size]),
        ...data.inclusion.map((c: { size: number }) => c.size),
      ])
      const leaf = (i: number) => entryLeafHash(Buffer.from(`leaf-${i}`), testCrypto)
      for (let size = 0; size <= 70_000; size++) {
        if (needed.has(size)) roots.set(size, edge.root())
        edge.push(leaf(size))
      }
      const rootAt = (size: number) => roots.get(size) as Uint8Array
      for (const [size, root] of Object.entries(data.roots_by_size))
        expect(rootAt(Number(size)), size).toEqual(b64(root as string))
      for (const { index, size, proof } of data.inclusion) {
        expect(verifyInclusion({ leaf: leaf(index), index, size, root: rootAt(size), proof: hashes(proof) }, testCrypto)).toBe(
          true,
        )
      }
      for (const { old, size, proof } of data.consistency) {
        const claim = { old: { size: old, root: rootAt(old) }, new: { size, root: rootAt(size) }, proof: hashes(proof) }
        expect(verifyConsistency(claim, testCrypto)).toBe(true)
      }
    },
  )
})
