import type { Verifying } from '../crypto/ports.ts'
import { sameBytes } from '../ledger/bytes.ts'
import { verifyInclusion } from '../ledger/check-proof.ts'
import { isMalformed } from '../ledger/malformed.ts'
import type { Policy } from '../ledger/policy.ts'
import { eventHash, leafHash } from '../ledger/record.ts'
import { parseTlogProof } from '../ledger/tlog-proof.ts'
import { checkpointTimeS, readSignedCheckpoint, type SignedCheckpoint } from './accepted-checkpoint.ts'
import { readEventHash } from './check-slots.ts'
import { type Findings, number, plural, positions } from './report.ts'

/** What somebody kept from earlier: checkpoint notes, and the answers to appends or `.tlog-proof` files. Texts, as kept. */
export interface KeptEvidence {
  readonly anchors?: readonly KeptText[]
  readonly receipts?: readonly KeptText[]
  /** The log is the one in use and no copy of an earlier day: what was seen of it must be there, whatever its clock says. */
  readonly isCurrent?: boolean
}
export interface KeptText {
  /** What to call it in a finding: a file name. */
  readonly name: string
  readonly text: string
}

interface Expected<T> {
  readonly from: string
  readonly value: T
  /** When it was signed, seconds since 1970, where a cosigner said so. */
  readonly seenS: number | undefined
}

/**
 * Earlier evidence, to be held against a log as it is read: which root it must have had at a size, and which event hash
 * must stand at a position.
 */
export class Evidence {
  /** Roots by size, event hashes by position: several kept texts may speak of the same one. */
  readonly #roots = new Map<number, Expected<SignedCheckpoint>[]>()
  readonly #hashes = new Map<number, Expected<Uint8Array>[]>()
  readonly #findings: Findings
  readonly #verifying: Verifying
  readonly #policy: Policy
  #anchors = 0
  #receipts = 0
  /** The largest size at which an older checkpoint agreed; sizes are met ascending. */
  #agreed = 0

  constructor(findings: Findings, policy: Policy, verifying: Verifying) {
    this.#findings = findings
    this.#policy = policy
    this.#verifying = verifying
  }

  take({ anchors = [], receipts = [] }: KeptEvidence): void {
    // A file that is no evidence says nothing against the log: whoever kept it may have named the wrong one.
    for (const anchor of anchors) this.takeAnchor(anchor, 'unclear')
    for (const receipt of receipts) this.#takeReceipt(receipt)
  }

  /** An older checkpoint. One that the policy does not accept is a finding; in a bundle it contradicts the bundle. */
  takeAnchor({ name, text }: KeptText, ifUnreadable: 'broken' | 'unclear' = 'broken'): void {
    const checkpoint = readSignedCheckpoint(text, this.#policy, this.#verifying)
    if (isMalformed(checkpoint)) {
      this.#findings[ifUnreadable]('anchor_unreadable', `The older checkpoint ${name} ${checkpoint.why}.`, { file: name })
      return
    }
    this.#anchors++
    this.#expectRoot(name, checkpoint)
  }

  #takeReceipt({ name, text }: KeptText): void {
    const isProof = text.startsWith('c2sp.org/tlog-proof')
    const wrong = isProof ? this.#takeProof(name, text) : this.#takeAnswer(name, text)
    if (wrong === undefined) this.#receipts++
    else this.#findings.unclear('receipt_unreadable', `The receipt ${name} ${wrong}.`, { file: name })
  }

  #takeProof(name: string, text: string): string | undefined {
    const proof = parseTlogProof(text)
    if (isMalformed(proof)) return proof.why
    const checkpoint = readSignedCheckpoint(proof.note, this.#policy, this.#verifying)
    if (isMalformed(checkpoint)) return `has a checkpoint that ${checkpoint.why}`
    if (proof.record === undefined) return 'carries no record'
    const hash = eventHash(proof.record, this.#verifying)
    const claim = { leaf: leafHash(hash, this.#verifying), index: proof.index, ...checkpoint, proof: proof.hashes }
    if (!verifyInclusion(claim, this.#verifying)) return `does not prove that its record is at position ${proof.index}`
    this.#expectHash(name, proof.index, hash, checkpointTimeS(checkpoint))
    this.#expectRoot(name, checkpoint)
    return undefined
  }

  #takeAnswer(name: string, text: string): string | undefined {
    const answer = parseAnswer(text)
    if (answer === undefined) return 'is neither a proof nor the answer to an append'
    let seenS: number | undefined
    if (answer.checkpoint !== undefined) {
      const checkpoint = readSignedCheckpoint(answer.checkpoint, this.#policy, this.#verifying)
      if (isMalformed(checkpoint)) return `has a checkpoint that ${checkpoint.why}`
      this.#expectRoot(name, checkpoint)
      seenS = checkpointTimeS(checkpoint)
    }
    for (const { seq, hash } of answer.results) this.#expectHash(name, seq, hash, seenS)
    return undefined
  }

  #expectRoot(from: string, value: SignedCheckpoint): void {
    const expected = { from, value, seenS: checkpointTimeS(value) }
    this.#roots.set(value.size, [...(this.#roots.get(value.size) ?? []), expected])
  }

  #expectHash(from: string, seq: number, value: Uint8Array, seenS: number | undefined): void {
    this.#hashes.set(seq, [...(this.#hashes.get(seq) ?? []), { from, value, seenS }])
  }

  /** Whether the root at this size is worth computing. */
  wantsRoot(size: number): boolean {
    return this.#roots.has(size)
  }

  /** Sizes whose roots are wanted, ascending. */
  get sizes(): readonly number[] {
    return [...this.#roots.keys()].sort((a, b) => a - b)
  }

  /**
   * Holds a root of the log against every older checkpoint of that size. Answers whether all agree. Without an origin,
   * where the log's own checkpoint is lost, any log of the policy will do.
   */
  meetRoot(origin: string | undefined, size: number, root: Uint8Array): boolean {
    let agrees = true
    for (const { from, value } of this.#roots.get(size) ?? []) {
      const isSameLog = value.origin === (origin ?? value.origin)
      if (isSameLog && sameBytes(value.root, root)) continue
      agrees = false
      const detail = isSameLog
        ? `The log is not the one that ${from} saw: its first ${plural(size, 'event')} had another root then, so one of ${positions(this.#agreed, Math.max(size, this.#agreed + 1))} was changed and the log signed again.`
        : `${from} is of another log, ${value.origin}.`
      this.#findings.broken('anchor_inconsistent', detail, { file: from, position: this.#agreed, to: size })
    }
    if (agrees) this.#agreed = size
    return agrees
  }

  /** Holds an event hash of the log against every receipt for that position. */
  meetHash(seq: number, hash: Uint8Array): void {
    if (this.#hashes.size === 0) return
    for (const { from, value } of this.#hashes.get(seq) ?? []) {
      if (sameBytes(value, hash)) continue
      const detail = `Position ${seq} holds another event than the one that the receipt ${from} was given for.`
      this.#findings.broken('receipt_unmet', detail, { position: seq, file: from })
    }
  }

  /** Everything that speaks of more events than the log has. Checkpoints and receipts count as older unless their clocks say otherwise. */
  meetEnd(size: number, timeS: number | undefined): void {
    const isLater = (seenS: number | undefined): boolean => seenS !== undefined && timeS !== undefined && seenS > timeS
    for (const [older, expected] of this.#roots) {
      if (older <= size) continue
      const gone = `covers ${plural(older, 'event')}; this log has only ${number(size)}`
      for (const { from, seenS } of expected) {
        const where = { position: size, to: older, file: from }
        if (isLater(seenS)) this.#findings.unclear('log_behind', `${from} ${gone}, and is older. ${beyond}`, where)
        else
          this.#findings.broken(
            'log_behind',
            `${from} ${gone}: ${positions(size, older)} ${older - size === 1 ? 'is' : 'are'} gone.`,
            where,
          )
      }
    }
    for (const [seq, expected] of this.#hashes) {
      if (seq < size) continue
      const detail = `is for position ${seq}; this log has only ${plural(size, 'event')}`
      for (const { from, seenS } of expected) {
        const where = { position: seq, file: from }
        if (isLater(seenS)) this.#findings.unclear('log_behind', `The receipt ${from} ${detail}, and is older. ${beyond}`, where)
        else this.#findings.broken('receipt_unmet', `The receipt ${from} ${detail}.`, where)
      }
    }
  }

  /** For the report: what this evidence adds, or that there was none. */
  summary(): { readonly proven: readonly string[]; readonly notProven: readonly string[] } {
    const proven: string[] = []
    if (this.#anchors > 0)
      proven.push(`It extends ${plural(this.#anchors, 'older checkpoint')}, unchanged, as far as each of them reaches.`)
    if (this.#receipts > 0) proven.push(`It keeps what ${plural(this.#receipts, 'receipt')} promised.`)
    const none =
      'That the log was never rewritten and signed again with its own key: no older checkpoint or receipt was compared.'
    return { proven, notProven: this.#anchors + this.#receipts > 0 ? [] : [none] }
  }
}

const beyond = 'Whether one extends the other cannot be seen from here.'

interface Answer {
  readonly checkpoint?: string
  readonly results: readonly { readonly seq: number; readonly hash: Uint8Array }[]
}

/** The answer to an append: positions, event hashes and the newest checkpoint then. Results without a position are skipped. */
function parseAnswer(text: string): Answer | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const { results, checkpoint } = (value ?? {}) as { results?: unknown; checkpoint?: unknown }
  if (!Array.isArray(results)) return undefined
  const read: { seq: number; hash: Uint8Array }[] = []
  for (const { seq, hash } of results as { seq?: unknown; hash?: unknown }[]) {
    if (seq === undefined || hash === undefined) continue
    const bytes = typeof hash === 'string' ? readEventHash(hash) : undefined
    if (bytes === undefined || !Number.isSafeInteger(seq)) return undefined
    read.push({ seq: seq as number, hash: bytes })
  }
  return { results: read, ...(typeof checkpoint === 'string' && { checkpoint }) }
}
