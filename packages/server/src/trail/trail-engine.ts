import {
  type EventInput,
  formatTlogProof,
  type Hashing,
  type KnownRoots,
  recordText,
  rootOf,
  type Salting,
  sealedSlots,
  type TreatmentKeys,
} from '@daybook/core'
import type { ContentDigester, ValueOpener } from '../crypto/node-crypto.ts'
import { type AppendRow, type Journal, JournalDamaged, JournalInDoubt, StorageFull } from '../journal/journal.ts'
import { HttpProblem } from '../problem/http-problem.ts'
import { type Result, writeAnswer } from './answer.ts'
import type { AppendAnswer, AppendCall, SeenCheckpoint } from './append-call.ts'
import { CatalogueShelf } from './catalogue-shelf.ts'
import type { TrailFacts } from './documents.ts'
import { Intake, type Stamp } from './intake.ts'
import { countsOf, type OpenedCall, openCall } from './opened-call.ts'
import { conflictEvent, disputeEvent } from './own-event.ts'
import { Receipts } from './receipts.ts'
import { RecordedClock } from './recorded-clock.ts'
import { refusalAnswer, sealProblem } from './sealed-trail.ts'
import { readCheckpoint, type SignedCheckpoint } from './signed-checkpoint.ts'
import type { TrailStatus } from './trail-status.ts'

/** Signs checkpoints, and only those that extend what it signed before. */
export interface CheckpointSigner {
  /** The signed note of a tree. Throws when it does not extend the last one signed. */
  sign(tree: { readonly size: number; readonly root: Uint8Array }): Promise<string>
}

export interface EngineParts {
  readonly facts: TrailFacts
  readonly journal: Journal
  readonly signer: CheckpointSigner
  readonly treatmentKeys: TreatmentKeys
  readonly openValue: ValueOpener
  readonly digester: ContentDigester
  readonly crypto: Hashing & Salting
  readonly now: () => number
  /** `recordedAt` of the last event; 0 for an empty trail. */
  readonly lastRecordedMs: number
}

/** Signed again after this long even if nothing was added, so that a checkpoint's age says that the server lives. */
const idleSigningMs = 10 * 60 * 1000

/**
 * The one place that adds to a trail: takes groups of calls, stores what is good of them in one commit, signs
 * checkpoints, and seals itself when what is stored is in doubt. Calls must not overlap; whoever owns it queues them.
 *
 * Durability: `append`, `record` and `pushCatalogue` answer after commit and fsync.
 */
export class TrailEngine {
  readonly facts: TrailFacts
  readonly #parts: EngineParts
  readonly #clock: RecordedClock
  readonly #intake: Intake
  readonly #receipts: Receipts
  readonly #catalogues: CatalogueShelf
  #newest: SignedCheckpoint | undefined
  #signedAtMs = 0
  #size = 0
  #full = false
  #sealed: { readonly code: 'sealed' | 'storage_fault'; readonly because: string } | undefined

  private constructor(parts: EngineParts, catalogues: CatalogueShelf) {
    this.facts = parts.facts
    this.#parts = parts
    this.#clock = new RecordedClock(parts.now, parts.lastRecordedMs)
    this.#intake = new Intake({ ...parts, clock: this.#clock })
    this.#receipts = new Receipts(parts.journal, parts.crypto)
    this.#catalogues = catalogues
  }

  static async open(parts: EngineParts): Promise<TrailEngine> {
    const engine = new TrailEngine(parts, await CatalogueShelf.open(parts.journal))
    const note = await parts.journal.checkpoint()
    engine.#newest = note === undefined ? undefined : readCheckpoint(note)
    engine.#size = (await parts.journal.size()).size
    return engine
  }

  get status(): TrailStatus {
    return {
      trail: this.facts.name,
      state: this.#sealed ? 'sealed' : 'open',
      ...(this.#sealed ? { sealed: this.#sealed } : {}),
      full: this.#full,
      size: this.#size,
      signedSize: this.#newest?.size ?? 0,
      signedAtMs: this.#signedAtMs,
      backwardJumps: this.#clock.backwardJumps,
    }
  }

  get checkpoint(): SignedCheckpoint | undefined {
    return this.#newest
  }

  /** Takes no more until the server is started again. */
  seal(code: 'sealed' | 'storage_fault', because: string): void {
    this.#sealed ??= { code, because }
  }

  /** Stores what is good in a group of calls, in one commit, and answers each. */
  async append(calls: readonly AppendCall[]): Promise<readonly AppendAnswer[]> {
    if (this.#sealed) return calls.map((call) => refusalAnswer(call, this.#sealedProblem()))
    this.#clock.tick()
    const opened = calls.map((call) => openCall(call, this.#intake, this.#catalogues.newest))
    const rows = opened.flatMap((one) => one.rows)
    try {
      const outcomes = await this.#store(rows)
      let at = 0
      for (const one of opened) at = one.settle(outcomes, at)
    } catch (error) {
      const problem = this.#storageProblem(error)
      return opened.map((one) => (one.rows.length > 0 ? refusalAnswer(one.call, problem) : this.#early(one)))
    }
    await this.#recordConflicts(opened)
    if (calls.some((call) => call.waitForCheckpoint)) await this.#trySigning()
    const answers: AppendAnswer[] = []
    for (const one of opened) answers.push(await this.#answer(one))
    return answers
  }

  /** Records one of the trail's own events; the position of the first when its id is there already. */
  async record(
    event: EventInput,
    stamp: Stamp = {},
  ): Promise<{ readonly seq: number; readonly status: 'stored' | 'duplicate' | 'conflict' }> {
    if (this.#sealed) throw this.#sealedProblem()
    this.#clock.tick()
    const row = this.#intake.own(event, this.#catalogues.newest, stamp)
    try {
      const [outcome] = await this.#store([row])
      if (!outcome) throw new Error('the journal answered nothing for an event')
      return { seq: outcome.seq, status: outcome.status }
    } catch (error) {
      throw this.#storageProblem(error)
    }
  }

  /**
   * The clear texts of ciphertexts of this trail, once the event that says who revealed them is durable: nothing is
   * answered that is not on the trail. Throws `value_unreadable`, and records nothing, where one does not open.
   */
  async reveal(ciphertexts: readonly string[], event: EventInput): Promise<readonly string[]> {
    const clear = ciphertexts.flatMap((text) => this.#parts.openValue(text) ?? [])
    if (clear.length < ciphertexts.length) throw new HttpProblem('value_unreadable')
    await this.record(event)
    return clear
  }

  /** Takes a catalogue as the trail's newest. The same content again changes and records nothing. */
  async pushCatalogue(text: string, makeEvent: (version: number) => EventInput, stamp: Stamp): Promise<string> {
    if (this.#sealed) throw this.#sealedProblem()
    try {
      const pushed = await this.#catalogues.push(text)
      if (pushed.isNew) await this.record(makeEvent(pushed.version), stamp)
      return JSON.stringify({ version: pushed.version, changes: pushed.changes })
    } catch (error) {
      throw this.#storageProblem(error)
    }
  }

  /** Signs what is stored, if there is anything new or the last signature is old. */
  async signIfDue(): Promise<void> {
    if (this.#sealed || this.#size === 0) return
    const idle = this.#size === (this.#newest?.size ?? 0)
    if (idle && this.#parts.now() - this.#signedAtMs < idleSigningMs) return
    await this.#trySigning()
  }

  /** Signs a checkpoint of everything stored now. */
  async sign(): Promise<SignedCheckpoint> {
    const { journal, signer, crypto } = this.#parts
    const size = this.#size
    const note = await signer.sign({ size, root: await rootOf(size, journal, crypto) })
    await journal.saveCheckpoint(size, note)
    this.#newest = readCheckpoint(note)
    this.#signedAtMs = this.#parts.now()
    return this.#newest
  }

  async close(): Promise<void> {
    if (!this.#sealed && this.#size > (this.#newest?.size ?? 0)) await this.#trySigning()
    await this.#parts.journal.close()
  }

  async #store(rows: readonly AppendRow[]) {
    if (rows.length === 0) return []
    const outcomes = await this.#parts.journal.append(rows)
    this.#full = false
    this.#size += outcomes.filter((outcome) => outcome.status === 'stored').length
    return outcomes
  }

  /** A full disk delays a checkpoint and nothing else; anything else that keeps us from signing seals the trail. */
  async #trySigning(): Promise<void> {
    if (this.#sealed) return
    try {
      await this.sign()
    } catch (error) {
      this.#storageProblem(error)
    }
  }

  async #recordConflicts(opened: readonly OpenedCall[]): Promise<void> {
    const nowMs = this.#parts.now()
    const rows = opened
      .flatMap((one) => one.conflicts())
      .map(({ row, seq }) => conflictEvent(row.id, seq, row.contentDigest, nowMs))
      .map(({ event, ledger }) => this.#intake.own(event, this.#catalogues.newest, { ledger }))
    await this.#storeOwn(rows)
  }

  /** The answer does not depend on these: what was stored is stored, and a doubt seals the trail for the next call. */
  async #storeOwn(rows: readonly AppendRow[]): Promise<void> {
    try {
      await this.#store(rows)
    } catch (error) {
      this.#storageProblem(error)
    }
  }

  async #answer(one: OpenedCall): Promise<AppendAnswer> {
    if (one.failed) return this.#early(one)
    const { call } = one
    const checkpoint = this.#newest
    const { status, text } = writeAnswer(one.results, {
      trail: this.facts.name,
      requestId: call.requestId,
      single: one.single,
      checkpoint,
      ...(await this.#receiptsFor(one, checkpoint)),
    })
    return { status, text, counts: countsOf(one, this.#size) }
  }

  /** A hash that cannot be read costs the receipts, never the answer: the events are stored, and the next call is refused. */
  async #receiptsFor(one: OpenedCall, checkpoint: SignedCheckpoint | undefined) {
    const { seen, key, waitForCheckpoint } = one.call
    try {
      return {
        consistency: seen && (await this.#consistency(seen, key)),
        proofs: waitForCheckpoint && checkpoint ? await this.#proofs(one, checkpoint) : undefined,
      }
    } catch (error) {
      this.#storageProblem(error)
      return { consistency: undefined, proofs: undefined }
    }
  }

  async #consistency(seen: SeenCheckpoint, key: string): Promise<string> {
    const answer = await this.#receipts.consistency(seen, this.#newest?.size ?? 0)
    if ('failed' in answer) {
      const event = disputeEvent(seen, key, answer.failed, this.#parts.now())
      await this.#storeOwn([this.#intake.own(event, this.#catalogues.newest, {})])
    }
    return JSON.stringify(answer)
  }

  async #proofs(one: OpenedCall, { size, note }: SignedCheckpoint): Promise<ReadonlyMap<number, string>> {
    const proofs = new Map<number, string>()
    const known: KnownRoots = new Map()
    for (const [at, result] of one.results.entries()) {
      if ((result.status !== 'stored' && result.status !== 'duplicate') || result.seq >= size) continue
      const record = await this.#recordAt(one, result, at)
      const hashes = await this.#receipts.inclusion(result.seq, size, known)
      proofs.set(at, formatTlogProof({ ...(record === undefined ? {} : { record }), index: result.seq, hashes, note }))
    }
    return proofs
  }

  /** R of a result: at hand for what was just stored, from the journal for a duplicate. */
  async #recordAt(one: OpenedCall, result: Result & { readonly seq: number }, at: number): Promise<string | undefined> {
    const sealed = result.status === 'stored' ? one.rowAt(at)?.sealed : undefined
    if (sealed) return recordText(sealedSlots(sealed, this.#parts.crypto))
    const [stored] = await this.#parts.journal.read({
      from: result.seq,
      to: result.seq + 1,
      limit: 1,
      order: 'asc',
      which: 'all',
    })
    return stored?.state === 'present' ? recordText(stored.slots) : undefined
  }

  #early(one: OpenedCall): AppendAnswer {
    return refusalAnswer(one.call, one.failed ?? new HttpProblem('internal_error'), one.defect)
  }

  #sealedProblem(): HttpProblem {
    return sealProblem(this.#sealed ?? { code: 'sealed', because: '' })
  }

  /** What a failed write means for the caller; seals the trail where the store is in doubt. */
  #storageProblem(error: unknown): HttpProblem {
    if (error instanceof HttpProblem) return error
    if (error instanceof StorageFull) {
      this.#full = true
      const detail = 'The disk of the server is full. Nothing of this call was stored; send it again later.'
      return new HttpProblem('storage_full', detail, { headers: { 'Retry-After': '10' } })
    }
    if (error instanceof JournalInDoubt || error instanceof JournalDamaged) {
      const because = `The disk of the trail failed while it was written (${error.message}) It takes no more events until the server has been started again, which checks the end of the trail first. Send what was not answered again then; nothing is stored twice.`
      this.seal('storage_fault', because)
      return this.#sealedProblem()
    }
    throw error
  }
}
