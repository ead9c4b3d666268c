import {
  isMalformed,
  leafHash,
  type Malformed,
  openSlots,
  parseTlogProof,
  type SlotState,
  toBase64url,
  verifyInclusion,
} from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { type CheckedSlots, checkSlots, type SignedCheckpoint } from '@daybook/core/verify'
import { getProof, type ProofAnswer } from '../api/daybook-api.ts'
import type { EventDetail } from '../api/event-view.ts'
import { showDateAndTime } from '../format/moment.ts'
import { showCount, showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import type { CheckedEvent, Step } from './check.ts'
import { recall } from './memory.ts'
import { differsFromRecord } from './shows-the-record.ts'
import { type Continuity, logKey, observe, openCheckpoint, pinnedPolicy } from './witness.ts'

/**
 * Fetches an event's proof and checks it here: that the page shows what was recorded, that what was recorded has the
 * digests of the record, the record the hash, the hash its place under the checkpoint, the checkpoint the signature of
 * the key this browser pinned, and that the checkpoint continues what this browser saw. Throws where the server cannot
 * be asked; what is malformed counts as broken.
 */
export async function checkEvent(trail: string, shown: EventDetail, signal?: AbortSignal): Promise<CheckedEvent> {
  const [answer, policy] = await Promise.all([getProof(trail, shown.id, signal), pinnedPolicy(trail)])
  const known = recall(trail)
  const proof = parseTlogProof(String(answer.proof))
  const note = isMalformed(proof) ? '' : proof.note
  const checkpoint = openCheckpoint(note, policy)
  const slots = checkSlots(answer.slots, nobleCrypto)
  const steps: readonly Step[] = [
    showsStep(shown, answer),
    slotsStep(answer.slots, slots),
    recordStep(shown, answer, slots),
    inclusionStep(shown, answer, slots, checkpoint),
    signatureStep(checkpoint, policy, known?.firstSeen),
    // Unsigned, it says nothing about the trail: only what the key has signed can testify against it.
    isMalformed(checkpoint) ? { name: 'continues', state: 'open' } : continuesStep(await observe(trail, note, policy)),
  ]
  return {
    verdict: steps.every(({ state }) => state === 'holds') ? 'holds' : 'broken',
    steps,
    position: shown.seq,
    size: isMalformed(checkpoint) ? 0 : checkpoint.size,
    hash: answer.hash,
    note,
    policy,
  }
}

const holds = (name: Step['name'], detail?: string): Step => ({ name, state: 'holds', ...(detail !== undefined && { detail }) })
const broken = (name: Step['name'], detail?: string): Step => ({ name, state: 'broken', ...(detail !== undefined && { detail }) })

function showsStep(shown: EventDetail, { slots }: ProofAnswer): Step {
  try {
    const differing = differsFromRecord(shown, openSlots(slots).event)
    return differing.length === 0
      ? holds('shows', m.proof.showsDetail)
      : broken('shows', fill(m.proof.differs, { members: showList(differing) }))
  } catch {
    return broken('shows', m.proof.unreadable)
  }
}

/** Each disclosed value against its digest; hidden and erased ones are known by their digests alone. */
function slotsStep(slots: readonly SlotState[], { problems }: CheckedSlots): Step {
  if (problems.length > 0) return broken('slots', problems.map(({ detail }) => detail).join('; '))
  const count = (state: SlotState['state']) => slots.filter((slot) => slot.state === state).length
  const [withheld, erased] = [count('withheld'), count('erased')]
  return holds(
    'slots',
    [
      fill(m.proof.slotsDetail, { disclosed: showCount(count('disclosed')), all: showCount(slots.length) }),
      ...(withheld > 0 ? [m.proof.withheld(withheld, showCount(withheld))] : []),
      ...(erased > 0 ? [m.proof.erased(erased, showCount(erased))] : []),
    ].join('; '),
  )
}

function recordStep(shown: EventDetail, { record, hash }: ProofAnswer, checked: CheckedSlots): Step {
  const made = checked.hash && toBase64url(checked.hash)
  return checked.record === record && made === hash && hash === shown.hash ? holds('record') : broken('record')
}

function inclusionStep(
  shown: EventDetail,
  { seq, proof: text }: ProofAnswer,
  { hash }: CheckedSlots,
  checkpoint: SignedCheckpoint | Malformed,
): Step {
  const proof = parseTlogProof(String(text))
  if (isMalformed(proof)) return broken('inclusion', proof.why)
  if (isMalformed(checkpoint) || !hash) return broken('inclusion')
  const { size, root } = checkpoint
  const claim = { leaf: leafHash(hash, nobleCrypto), index: proof.index, size, root, proof: proof.hashes }
  const placed = proof.index === seq && seq === shown.seq
  return placed && verifyInclusion(claim, nobleCrypto) ? holds('inclusion') : broken('inclusion')
}

function signatureStep(checkpoint: SignedCheckpoint | Malformed, policy: string, firstSeen: string | undefined): Step {
  if (isMalformed(checkpoint)) return broken('signature', checkpoint.why)
  const key = logKey(policy, checkpoint.origin)
  const detail =
    firstSeen === undefined
      ? fill(m.proof.firstSight, { key })
      : fill(m.proof.signatureDetail, { key, date: showDateAndTime(firstSeen) })
  return holds('signature', detail)
}

function continuesStep(continuity: Continuity): Step {
  if (continuity.state === 'alarm') return broken('continues')
  if (continuity.state === 'first') return holds('continues', m.proof.continuesFirst)
  const { size, seen } = continuity.since
  return holds('continues', fill(m.proof.continuesDetail, { size: showCount(size), date: showDateAndTime(seen) }))
}
