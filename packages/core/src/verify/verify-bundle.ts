import type { Verifying } from '../crypto/ports.ts'
import { NotUtf8 } from '../crypto/utf8.ts'
import type { BundleCounts, BundleManifest } from '../ledger/bundle-manifest.ts'
import { isMalformed } from '../ledger/malformed.ts'
import { formatPolicy, type Policy, parsePolicy } from '../ledger/policy.ts'
import { formatVerifierKey } from '../ledger/verifier-key.ts'
import { checkpointTimeS, readSignedCheckpoint, type SignedCheckpoint, timeText } from './accepted-checkpoint.ts'
import { type BundleCheck, readText } from './bundle-check.ts'
import type { BundleReader } from './bundle-reader.ts'
import { checkFileList } from './check-file-list.ts'
import { checkSlots } from './check-slots.ts'
import { Evidence, type KeptEvidence } from './evidence.ts'
import { readBundleLine } from './read-bundle-line.ts'
import { readManifest } from './read-manifest.ts'
import { Findings, plural, positions, type Report, toReport } from './report.ts'
import { Statements } from './statements.ts'
import { walkLog } from './walk-log.ts'
import { walkProofs } from './walk-proofs.ts'

/**
 * Verifies an exported bundle, offline: its checkpoint under the policy (which must come from elsewhere), every
 * disclosed value against its digest, every event up to its leaf, the leaves up to the root, erased and pruned events
 * against the control events that name them, and the whole against older checkpoints and receipts. Reads each file once
 * and `events.ndjson` twice, holding a tile a level and the control events' ranges: memory does not grow with the log.
 *
 * Never throws for what a bundle contains; a reader that fails otherwise (an unreadable disk) throws through.
 */
export async function verifyBundle(
  files: BundleReader,
  policy: Policy,
  verifying: Verifying,
  kept: KeptEvidence = {},
): Promise<Report> {
  const findings = new Findings()
  const evidence = new Evidence(findings, policy, verifying)
  const manifest = await openManifest(files, findings)
  const checkpointText = await readText(files, 'log/checkpoint')
  const checkpoint = openCheckpoint(checkpointText, policy, verifying, findings)
  if (manifest === undefined || checkpoint === undefined || checkpointText === undefined) {
    return toReport({ findings, proven: [], notProven: [nothingChecked], holding: '' })
  }
  await checkPolicyCopy(files, policy, checkpoint.origin, verifying, findings)
  if (manifest.origin !== checkpoint.origin) {
    findings.broken(
      'manifest_wrong',
      `manifest.json is of the log ${manifest.origin}; the checkpoint is of ${checkpoint.origin}.`,
    )
  }
  evidence.take(kept)
  const check: BundleCheck = {
    files,
    manifest,
    checkpoint,
    checkpointText,
    statements: new Statements(),
    evidence,
    findings,
    verifying,
  }
  const notes = await checkFileList(check)
  await walk(check)
  checkCounts(manifest.counts, findings)
  evidence.meetEnd(checkpoint.size, kept.isCurrent ? undefined : checkpointTimeS(checkpoint))
  return report(check, notes)
}

const nothingChecked =
  'Anything about the events: without its manifest and a checkpoint signed as the policy asks, a bundle proves nothing.'

async function openManifest(files: BundleReader, findings: Findings): Promise<BundleManifest | undefined> {
  const text = await readText(files, 'manifest.json')
  if (text === undefined) {
    findings.unclear('file_missing', 'manifest.json is missing: this is not a bundle, or a part of one.', {
      file: 'manifest.json',
    })
    return undefined
  }
  const manifest = readManifest(text)
  if (!isMalformed(manifest)) return manifest
  findings.broken('manifest_wrong', `manifest.json ${manifest.why}.`, { file: 'manifest.json' })
  return undefined
}

function openCheckpoint(
  text: string | undefined,
  policy: Policy,
  verifying: Verifying,
  findings: Findings,
): SignedCheckpoint | undefined {
  const file = 'log/checkpoint'
  if (text === undefined) {
    findings.unclear('checkpoint_missing', 'log/checkpoint is missing: nothing says which events were signed for.', { file })
    return undefined
  }
  const checkpoint = readSignedCheckpoint(text, policy, verifying)
  if (!isMalformed(checkpoint)) return checkpoint
  const code = checkpoint.signed ? 'checkpoint_unreadable' : 'checkpoint_not_signed'
  findings.broken(code, `log/checkpoint ${checkpoint.why}.`, { file })
  return undefined
}

/** The copy of the policy in the bundle is for comparing only; one that names another key for the log is a warning sign. */
async function checkPolicyCopy(
  files: BundleReader,
  policy: Policy,
  origin: string,
  verifying: Verifying,
  findings: Findings,
): Promise<void> {
  const text = await readText(files, 'policy.txt')
  if (text === undefined) return
  const copy = parsePolicy(text, verifying)
  const file = 'policy.txt'
  if (isMalformed(copy) || formatPolicy(copy) !== text) {
    findings.broken('policy_differs', `policy.txt ${isMalformed(copy) ? copy.why : 'is not written as the server writes it'}.`, {
      file,
    })
    return
  }
  const keys = new Set(policy.logs.map((log) => formatVerifierKey(log.key)))
  const same = copy.logs.some(({ key }) => key.name === origin && keys.has(formatVerifierKey(key)))
  if (!same) findings.broken('policy_differs', `policy.txt names another key for ${origin} than the policy you hold.`, { file })
}

async function walk(check: BundleCheck): Promise<void> {
  try {
    await collectStatements(check)
    await (check.manifest.proof === 'log' ? walkLog(check) : walkProofs(check))
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error
    check.findings.broken('unreadable', 'events.ndjson is not UTF-8 text and cannot be read to its end.', {
      file: 'events.ndjson',
    })
  }
}

/** How a statement shows in a line: within the disclosure of `core`, which is itself a JSON string. */
const statementMark = '\\"ledger\\":{'

/** First reading: the control events alone, since they come after what they excuse. Each is checked by itself here, and in its place later. */
async function collectStatements({ files, statements, verifying }: BundleCheck): Promise<void> {
  for await (const line of files.lines('events.ndjson')) {
    if (!line.includes(statementMark)) continue
    const event = readBundleLine(line)
    if (isMalformed(event) || event.state === 'pruned') continue
    const { problems, control } = checkSlots(event.slots, verifying)
    if (problems.length === 0 && control !== undefined) statements.take(event.seq, control)
  }
}

function checkCounts(claimed: BundleCounts, findings: Findings): void {
  for (const what of ['events', 'pruned', 'disclosed', 'withheld', 'erased'] as const) {
    if (claimed[what] === findings.counts[what]) continue
    const detail = `manifest.json counts ${claimed[what]} as ${what}; there are ${findings.counts[what]}.`
    findings.broken('count_wrong', detail, { file: 'manifest.json' })
  }
}

function report({ manifest, checkpoint, findings, evidence }: BundleCheck, notes: readonly string[]): Report {
  const { origin, size, witnessed, unknown } = checkpoint
  const { events, pruned, withheld, erased } = findings.counts
  const { from, to } = manifest.range
  const times = witnessed.map(({ name, timeS }) => ` ${name} cosigned at ${timeText(timeS)}.`).join('')
  const whole = manifest.proof === 'log'
  const span = events === 0 ? 'no events' : `every event of ${positions(from, to)}`
  const holding = whole
    ? `This is ${span} as ${origin} signed for ${plural(size, 'event')}: nothing between them is missing, moved or changed.`
    : `Each of these ${plural(events, 'event')} is on ${origin} as signed for ${plural(size, 'event')}, unchanged and in its place.`
  const kept = evidence.summary()
  const proven = [
    `${origin} signed for ${plural(size, 'event')}.${times}`,
    whole
      ? `${plural(events, 'event')} read; each is the one the log has at its position, and none between ${from} and ${to} is missing.`
      : `${plural(events, 'event')} read; each is in the log at its position.`,
    ...(erased > 0 ? [`${plural(erased, 'erased value')}: each is named by an erasure on the same trail.`] : []),
    ...(pruned > 0 ? [`${plural(pruned, 'removed event')}: each is named by a retention event on the same trail.`] : []),
    ...kept.proven,
  ]
  const notProven = [
    ...(withheld > 0
      ? [`What ${plural(withheld, 'withheld value')} say: they cannot have changed, and cannot be read here.`]
      : []),
    ...(whole ? [] : ['That no other event matches the query: a selection cannot show what it left out.']),
    ...(whole && (from > 0 || to < size)
      ? [`What the events${from < to ? ` outside of ${positions(from, to)}` : ''} say: only their hashes are here.`]
      : []),
    ...(unknown.length > 0 ? [`The signatures of ${unknown.join(', ')}: the policy does not name their keys.`] : []),
    `Anything after position ${size - 1}.`,
    ...notes,
    ...kept.notProven,
  ]
  return toReport({ findings, origin, size, proven, notProven, holding })
}
