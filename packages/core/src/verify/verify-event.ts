import type { Verifying } from '../crypto/ports.ts'
import { sameBytes } from '../ledger/bytes.ts'
import { verifyInclusion } from '../ledger/check-proof.ts'
import { isMalformed } from '../ledger/malformed.ts'
import type { Policy } from '../ledger/policy.ts'
import { leafHash } from '../ledger/record.ts'
import type { SlotState } from '../ledger/slot.ts'
import { parseTlogProof, type TlogProof } from '../ledger/tlog-proof.ts'
import { readSignedCheckpoint, timeText } from './accepted-checkpoint.ts'
import { checkSlots, readEventHash } from './check-slots.ts'
import { capital, Findings, plural, type Report, toReport } from './report.ts'

/** One event with its proof, as `GET …/events/{id}/proof` answers it. `record`, `hash` and `seq` are checked where given. */
export interface EventWithProof {
  readonly slots: readonly SlotState[]
  /** The `.tlog-proof` text. */
  readonly proof: string
  readonly seq?: number
  readonly record?: string
  /** E, base64url. */
  readonly hash?: string
}

/**
 * Checks one event by itself: each disclosure against its digest, the record against the proof, the proof against a
 * checkpoint that the policy accepts. An erased slot leaves the answer at `cannot_tell`: its excuse is another event.
 */
export function verifyEvent(event: EventWithProof, policy: Policy, verifying: Verifying): Report {
  const findings = new Findings()
  const hash = checkDisclosures(event, verifying, findings)
  const parsed = parseTlogProof(event.proof)
  const proof = isMalformed(parsed) ? undefined : parsed
  if (isMalformed(parsed)) findings.broken('proof_wrong', `The proof ${parsed.why}.`)
  const checkpoint = proof && readSignedCheckpoint(proof.note, policy, verifying)
  if (checkpoint !== undefined && isMalformed(checkpoint)) {
    const code = checkpoint.signed ? 'checkpoint_unreadable' : 'checkpoint_not_signed'
    findings.broken(code, `The checkpoint of the proof ${checkpoint.why}.`)
  }
  if (proof === undefined || checkpoint === undefined || isMalformed(checkpoint)) {
    return toReport({ findings, proven: [], notProven: ['That the event is in any log.'], holding: '' })
  }
  if (hash !== undefined) checkProof(event, proof, hash, checkpoint, verifying, findings)
  const { origin, size, witnessed } = checkpoint
  const times = witnessed.map(({ name, timeS }) => `, ${name} at ${timeText(timeS)}`).join('')
  const { withheld } = findings.counts
  return toReport({
    findings,
    origin,
    size,
    proven: [`${origin} signed for ${plural(size, 'event')}${times}; this event is at position ${proof.index} among them.`],
    notProven:
      withheld > 0 ? [`What ${plural(withheld, 'withheld value')} say: they cannot have changed, and cannot be read here.`] : [],
    holding: `This event is at position ${proof.index} of ${origin}, as signed for ${plural(size, 'event')}, unchanged.`,
  })
}

/** Each disclosure against its digest; answers E. */
function checkDisclosures(
  { slots, record, hash: claimed }: EventWithProof,
  verifying: Verifying,
  findings: Findings,
): Uint8Array | undefined {
  findings.counts.events = 1
  const { problems, record: rebuilt, hash } = checkSlots(slots, verifying)
  for (const { code, slot, detail } of problems) {
    findings.broken(code, `${capital(detail)}.`, slot === undefined ? {} : { slot })
  }
  for (const slot of slots) {
    findings.counts[slot.state]++
    if (slot.state !== 'erased') continue
    const detail = `Slot ${slot.name} is erased; that the event at position ${slot.by} says so must be checked there.`
    findings.unclear('erasure_unexcused', detail, { slot: slot.name, position: slot.by })
  }
  if (hash === undefined) return undefined
  if (record !== undefined && record !== rebuilt) findings.broken('event_altered', 'The record is not the one of these slots.')
  const claimedHash = claimed === undefined ? hash : readEventHash(claimed)
  if (claimedHash === undefined || !sameBytes(claimedHash, hash))
    findings.broken('event_altered', 'The event hash is not the one of these slots.')
  return hash
}

function checkProof(
  event: EventWithProof,
  proof: TlogProof,
  hash: Uint8Array,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
  verifying: Verifying,
  findings: Findings,
): void {
  const { index, hashes, record } = proof
  if (event.seq !== undefined && event.seq !== index) {
    findings.broken('proof_wrong', `The proof is for position ${index}, not for ${event.seq}.`, { position: event.seq })
  }
  if (record !== undefined && checkSlots(event.slots, verifying).record !== record) {
    findings.broken('proof_wrong', 'The proof carries the record of another event.', { position: index })
  }
  const claim = { leaf: leafHash(hash, verifying), index, size, root, proof: hashes }
  if (!verifyInclusion(claim, verifying)) {
    findings.broken('proof_wrong', `The proof does not show that this event is at position ${index}.`, { position: index })
  }
}
