import type { Verifying } from '../crypto/ports.ts'
import { isMalformed } from '../ledger/malformed.ts'
import type { Policy } from '../ledger/policy.ts'
import { readSignedCheckpoint, type SignedCheckpoint, timeText } from './accepted-checkpoint.ts'
import { Evidence, type KeptEvidence } from './evidence.ts'
import { Findings, plural, type Report, toReport } from './report.ts'
import type { StoreReader } from './store-reader.ts'
import { StoreWalk } from './walk-store.ts'

export interface StoreEvidence extends KeptEvidence {
  /** What the signer remembers to have signed last. */
  readonly signed?: { readonly size: number; readonly root: Uint8Array }
}

/**
 * Verifies a trail where it is stored: rows against the event hashes beside them, event hashes against the stored
 * subtrees, those against the newest checkpoint, the checkpoint against the signer's memory and whatever was kept
 * elsewhere. Names the position wherever the store still allows to tell it. Memory does not grow with the trail.
 */
export async function verifyStore(
  store: StoreReader,
  policy: Policy,
  verifying: Verifying,
  kept: StoreEvidence = {},
): Promise<Report> {
  const findings = new Findings()
  const evidence = new Evidence(findings, policy, verifying)
  evidence.take(kept)
  const { size } = await store.size()
  const note = await store.checkpoint()
  const checkpoint = note === undefined ? undefined : openCheckpoint(note, policy, verifying, findings)
  const walk = new StoreWalk({ store, size, policy, checkpoint, findings, evidence, verifying, signed: kept.signed })
  await walk.run()
  if (note === undefined && size > 0) {
    findings.unclear('checkpoint_missing', 'The trail has no checkpoint: nothing says which events were signed for.')
  }
  // A store is what is in use now: that its newest checkpoint is old is no excuse for what somebody saw of it later.
  evidence.meetEnd(size, undefined)
  return report(size, checkpoint, findings, evidence, kept)
}

function openCheckpoint(note: string, policy: Policy, verifying: Verifying, findings: Findings): SignedCheckpoint | undefined {
  const checkpoint = readSignedCheckpoint(note, policy, verifying)
  if (!isMalformed(checkpoint)) return checkpoint
  findings.broken(
    checkpoint.signed ? 'checkpoint_unreadable' : 'checkpoint_not_signed',
    `The newest checkpoint ${checkpoint.why}.`,
  )
  return undefined
}

const endUnknown =
  'That nothing was cut off the end, checkpoints and all: what the signer remembers (in the keys folder) was not at hand.'

function report(
  size: number,
  checkpoint: SignedCheckpoint | undefined,
  findings: Findings,
  evidence: Evidence,
  kept: StoreEvidence,
): Report {
  const { pruned, erased } = findings.counts
  const signed = checkpoint?.size ?? 0
  const older = evidence.summary()
  const times = checkpoint?.witnessed.map(({ name, timeS }) => ` ${name} cosigned at ${timeText(timeS)}.`).join('') ?? ''
  return toReport({
    findings,
    origin: checkpoint?.origin,
    size,
    proven: [
      ...(checkpoint === undefined ? [] : [`${checkpoint.origin} signed for ${plural(signed, 'event')}.${times}`]),
      `${plural(size, 'event')} read; each is the one its hash was taken of, in its place, and none is missing.`,
      ...(kept.signed === undefined ? [] : ['The trail is the one the signer remembers.']),
      ...(erased > 0 ? [`${plural(erased, 'erased value')}: each is named by an erasure on the same trail.`] : []),
      ...(pruned > 0 ? [`${plural(pruned, 'removed event')}: each is named by a retention event on the same trail.`] : []),
      ...older.proven,
    ],
    notProven: [
      ...(kept.signed === undefined && size > 0 ? [endUnknown] : []),
      ...(signed < size ? [`The newest ${plural(size - signed, 'event')}: no checkpoint covers them yet.`] : []),
      ...older.notProven,
    ],
    holding: `${plural(size, 'event')} are stored as they were recorded: nothing is missing, moved or changed${checkpoint === undefined ? '' : ` as far as ${checkpoint.origin} signed (${plural(signed, 'event')})`}.`,
  })
}
