import {
  canonicalize,
  eventHash,
  isMalformed,
  type Json,
  leafHash,
  openSlots,
  parseTlogProof,
  recordText,
  type SlotState,
  toBase64url,
  verifyInclusion,
} from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { getProof, type ProofAnswer } from '../api/daybook-api.ts'
import type { EventDetail } from '../api/event-view.ts'
import { showDateAndTime } from '../format/moment.ts'
import { showCount, showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import type { CheckedEvent, Step } from './check.ts'
import { recall } from './memory.ts'
import { differsFromRecord } from './shows-the-record.ts'
import { type Continuity, observe, openCheckpoint, pinnedPolicy, type SignedCheckpoint } from './witness.ts'

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
  const steps: readonly Step[] = [
    showsStep(shown, answer),
    slotsStep(answer.slots),
    recordStep(shown, answer),
    inclusionStep(shown, answer, checkpoint),
    isMalformed(checkpoint)
      ? broken('signature', checkpoint.why)
      : holds(
          'signature',
          known
            ? fill(m.proof.signatureDetail, { key: checkpoint.key, date: showDateAndTime(known.firstSeen) })
            : fill(m.proof.firstSight, { key: checkpoint.key }),
        ),
    continuesStep(await observe(trail, note, policy, 'of_a_proof')),
  ]
  return {
    verdict: steps.every(({ state }) => state === 'holds') ? 'holds' : 'broken',
    steps,
    position: shown.seq,
    size: isMalformed(checkpoint) ? 0 : checkpoint.size,
    hash: answer.hash,
    policy,
  }
}

const holds = (name: Step['name'], detail?: string): Step => ({ name, state: 'holds', ...(detail !== undefined && { detail }) })
const broken = (name: Step['name'], detail?: string): Step => ({ name, state: 'broken', ...(detail !== undefined && { detail }) })

function showsStep(shown: EventDetail, { slots }: ProofAnswer): Step {
  try {
    const differing = differsFromRecord(shown, openSlots(slots).event)
    return differing.length === 0 ? holds('shows') : broken('shows', fill(m.proof.differs, { members: showList(differing) }))
  } catch {
    return broken('shows', m.proof.unreadable)
  }
}

function slotsStep(slots: readonly SlotState[]): Step {
  const wrong = slots.filter((slot) => slot.state === 'disclosed' && !isDisclosureOf(slot.disclosure, slot.name, slot.digest))
  if (wrong.length > 0) return broken('slots', fill(m.proof.wrongSlots, { slots: showList(wrong.map(({ name }) => name)) }))
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

/** D is canonical, carries the slot's name, and has the digest. */
function isDisclosureOf(disclosure: string, name: string, digest: string): boolean {
  try {
    const parsed: unknown = JSON.parse(disclosure)
    return (
      nobleCrypto.sha256Text(disclosure) === digest &&
      Array.isArray(parsed) &&
      parsed[1] === name &&
      canonicalize(parsed as Json) === disclosure
    )
  } catch {
    return false
  }
}

function recordStep(shown: EventDetail, { slots, record, hash }: ProofAnswer): Step {
  const made = recordText(slots)
  const good = made === record && toBase64url(eventHash(made, nobleCrypto)) === hash && hash === shown.hash
  return good ? holds('record') : broken('record')
}

function inclusionStep(
  shown: EventDetail,
  { seq, proof: text, record }: ProofAnswer,
  checkpoint: SignedCheckpoint | ReturnType<typeof openCheckpoint>,
): Step {
  const proof = parseTlogProof(String(text))
  if (isMalformed(proof)) return broken('inclusion', proof.why)
  if (isMalformed(checkpoint)) return broken('inclusion')
  const leaf = leafHash(eventHash(record, nobleCrypto), nobleCrypto)
  const claim = { leaf, index: proof.index, size: checkpoint.size, root: checkpoint.root, proof: proof.hashes }
  const placed = proof.index === seq && seq === shown.seq
  return placed && verifyInclusion(claim, nobleCrypto) ? holds('inclusion') : broken('inclusion')
}

function continuesStep(continuity: Continuity): Step {
  if (continuity.state === 'alarm') return broken('continues')
  if (continuity.state === 'first') return holds('continues', m.proof.continuesFirst)
  const { size, seen } = continuity.since
  return holds('continues', fill(m.proof.continuesDetail, { size: showCount(size), date: showDateAndTime(seen) }))
}
