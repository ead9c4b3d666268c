import { describe, expect, it } from 'vitest'
import { inclusionProof } from '../../src/ledger/prove.ts'
import { recordText } from '../../src/ledger/record.ts'
import { formatTlogProof } from '../../src/ledger/tlog-proof.ts'
import { type EventWithProof, verifyEvent } from '../../src/verify/verify-event.ts'
import { memoryHashes } from '../ledger/memory-hashes.ts'
import { testCrypto } from '../ledger/test-crypto.ts'
import { checkpointAt, policy } from './build-bundle.ts'
import { goldenTrail } from './golden-trail.ts'

const trail = goldenTrail()
const answer = async (seq: number): Promise<EventWithProof & { record: string }> => {
  const event = trail.events[seq]
  if (event?.state !== 'present') throw new Error('pruned')
  const record = recordText(event.slots)
  const hashes = await inclusionProof(seq, 9, memoryHashes(trail.sealed.map(({ hash }) => hash)), testCrypto)
  const proof = formatTlogProof({ record, index: seq, hashes, note: await checkpointAt(trail, 9) })
  return { seq, record, hash: Buffer.from(trail.sealed[seq]?.hash ?? []).toString('base64url'), slots: event.slots, proof }
}
const verify = (event: EventWithProof) => verifyEvent(event, policy, testCrypto)

describe('verifying one event', () => {
  it('holds with its proof, wherever it stands', async () => {
    for (const seq of [0, 4, 8]) expect(verify(await answer(seq))).toMatchObject({ verdict: 'holds', findings: [] })
    expect(verify(await answer(0)).closing).toMatch(
      /^It holds\. This event is at position 0 of .*, as signed for 9 events, unchanged\.$/,
    )
  })

  it('cannot tell where a value is erased, since another event must say so', async () => {
    expect(verify(await answer(2)).verdict).toBe('cannot_tell')
  })

  it('is broken by any part of another event', async () => {
    const [one, other] = [await answer(0), await answer(8)]
    for (const part of ['slots', 'proof', 'seq', 'record', 'hash'] as const) {
      expect(verify({ ...one, [part]: other[part] }).verdict, part).toBe('broken')
    }
  })

  it('is broken by any changed character of its proof', async () => {
    const event = await answer(0)
    for (let at = 0; at < event.proof.length; at++) {
      const changed = event.proof[at] === 'A' ? 'B' : 'A'
      const proof = `${event.proof.slice(0, at)}${changed}${event.proof.slice(at + 1)}`
      expect(verify({ ...event, proof }).verdict, `character ${at}`).toBe('broken')
    }
  })

  it('is broken under a policy of another log', async () => {
    const other = { ...policy, logs: [] }
    expect(verifyEvent(await answer(0), other, testCrypto).findings[0]).toMatchObject({ code: 'checkpoint_not_signed' })
  })
})
