import { limits, type Policy, utf8Bytes } from '@daybook/core'
import { type BatchAnswer, type EventProblem, readAnswer } from './answer.ts'
import { type Bounds, shareOf } from './bounds.ts'
import { ByteQueue, fitting } from './byte-queue.ts'
import { Courier, isoTime } from './courier.ts'
import { DeadLetters } from './dead-letters.ts'
import { GapKeeper } from './gap-keeper.ts'
import { gapEvent, type LossCause, noLosses } from './gaps.ts'
import type { AlarmCode, Health } from './health.ts'
import {
  type Effect,
  type Input,
  type Line,
  type NumberedLine,
  type Offer,
  replaceSteps,
  type Step,
  type Time,
} from './machine-port.ts'
import type { NetAnswer, Rng } from './ports.ts'
import { isWithin, type NumberRange, type Segment, type SpoolImage } from './recover.ts'
import { type Commit, Spool } from './spool.ts'
import { type SpoolState, stateFile } from './spool-state.ts'
import type { Seen, Sentinel } from './witness.ts'
import { WitnessDuty } from './witness-duty.ts'

/** What the disk is doing. One thing at a time, so that it is known what a crash can leave. */
type Job =
  | { readonly name: 'commit'; readonly commit: Commit }
  | { readonly name: 'gaps'; readonly tickets: readonly number[]; readonly saved: () => void }
  | { readonly name: 'settle'; readonly saved: () => void }
  | { readonly name: 'unlink'; readonly segments: readonly Segment[] }
  | { readonly name: 'read'; readonly segment: Segment }
  | { readonly name: 'repair'; readonly saved: () => void }

type Item =
  | { readonly from: 'gap' | 'memory'; readonly line: Line }
  | { readonly from: 'sentinel'; readonly line: Line; readonly sentinel: Sentinel }
  | { readonly from: 'spool'; readonly line: NumberedLine }

type InFlight =
  | { readonly what: 'batch'; readonly items: readonly Item[]; readonly asked: Seen | undefined }
  | { readonly what: 'heartbeat' }

export interface MachineOptions {
  readonly bounds: Bounds
  readonly rng: Rng
  readonly policy?: Policy
  /** Says that it is alive while it has nothing to send. Not for the folder of an ended process. */
  readonly heartbeats: boolean
}

/** Alarms of a kind are raised this far apart at most. */
const alarmEveryMs = 60_000
const refillEveryMs = 60_000
/** Losses are counted for this long before they are told, so that a burst is one event. */
const gapAfterMs = 1_000
/** A folder is marked while events are in memory only, and for this long after. */
const memoryMarkMs = 5_000

/**
 * One producer: queueing, group commit, batching, acknowledgement, retry, overflow, gaps and witness duty as a state
 * machine. It touches no clock, disk or network; the same inputs give the same effects, in production and in the
 * simulation alike. At most one disk job and one request are under way.
 */
export class ProducerMachine {
  readonly #bounds: Bounds
  readonly #rng: Rng
  readonly #heartbeats: boolean
  readonly #courier: Courier
  readonly #gaps = new GapKeeper()
  readonly #dead = new DeadLetters()
  readonly #witness: WitnessDuty
  readonly #pending = new ByteQueue<Offer>()
  readonly #waiting = new ByteQueue<Offer>()
  readonly #memory = new ByteQueue<Line>()
  #committing: readonly Offer[] = []
  #memoryTaken = 0
  #memorySettled = 0
  #memoryUsedMs = 0
  #memorySince: string | undefined
  #savedMemorySince: string | undefined
  #spool: Spool | undefined
  #disk: 'opening' | 'ok' | 'failed' | 'none' = 'opening'
  #diskBecause: string | undefined
  #job: Job | undefined
  #commitAtMs = 0
  #settleAtMs = 0
  #repairAtMs = 0
  #readAtMs = 0
  #undo: readonly Step[] = []
  /** Events taken out of a failed commit are not sent before the commit was taken back, or that was tried. */
  #holdsMemory = false
  /** Losses by damage whose gap event is not durable yet: the watermark does not pass them. */
  #untoldFrom: readonly number[] = []
  /** Losses that have a gap event, on disk or on the way there. */
  #told: readonly NumberRange[] = []
  #damaged = 0
  #inFlight: InFlight | undefined
  #sendAtMs: number | undefined
  #contactMs: number | undefined
  #gapSinceMs: number | undefined
  #shed = 0
  #refillAtMs = 0
  #isRefillDue = false
  #flushes: { readonly token: number; seq: number; memory: number }[] = []
  readonly #alarmedMs = new Map<AlarmCode, number>()
  #closing = false
  #closed = false
  #time: Time = { monoMs: 0, wallMs: 0 }
  #effects: Effect[] = []

  constructor({ bounds, rng, policy, heartbeats }: MachineOptions) {
    this.#bounds = bounds
    this.#rng = rng
    this.#heartbeats = heartbeats
    this.#courier = new Courier(bounds, rng)
    this.#witness = new WitnessDuty(policy)
  }

  step(input: Input, time: Time): readonly Effect[] {
    this.#time = time
    this.#effects = []
    this.#take(input)
    this.#advance()
    return this.#effects
  }

  /** When the next step is due by itself, monotonic; in the past when it is due now. */
  wakeAt(): number | undefined {
    if (this.#closed) return undefined
    const due: number[] = []
    const { monoMs } = this.#time
    for (const { atMs } of this.#waiting.items.slice(0, 1)) due.push(atMs + this.#bounds.roomWaitMs)
    if (!this.#job && this.#spool) {
      if (this.#disk === 'ok' && this.#pending.length > 0) due.push(this.#commitAtMs)
      if (this.#isSettleDirty) due.push(this.#disk === 'failed' ? this.#repairAtMs : this.#settleAtMs)
      if (this.#disk === 'failed') due.push(this.#repairAtMs)
      if (this.#spool.needsReading && !this.#closing) due.push(this.#readAtMs)
    }
    if (!this.#inFlight && !this.#closing) {
      const { notBeforeMs } = this.#courier
      if (this.#hasSendable()) due.push(Math.max(this.#sendAtMs ?? monoMs, notBeforeMs))
      else if (this.#heartbeats && this.#spool)
        due.push(Math.max((this.#contactMs ?? monoMs) + this.#bounds.heartbeatMs, notBeforeMs))
      if (this.#gapSinceMs !== undefined) due.push(this.#gapSinceMs + gapAfterMs)
      if (this.#isRefillDue && this.#job?.name !== 'read') due.push(this.#refillAtMs)
    }
    return due.length === 0 ? undefined : Math.min(...due)
  }

  /** Events wait in memory for the commit that is next. */
  get isCommitDue(): boolean {
    return this.#disk === 'ok' && this.#pending.length > 0
  }

  #take(input: Input): void {
    switch (input.kind) {
      case 'spooled':
        this.#admit(input.offer)
        return
      case 'memory':
        this.#admitToMemory(input.offer)
        return
      case 'opened':
        this.#opened(input.folder, input.image)
        return
      case 'unopened':
        this.#unopened(input.because)
        return
      case 'disk':
        if (input.failed === undefined) this.#jobDone(input.bytes)
        else this.#jobFailed(input.failed)
        return
      case 'answer':
        this.#answered(input.answer)
        return
      case 'refill':
        this.#isRefillDue = true
        return
      case 'flush':
        this.#flush(input.token)
        return
      case 'close':
        this.#beginClosing()
        return
      case 'wake':
        return
    }
  }

  #advance(): void {
    if (this.#closed) return
    this.#expireWaiting()
    this.#admitWaiting()
    if (this.#isRefillDue && this.#time.monoMs >= this.#refillAtMs) this.#refill()
    this.#startJob()
    this.#send()
    // What is sent may have finished a gap event, which goes to disk first.
    this.#startJob()
    this.#settleFlushes()
    if (this.#closing && !this.#job && !this.#inFlight) this.#end()
  }

  // ── room ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  get #memoryUsed(): number {
    return (
      this.#pending.bytes + this.#memory.bytes + this.#waiting.bytes + this.#committing.reduce((sum, { bytes }) => sum + bytes, 0)
    )
  }

  #causeOfNoRoom({ bytes, severity }: Offer, lane: 'disk' | 'memory'): LossCause | undefined {
    const share = shareOf[severity]
    if (this.#memoryUsed - this.#waiting.bytes + bytes > this.#bounds.memoryBytes * share) return 'memory_bound'
    if (lane === 'memory' || !this.#spool) return undefined
    const onDisk = this.#spool.unackedBytes + this.#dead.bytes + this.#pending.bytes
    return onDisk + bytes > (this.#bounds.diskBytes - 2 * this.#bounds.segmentBytes) * share ? 'disk_bound' : undefined
  }

  #admit(offer: Offer): void {
    if (this.#closing) {
      this.#lose(offer, 'process_ended')
      return
    }
    if (this.#refuseOversized(offer)) return
    if (this.#disk === 'failed' || this.#disk === 'none') {
      this.#admitToMemory(offer)
      return
    }
    const cause = this.#waiting.length > 0 ? 'disk_bound' : this.#causeOfNoRoom(offer, 'disk')
    if (cause === undefined) {
      this.#pending.push(offer)
      return
    }
    if (offer.severity === 'high' && this.#waiting.bytes + offer.bytes <= this.#bounds.memoryBytes / 4) this.#waiting.push(offer)
    else this.#lose(offer, cause)
  }

  #admitToMemory(offer: Offer): void {
    if (this.#closing) {
      this.#lose(offer, 'process_ended')
      return
    }
    if (this.#refuseOversized(offer)) return
    const cause = this.#causeOfNoRoom(offer, 'memory')
    if (cause !== undefined) {
      this.#lose(offer, cause)
      return
    }
    this.#keepInMemory(offer)
  }

  #keepInMemory({ id, json, bytes, wallMs, ticket }: Offer): void {
    this.#memory.push({ id, text: json, bytes, wallMs })
    this.#memoryTaken++
    this.#memoryUsedMs = this.#time.monoMs
    this.#memorySince ??= isoTime(this.#time)
    if (ticket !== undefined) this.#effects.push({ kind: 'kept', ticket, kept: 'memory' })
  }

  /** Larger than any server takes: it is refused here, so that it does not stand in the way of the others. */
  #refuseOversized(offer: Offer): boolean {
    if (offer.bytes <= limits.eventBytes) return false
    const detail = `The event has ${offer.bytes} bytes; the server takes ${limits.eventBytes}.`
    this.#refuse(offer.json, { code: 'event_too_large', detail })
    if (offer.ticket !== undefined) this.#effects.push({ kind: 'kept', ticket: offer.ticket, kept: 'shed' })
    return true
  }

  #lose(offer: Offer, cause: LossCause): void {
    this.#shed++
    this.#gapSinceMs ??= this.#time.monoMs
    const onDisk = this.#disk === 'ok'
    this.#gaps.lose(offer, cause, onDisk)
    if (!onDisk && offer.ticket !== undefined) this.#effects.push({ kind: 'kept', ticket: offer.ticket, kept: 'shed' })
    this.#alarm(
      'events_shed',
      'Events are not kept: there is no room for them. They are counted, and the trail will say how many.',
    )
  }

  #expireWaiting(): void {
    const first = this.#waiting.first
    if (!first || this.#time.monoMs < first.atMs + this.#bounds.roomWaitMs) return
    for (const offer of this.#waiting.take(1, first.bytes)) this.#lose(offer, 'too_long_for_room')
    this.#expireWaiting()
  }

  #admitWaiting(): void {
    for (
      let first = this.#waiting.first;
      first && this.#causeOfNoRoom(first, 'disk') === undefined;
      first = this.#waiting.first
    ) {
      this.#waiting.take(1, first.bytes)
      if (this.#disk === 'ok' || this.#disk === 'opening') this.#pending.push(first)
      else this.#keepInMemory(first)
    }
  }

  // ── disk ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  #opened(folder: string, image: SpoolImage): void {
    this.#disk = 'ok'
    this.#spool = new Spool(this.#bounds, folder, image)
    this.#gaps.opened(image.gaps)
    this.#dead.opened(image.state.deadLetters, image.deadBytes)
    this.#witness.opened(image.witness)
    this.#savedMemorySince = image.state.memorySince
    const { producer, memorySince } = image.state
    if (memorySince) this.#gaps.loseUnknown(memorySince, { rng: this.#rng, producer, nowMs: this.#time.wallMs })
    if (this.#gaps.isDirty) this.#gapSinceMs = this.#time.monoMs - gapAfterMs
    this.#told = image.told
    this.#tellDamage(image.lost)
    if (this.#witness.isRefillDue) this.#isRefillDue = true
  }

  #unopened(because: string): void {
    this.#disk = 'none'
    this.#diskBecause = because
    if (because !== '') this.#alarm('spool_failed', `The spool cannot be used, events are kept in memory only: ${because}`)
    this.#moveToMemory(this.#pending.take(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY))
  }

  #moveToMemory(offers: readonly Offer[]): void {
    for (const offer of offers) this.#keepInMemory(offer)
  }

  get #isSettleDirty(): boolean {
    const spool = this.#spool
    if (!spool) return false
    const marks = this.#memoryMark !== this.#savedMemorySince
    return this.#watermark(spool) !== spool.savedAcked || this.#dead.isDirty || this.#witness.isDirty || marks
  }

  get #memoryMark(): string | undefined {
    const isQuiet = this.#memory.length === 0 && this.#time.monoMs >= this.#memoryUsedMs + memoryMarkMs
    return isQuiet || (this.#closing && this.#memory.length === 0) ? undefined : this.#memorySince
  }

  /** As far as the watermark may go: it never falls back on disk, and passes no loss that is not told. */
  #watermark(spool: Spool): number {
    return Math.max(spool.savedAcked, Math.min(spool.acked, ...this.#untoldFrom.map((seq) => seq - 1)))
  }

  #startJob(): void {
    const spool = this.#spool
    if (this.#job || !spool || this.#closed) return
    const next = this.#disk === 'failed' ? (this.#repairJob(spool) ?? this.#dueRead(spool)) : this.#nextJob(spool)
    if (!next) return
    this.#job = next.job
    this.#effects.push({ kind: 'disk', steps: next.steps })
  }

  #nextJob(spool: Spool): { readonly job: Job; readonly steps: readonly Step[] } | undefined {
    const { monoMs } = this.#time
    const read = this.#dueRead(spool)
    if (read) return read
    if (this.#pending.length > 0 && (monoMs >= this.#commitAtMs || this.#closing)) return this.#commitJob(spool)
    if (this.#gaps.isDirty) {
      const { steps, ...saving } = this.#gaps.save(spool.folder)
      return { job: { name: 'gaps', ...saving }, steps }
    }
    if (this.#isSettleDirty && (monoMs >= this.#settleAtMs || this.#closing)) {
      const { steps, saved } = this.#settleSteps(spool)
      return { job: { name: 'settle', saved }, steps }
    }
    const segments = spool.expendable(monoMs, this.#pending.bytes)
    if (segments.length === 0) return undefined
    return { job: { name: 'unlink', segments }, steps: segments.map(({ file }) => ({ do: 'unlink', file })) }
  }

  #dueRead(spool: Spool): { readonly job: Job; readonly steps: readonly Step[] } | undefined {
    if (!spool.needsReading || this.#time.monoMs < this.#readAtMs || this.#closing) return undefined
    const hole = spool.skipHole()
    this.#tellDamage(hole)
    const segment = spool.segmentToRead()
    return segment && { job: { name: 'read', segment }, steps: [{ do: 'read', file: segment.file }] }
  }

  #commitJob(spool: Spool): { readonly job: Job; readonly steps: readonly Step[] } {
    this.#committing = this.#pending.take(Number.POSITIVE_INFINITY, this.#bounds.groupBytes)
    const commit = spool.commit(this.#committing)
    return { job: { name: 'commit', commit }, steps: commit.steps }
  }

  #settleSteps(spool: Spool): { readonly steps: readonly Step[]; readonly saved: () => void } {
    const { folder, producer, next } = spool
    const acked = this.#watermark(spool)
    const memorySince = this.#memoryMark
    const state: SpoolState = {
      version: 1,
      producer,
      acked,
      next,
      deadLetters: this.#dead.count,
      ...(memorySince === undefined ? {} : { memorySince }),
    }
    const dead = this.#dead.save(folder)
    const witness = this.#witness.save(folder)
    return {
      // Dead letters first: the watermark passes a refused event only when it lies there.
      steps: [...dead.steps, ...witness.steps, ...replaceSteps(folder, stateFile, utf8Bytes(`${JSON.stringify(state)}\n`))],
      saved: () => {
        dead.saved()
        witness.saved()
        spool.savedAcked = acked
        this.#savedMemorySince = memorySince
        if (memorySince === undefined && this.#memory.length === 0) this.#memorySince = undefined
      },
    }
  }

  /** Takes back what failed and tries the disk with the small files; only when that works does the spool take events again. */
  #repairJob(spool: Spool): { readonly job: Job; readonly steps: readonly Step[] } | undefined {
    if (this.#time.monoMs < this.#repairAtMs) return undefined
    this.#repairAtMs = this.#time.monoMs + this.#bounds.repairMs
    const { steps, saved } = this.#settleSteps(spool)
    return { job: { name: 'repair', saved }, steps: [...this.#undo, ...steps] }
  }

  #jobDone(bytes: Uint8Array | undefined): void {
    const job = this.#job
    this.#job = undefined
    switch (job?.name) {
      case 'commit':
        this.#committed(job.commit)
        return
      case 'gaps':
        job.saved()
        for (const ticket of job.tickets) this.#effects.push({ kind: 'kept', ticket, kept: 'shed' })
        return
      case 'settle':
        job.saved()
        this.#settleAtMs = this.#time.monoMs + this.#bounds.settleMs
        return
      case 'repair':
        job.saved()
        this.#undo = []
        this.#holdsMemory = false
        this.#disk = 'ok'
        this.#diskBecause = undefined
        this.#gaps.diskIsBack()
        return
      case 'unlink':
        this.#spool?.removed(job.segments)
        return
      case 'read': {
        const lost = this.#spool?.show(job.segment, bytes) ?? []
        this.#tellDamage(lost)
        return
      }
      case undefined:
        return
    }
  }

  #jobFailed(because: string): void {
    const job = this.#job
    this.#job = undefined
    this.#alarm('spool_failed', `The spool's disk fails, events are kept in memory: ${because}`)
    this.#diskBecause = because
    if (job?.name === 'read') {
      this.#readAtMs = this.#time.monoMs + this.#bounds.repairMs
      return
    }
    if (job?.name === 'repair') {
      this.#holdsMemory = false
      return
    }
    this.#disk = 'failed'
    this.#repairAtMs = this.#time.monoMs
    if (job?.name === 'commit') this.#commitFailed(job.commit)
    this.#moveToMemory(this.#pending.take(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY))
    // Nobody waits any longer for a loss to be written down: it is counted here until the disk is back.
    const { tickets } = job?.name === 'gaps' ? job : { tickets: [] }
    for (const ticket of this.#gaps.saveFailed(tickets)) this.#effects.push({ kind: 'kept', ticket, kept: 'shed' })
  }

  #committed(commit: Commit): void {
    this.#spool?.committed(commit)
    this.#committing = []
    this.#commitAtMs = this.#time.monoMs + this.#bounds.commitMs
    for (const { ticket, damage } of commit.offers) {
      if (ticket !== undefined) this.#effects.push({ kind: 'kept', ticket, kept: 'disk' })
      if (damage) this.#untoldFrom = this.#untoldFrom.filter((from) => from !== damage[0])
    }
  }

  #commitFailed(commit: Commit): void {
    this.#undo = this.#spool?.undo(commit) ?? []
    this.#holdsMemory = true
    this.#committing = []
    this.#moveToMemory(commit.offers)
  }

  #tellDamage(found: readonly NumberRange[]): void {
    const ranges = found.filter((range) => !isWithin(range, this.#told))
    if (ranges.length === 0) return
    this.#told = [...this.#told, ...ranges]
    for (const range of ranges) {
      const count = range[1] - range[0] + 1
      this.#damaged += count
      this.#untoldFrom = [...this.#untoldFrom, range[0]]
      const losses = { ...noLosses, count, causes: ['damaged' as const], ranges: [range] }
      const id = this.#rng.uuid(this.#time.wallMs)
      const event = gapEvent(losses, { id, producer: this.#spool?.producer ?? '', nowMs: this.#time.wallMs })
      const json = JSON.stringify(event)
      const { monoMs: atMs, wallMs } = this.#time
      const bytes = utf8Bytes(json).length
      this.#pending.push({
        id,
        action: event.action,
        occurredAt: event.occurredAt,
        json,
        bytes,
        severity: 'high',
        atMs,
        wallMs,
        damage: range,
      })
    }
    this.#alarm('spool_damaged', 'Part of the spool cannot be read. The events in it are lost; the trail will say which numbers.')
  }

  // ── network ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #hasSendable(): boolean {
    return (
      (this.#spool?.window.length ?? 0) > 0 || (this.#memory.length > 0 && !this.#holdsMemory) || this.#gaps.sendable.length > 0
    )
  }

  #send(): void {
    if (this.#inFlight || this.#closing) return
    const { monoMs } = this.#time
    if (this.#gapSinceMs !== undefined && monoMs >= this.#gapSinceMs + gapAfterMs) this.#finishGaps()
    if (monoMs < this.#courier.notBeforeMs) return
    if (!this.#hasSendable()) {
      this.#sendAtMs = undefined
      this.#heartbeat()
      return
    }
    this.#sendAtMs ??= monoMs + (this.#flushes.length > 0 ? 0 : this.#bounds.lingerMs)
    const isFull = (this.#spool?.window.length ?? 0) >= this.#courier.batchEvents
    if (monoMs < this.#sendAtMs && !isFull) return
    this.#sendAtMs = undefined
    this.#post(this.#batch())
  }

  #finishGaps(): void {
    const { wallMs } = this.#time
    this.#gaps.close(this.#rng, this.#spool?.producer ?? 'unspooled', wallMs)
    this.#gapSinceMs = this.#gaps.isCounting ? this.#time.monoMs : undefined
  }

  #batch(): readonly Item[] {
    // Not where a single event goes by itself, to find the one that the server cannot take.
    const sentinel = this.#courier.batchEvents > 1 ? this.#witness.sentinel : undefined
    const all: readonly Item[] = [
      ...(sentinel ? [sentinelItem(sentinel)] : []),
      ...this.#gaps.sendable.map((line): Item => ({ from: 'gap', line })),
      ...(this.#spool?.window ?? []).map((line): Item => ({ from: 'spool', line })),
      ...(this.#holdsMemory ? [] : this.#memory.items.slice(0, this.#courier.batchEvents)).map(
        (line): Item => ({ from: 'memory', line }),
      ),
    ]
    const count = fitting(
      all.map(({ line }) => line),
      this.#courier.batchEvents,
      this.#bounds.batchBytes,
    )
    return all.slice(0, count)
  }

  #post(items: readonly Item[]): void {
    const asked = this.#witness.seen
    this.#inFlight = { what: 'batch', items, asked }
    this.#effects.push({
      kind: 'post',
      request: {
        path: '/events',
        contentType: 'application/x-ndjson',
        headers: asked ? { 'daybook-checkpoint': `${asked.size} ${asked.root}` } : {},
        body: items.map(({ line }) => line.text).join('\n'),
        timeoutMs: this.#bounds.requestMs,
      },
    })
  }

  #heartbeat(): void {
    const spool = this.#spool
    const { monoMs } = this.#time
    this.#contactMs ??= monoMs
    if (!this.#heartbeats || !spool || monoMs < this.#contactMs + this.#bounds.heartbeatMs) return
    this.#contactMs = monoMs
    this.#inFlight = { what: 'heartbeat' }
    const body = JSON.stringify({ producer: { id: spool.producer, seq: spool.next - 1 } })
    const request = { path: '/heartbeat', contentType: 'application/json', headers: {}, body, timeoutMs: this.#bounds.requestMs }
    this.#effects.push({ kind: 'post', request })
  }

  #answered(answer: NetAnswer | { readonly failed: string }): void {
    const inFlight = this.#inFlight
    this.#inFlight = undefined
    this.#contactMs = this.#time.monoMs
    if (inFlight?.what === 'batch') this.#batchAnswered(inFlight.items, inFlight.asked, answer)
    else if ('failed' in answer) this.#courier.lastError = { at: isoTime(this.#time), message: answer.failed }
    else if (answer.status === 200) this.#courier.lastSuccess = isoTime(this.#time)
  }

  #batchAnswered(items: readonly Item[], asked: Seen | undefined, answer: NetAnswer | { readonly failed: string }): void {
    if ('failed' in answer) {
      this.#courier.failed({ kind: 'none', because: answer.failed }, this.#time)
      return
    }
    const ids = items.map(({ line }) => line.id)
    const read = readAnswer(answer, ids, this.#time.wallMs)
    switch (read.kind) {
      case 'none':
        this.#courier.failed(read, this.#time)
        return
      case 'denied':
        if (this.#courier.denied(read.problem, this.#time))
          this.#alarm('paused', `The server does not take events: ${read.problem.code}: ${read.problem.detail}`)
        return
      case 'whole':
        if (items.length > 1) {
          this.#courier.split(items.length)
          return
        }
        this.#courier.succeeded(this.#time)
        this.#settle(items, () => read.problem)
        return
      case 'results':
        this.#courier.succeeded(this.#time)
        this.#judge(items, asked, read)
        this.#settle(items, (at) => {
          const result = read.results[at]
          return result && 'problem' in result ? result.problem : undefined
        })
    }
  }

  #settle(items: readonly Item[], problemOf: (at: number) => EventProblem | undefined): void {
    const fromMemory = new Set<Line>()
    for (const [at, { from, line }] of items.entries()) {
      const problem = problemOf(at)
      // Sent again from the kept tail: what was refused before lies in the dead letters already.
      const isRepeat = from === 'spool' && line.seq <= (this.#spool?.savedAcked ?? 0)
      if (problem && !isRepeat && from !== 'sentinel') this.#refuse(line.text, problem)
      if (from === 'gap') this.#gaps.told(line.id)
      if (from === 'memory') fromMemory.add(line)
    }
    const last = items.findLast(({ from }) => from === 'spool')
    if (last?.from === 'spool') this.#spool?.settle(last.line.seq, this.#time.monoMs)
    if (!this.#isRefillDue && !this.#spool?.isRewound) this.#witness.refilled()
    this.#memory.remove(fromMemory)
    this.#memorySettled += fromMemory.size
    if (fromMemory.size > 0) this.#memoryUsedMs = this.#time.monoMs
    if (this.#gaps.isCounting) this.#gapSinceMs ??= this.#time.monoMs
  }

  #refuse(eventText: string, problem: EventProblem): void {
    this.#dead.add(eventText, problem, isoTime(this.#time))
    this.#alarm(
      'events_refused',
      `The server refuses events (${problem.code}); they are kept in the dead-letter file of the spool.`,
    )
  }

  #judge(items: readonly Item[], asked: Seen | undefined, answer: Extract<BatchAnswer, { kind: 'results' }>): void {
    const at = isoTime(this.#time)
    const [first] = items
    const [result] = answer.results
    const isAsked = first?.from === 'sentinel' && result !== undefined
    const because =
      this.#witness.judge(asked, answer, at) ?? (isAsked ? this.#witness.judgeSentinel(first.sentinel, result, at) : undefined)
    const newest = items.findLastIndex(({ from }, index) => from === 'spool' && 'seq' in (answer.results[index] ?? {}))
    const [line, receipt] = [items[newest]?.line, answer.results[newest]]
    if (line && receipt && 'seq' in receipt)
      this.#witness.stored({ id: line.id, text: line.text, seq: receipt.seq, hash: receipt.hash })
    if (because === undefined) return
    this.#alarm('witness_broken', `The server's trail is not the one that was seen before. ${because}`)
    this.#isRefillDue = true
  }

  /** Gives a trail that lost its end what is still here of it; what it has already it answers as a duplicate. */
  #refill(): void {
    this.#isRefillDue = false
    const isFree = !this.#inFlight && this.#job?.name !== 'read'
    if (!isFree) this.#isRefillDue = true
    else {
      this.#refillAtMs = this.#time.monoMs + refillEveryMs
      if (!this.#spool?.rewind()) this.#witness.refilled()
    }
  }

  // ── the end ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #flush(token: number): void {
    const numbered = (this.#spool?.next ?? 1) - 1 + this.#committing.length + this.#pending.length + this.#waiting.length
    this.#flushes.push({ token, seq: numbered, memory: this.#memoryTaken })
    this.#courier.hurry()
    this.#sendAtMs = undefined
  }

  #settleFlushes(): void {
    const waits = this.#pending.length + this.#committing.length + this.#waiting.length > 0
    const isEmpty = !waits && this.#memory.length === 0 && (this.#spool?.events ?? 0) === 0
    if (this.#gaps.waiting > 0) return
    this.#flushes = this.#flushes.filter(({ token, seq, memory }) => {
      const isDone = isEmpty || (!!this.#spool && this.#spool.acked >= seq && this.#memorySettled >= memory)
      if (isDone) this.#effects.push({ kind: 'flushed', token })
      return !isDone
    })
  }

  /** Whoever waits for room is not kept any longer; that is counted while there is still a disk to count on. */
  #beginClosing(): void {
    for (const offer of this.#waiting.take(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)) this.#lose(offer, 'process_ended')
    this.#closing = true
  }

  #end(): void {
    const isOpen = this.#disk === 'ok'
    if (isOpen && (this.#pending.length > 0 || this.#gaps.isDirty || this.#isSettleDirty)) return
    this.#closed = true
    for (const { ticket } of this.#pending.items)
      if (ticket !== undefined) this.#effects.push({ kind: 'kept', ticket, kept: 'shed' })
    this.#effects.push({ kind: 'closed' })
  }

  #alarm(code: AlarmCode, message: string): void {
    const last = this.#alarmedMs.get(code)
    if (last !== undefined && this.#time.monoMs < last + alarmEveryMs) return
    this.#alarmedMs.set(code, this.#time.monoMs)
    this.#effects.push({ kind: 'alarm', code, message })
  }

  health(): Omit<Health, 'unanswered' | 'adopted' | 'elsewhere'> {
    const spool = this.#spool
    const { lastSuccess, lastError, paused, isRetrying } = this.#courier
    const memory = [...this.#committing, ...this.#pending.items, ...this.#memory.items]
    const oldest = Math.min(
      ...[...(spool?.window.slice(0, 1) ?? []), ...memory.slice(0, 1), ...this.#memory.items.slice(0, 1)].map(
        ({ wallMs }) => wallMs,
      ),
    )
    return {
      state: this.#closed
        ? 'closed'
        : this.#disk === 'opening'
          ? 'opening'
          : paused
            ? 'paused'
            : isRetrying
              ? 'retrying'
              : 'delivering',
      spooled: { events: spool?.events ?? 0, bytes: spool?.unackedBytes ?? 0 },
      memory: { events: memory.length, bytes: this.#memoryUsed - this.#waiting.bytes },
      waiting: this.#waiting.length,
      ...(Number.isFinite(oldest) ? { oldestWaiting: new Date(oldest).toISOString() } : {}),
      ...(lastSuccess === undefined ? {} : { lastSuccess }),
      ...(lastError === undefined ? {} : { lastError }),
      deadLetters: this.#dead.count,
      shed: this.#shed,
      gaps: this.#gaps.waiting,
      damaged: this.#damaged,
      ...(paused ? { paused } : {}),
      spool: {
        state: this.#disk,
        ...(spool ? { folder: spool.folder } : {}),
        ...(this.#diskBecause ? { because: this.#diskBecause } : {}),
      },
      witness: this.#witness.health,
      ...(spool ? { producer: spool.producer } : {}),
    }
  }
}

const sentinelItem = (sentinel: Sentinel): Item => {
  const { id, text } = sentinel
  return { from: 'sentinel', sentinel, line: { id, text, bytes: utf8Bytes(text).length, wallMs: 0 } }
}
