import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../../src/crypto/base64.ts'
import type { RecordedEvent } from '../../src/event/event.ts'
import { canonicalize } from '../../src/ledger/canonicalize.ts'
import { verifyConsistency, verifyInclusion } from '../../src/ledger/check-proof.ts'
import { isMalformed } from '../../src/ledger/malformed.ts'
import { formatPolicy, parsePolicy } from '../../src/ledger/policy.ts'
import { eventHash, leafHash, recordText } from '../../src/ledger/record.ts'
import { sealEvent } from '../../src/ledger/seal-event.ts'
import { signNote } from '../../src/ledger/sign-note.ts'
import { fieldSlotName } from '../../src/ledger/slot-name.ts'
import { tileBytes, tilePath, tilesOf } from '../../src/ledger/tile.ts'
import { formatTlogProof, parseTlogProof } from '../../src/ledger/tlog-proof.ts'
import { TreeEdge } from '../../src/ledger/tree-edge.ts'
import { keyTypes, parseVerifierKey, verifierKey } from '../../src/ledger/verifier-key.ts'
import { isProblem } from '../../src/refusal.ts'
import { ownSlot } from './events.ts'
import { memoryHashes } from './memory-hashes.ts'
import { testCrypto } from './test-crypto.ts'

const vectors = (name: string) => JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8'))
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const b64 = (text: string) => fromBase64(text) as Uint8Array
const parsed = <T>(value: T): Exclude<T, { why: string }> => {
  if (isMalformed(value)) throw new Error(value.why)
  return value as Exclude<T, { why: string }>
}

describe('the golden vectors', () => {
  it('JCS', () => {
    const { canonical, refused } = vectors('jcs.json')
    for (const { json, jcs } of canonical) expect(canonicalize(JSON.parse(json))).toBe(jcs)
    for (const json of refused) expect(() => canonicalize(JSON.parse(json)), json).toThrow('cannot canonicalize')
  })

  it('slots, records, event hashes and leaves', () => {
    const { slotNames, events } = vectors('slots.json')
    for (const { field, slot } of slotNames) expect(fieldSlotName(field)).toBe(slot)
    for (const { event, slots, record, hash, entry, leaf } of events) {
      // Sealed again with the salts of the vector, the same bytes come out.
      const salts = slots.map(({ disclosure }: { disclosure: string }) => JSON.parse(disclosure)[0]).values()
      const sealed = sealEvent(event as RecordedEvent, ownSlot, { ...testCrypto, salt: () => salts.next().value })
      if (isProblem(sealed)) throw new Error(sealed.detail)
      expect(sealed.slots.map(({ name, digest, disclosure }) => ({ name, digest, disclosure }))).toEqual(slots)
      expect(recordText(sealed.slots)).toBe(record)
      expect(hex(sealed.hash)).toBe(hash)
      expect(hex(eventHash(record, testCrypto))).toBe(hash)
      expect(entry).toBe(`01${hash}`)
      expect(hex(leafHash(sealed.hash, testCrypto))).toBe(leaf)
    }
  })

  it('roots, proofs and tiles', async () => {
    const { roots, inclusion, consistency, tiles } = vectors('tree.json')
    const hash = (i: number) => new Uint8Array(createHash('sha256').update(`event ${i}`).digest())
    const wanted = new Set([
      ...Object.keys(roots).map(Number),
      ...[...inclusion, ...consistency].flatMap(({ old, size }) => [old, size]),
    ])
    const computed = new Map<number, Uint8Array>()
    const edge = TreeEdge.empty(testCrypto)
    for (let size = 0; size <= 70_000; size++) {
      if (wanted.has(size)) computed.set(size, edge.root())
      edge.push(leafHash(hash(size), testCrypto))
    }
    const root = (size: number) => computed.get(size) as Uint8Array
    for (const [size, expected] of Object.entries(roots)) expect(toBase64(root(Number(size))), size).toBe(expected)
    for (const { index, size, proof } of inclusion) {
      const claim = { leaf: leafHash(hash(index), testCrypto), index, size, root: root(size), proof: proof.map(b64) }
      expect(verifyInclusion(claim, testCrypto)).toBe(true)
    }
    for (const { old, size, proof } of consistency) {
      const claim = { old: { size: old, root: root(old) }, new: { size, root: root(size) }, proof: proof.map(b64) }
      expect(verifyConsistency(claim, testCrypto)).toBe(true)
    }
    const log = memoryHashes(Array.from({ length: 600 }, (_, i) => hash(i)))
    const made = [...tilesOf(600)].map(async (tile) => ({
      path: tilePath(tile),
      sha256: hex(testCrypto.sha256(await tileBytes(tile, log, testCrypto))),
    }))
    expect(await Promise.all(made)).toEqual(tiles)
  })

  it('keys, checkpoint, cosignature, proof and policies', () => {
    const { log, clock, checkpointText, checkpoint, tlogProof, policies } = vectors('notes.json')
    const signer = ({ seed, vkey }: { seed: string; vkey: string }, type: 1 | 4) => {
      const bytes = new Uint8Array(Buffer.from(seed, 'hex'))
      const key = parsed(parseVerifierKey(vkey, testCrypto))
      expect(verifierKey(key.name, type, testCrypto.publicKeyEd25519(bytes), testCrypto)).toEqual(key)
      return { key, seed: bytes }
    }
    const signers = [signer(log, keyTypes.note), signer(clock, keyTypes.cosignature)]
    expect(signNote(checkpointText, signers, testCrypto, clock.timeS)).toBe(checkpoint)
    const proof = parsed(parseTlogProof(tlogProof))
    expect(proof.note).toBe(checkpoint)
    expect(formatTlogProof(proof)).toBe(tlogProof)
    for (const policy of policies) expect(formatPolicy(parsed(parsePolicy(policy, testCrypto)))).toBe(policy)
  })
})
