import { sameBytes } from '../ledger/bytes.ts'
import type { BundleCheck } from './bundle-check.ts'
import { LogFiles } from './check-log-files.ts'
import { checkedLines, tellMisplaced } from './checked-lines.ts'
import { capital, plural, positions } from './report.ts'

/** A bundle with its whole log: events and entries walked side by side, up to the signed root. */
export async function walkLog(check: BundleCheck): Promise<void> {
  const { files, manifest, checkpoint, evidence, findings, verifying } = check
  const { size } = checkpoint
  const { from, to } = manifest.range
  if (from > to || to > size) {
    findings.broken(
      'manifest_wrong',
      `manifest.json says positions ${from} to ${to} (exclusive); the log has ${plural(size, 'event')}.`,
    )
  }
  const log = new LogFiles(files, findings, verifying)
  const walker = new Walker(check, log)
  await walker.meet()
  for await (const checked of checkedLines(check)) {
    const { event, hash } = checked
    const { seq } = event
    if (seq < walker.next || seq < from || seq >= to) {
      tellMisplaced(checked, findings)
      continue
    }
    await walker.skipTo(seq)
    const entry = await walker.take()
    if (hash !== undefined && entry !== undefined && !sameBytes(hash, entry)) {
      const place = log.whereIs(hash)
      if (place === undefined)
        findings.broken('event_altered', `Position ${seq}: the event is not the one the log has there.`, { position: seq })
      else
        findings.broken('event_out_of_order', `Position ${seq} holds the event that the log has at position ${place}.`, {
          position: seq,
        })
    }
  }
  await walker.skipTo(size)
  await log.finish()
  if (!log.isWhole || log.size !== size) return
  if (sameBytes(log.root(), checkpoint.root)) return
  const since = walker.agreed
  const detail = `The entries do not have the root that ${checkpoint.origin} signed: the log was changed at or after position ${since}, tiles and all.`
  findings.broken('root_wrong', detail, { position: since, to: size })
  evidence.meetRoot(checkpoint.origin, size, log.root())
}

class Walker {
  /** The next position of the log. */
  next = 0
  /** The size of the largest older checkpoint that agreed. */
  agreed = 0
  readonly #check: BundleCheck
  readonly #log: LogFiles

  constructor(check: BundleCheck, log: LogFiles) {
    this.#check = check
    this.#log = log
  }

  /** Takes the entry of the next position into the tree; undefined when the log's files do not give it. */
  async take(): Promise<Uint8Array | undefined> {
    const seq = this.next++
    if (!this.#log.isWhole) return undefined
    const entry = await this.#log.next(this.#check.checkpoint.size)
    if (entry === undefined) return undefined
    this.#check.evidence.meetHash(seq, entry)
    await this.meet()
    return entry
  }

  /** Goes on to a position for which there is a line; what lies between has none. */
  async skipTo(seq: number): Promise<void> {
    const { manifest, findings } = this.#check
    const from = Math.max(this.next, manifest.range.from)
    const to = Math.min(seq, manifest.range.to)
    if (from < to) {
      const verb = to - from === 1 ? 'is' : 'are'
      findings.broken('event_missing', `${capital(positions(from, to))} ${verb} missing from events.ndjson.`, {
        position: from,
        to,
      })
    }
    while (this.next < seq && this.#log.isWhole) await this.take()
    this.next = Math.max(this.next, seq)
  }

  /** Holds the root so far against older checkpoints of this size. */
  async meet(): Promise<void> {
    const { evidence, checkpoint } = this.#check
    const size = this.#log.size
    if (!evidence.wantsRoot(size)) return
    if (evidence.meetRoot(checkpoint.origin, size, this.#log.root())) this.agreed = size
  }
}
