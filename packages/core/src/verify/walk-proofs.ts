import type { BundleEvent } from '../ledger/bundle-line.ts'
import { verifyInclusion } from '../ledger/check-proof.ts'
import { isMalformed } from '../ledger/malformed.ts'
import { leafHash, recordText } from '../ledger/record.ts'
import { formatTlogProof, parseTlogProof } from '../ledger/tlog-proof.ts'
import { type BundleCheck, readText } from './bundle-check.ts'
import { checkedLines, tellMisplaced } from './checked-lines.ts'

/** A selection: each event has a proof of its own, all under the one checkpoint of the bundle. */
export async function walkProofs(check: BundleCheck): Promise<void> {
  const { files, manifest, checkpoint, evidence, findings } = check
  const unread = new Set((await files.list()).filter((path) => path.startsWith('proofs/')))
  let [next, first] = [0, -1]
  for await (const checked of checkedLines(check)) {
    const { event, hash } = checked
    const { seq } = event
    if (seq < next) {
      tellMisplaced(checked, findings)
      continue
    }
    if (first < 0) first = seq
    next = seq + 1
    const path = `proofs/${seq}.tlog-proof`
    unread.delete(path)
    if (hash === undefined) continue
    await checkProof(check, event, hash, path)
    evidence.meetHash(seq, hash)
  }
  for (const path of unread) findings.broken('file_unexpected', `${path} belongs to no line of events.ndjson.`, { file: path })
  const { from, to } = manifest.range
  if (from !== Math.max(first, 0) || to !== next) {
    findings.broken('manifest_wrong', `manifest.json says positions ${from} to ${to} (exclusive); the lines are of others.`)
  }
  evidence.meetRoot(checkpoint.origin, checkpoint.size, checkpoint.root)
  for (const size of evidence.sizes) {
    if (size >= checkpoint.size) continue
    findings.unclear(
      'anchor_inconsistent',
      `Whether this selection extends an older checkpoint of ${size} events needs the whole log.`,
      { to: size },
    )
  }
}

async function checkProof(check: BundleCheck, event: BundleEvent, hash: Uint8Array, path: string): Promise<void> {
  const { files, checkpoint, checkpointText, findings, verifying } = check
  const { seq } = event
  const where = { position: seq, file: path }
  const text = await readText(files, path)
  if (text === undefined) return findings.broken('proof_missing', `Position ${seq}: ${path} is missing.`, where)
  const proof = parseTlogProof(text)
  const wrong = (why: string): void => findings.broken('proof_wrong', `Position ${seq}: ${path} ${why}.`, where)
  if (isMalformed(proof)) return wrong(proof.why)
  if (formatTlogProof(proof) !== text) return wrong('is not written as the format writes it')
  if (proof.index !== seq) return wrong(`is a proof for position ${proof.index}`)
  if (proof.record !== (event.state === 'present' ? recordText(event.slots) : undefined)) return wrong('carries another record')
  if (proof.note !== checkpointText) return wrong('is under another checkpoint than log/checkpoint')
  const claim = { leaf: leafHash(hash, verifying), index: seq, size: checkpoint.size, root: checkpoint.root, proof: proof.hashes }
  if (!verifyInclusion(claim, verifying)) wrong('does not prove that this event is in the log')
}
