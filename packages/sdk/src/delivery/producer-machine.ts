import { DiskWork } from './disk-work.ts'
import { gapAfterMs } from './gap-keeper.ts'
import type { Health } from './health.ts'
import { Intake } from './intake.ts'
import type { Effect, Input, Time } from './machine-port.ts'
import { type MachineOptions, MachineState } from './machine-state.ts'
import { Sending } from './sending.ts'
import type { WitnessMemory } from './witness.ts'

/**
 * One producer: queueing, group commit, batching, acknowledgement, retry, overflow, gaps and witness duty as a state
 * machine. It touches no clock, disk or network; the same inputs give the same effects, in production and in the
 * simulation alike. At most one disk job and one request are under way.
 */
export class ProducerMachine {
  readonly #s: MachineState
  readonly #intake: Intake
  readonly #work: DiskWork
  readonly #sending: Sending

  constructor(options: MachineOptions) {
    this.#s = new MachineState(options)
    this.#intake = new Intake(this.#s)
    this.#work = new DiskWork(this.#s)
    this.#sending = new Sending(this.#s)
  }

  step(input: Input, time: Time): readonly Effect[] {
    this.#s.time = time
    this.#s.effects = []
    this.#take(input)
    this.#advance()
    return this.#s.effects
  }

  /** When the next step is due by itself, monotonic; in the past when it is due now. */
  wakeAt(): number | undefined {
    if (this.#s.closed) return undefined
    const due: number[] = []
    const { monoMs } = this.#s.time
    for (const { atMs } of this.#s.waiting.items.slice(0, 1)) due.push(atMs + this.#s.bounds.roomWaitMs)
    if (!this.#s.job && this.#s.spool) {
      if (this.#s.disk === 'ok' && this.#s.pending.length > 0) due.push(this.#s.commitAtMs)
      if (this.#work.isSettleDirty) due.push(this.#s.disk === 'failed' ? this.#s.repairAtMs : this.#s.settleAtMs)
      if (this.#s.disk === 'failed') due.push(this.#s.repairAtMs)
      if (this.#s.spool.needsReading && !this.#s.closing) due.push(this.#s.readAtMs)
    }
    if (!this.#s.inFlight && !this.#s.closing) {
      const { notBeforeMs } = this.#s.courier
      if (this.#sending.hasSendable()) due.push(Math.max(this.#s.sendAtMs ?? monoMs, notBeforeMs))
      else if (this.#s.heartbeats && this.#s.spool)
        due.push(Math.max((this.#s.contactMs ?? monoMs) + this.#s.bounds.heartbeatMs, notBeforeMs))
      if (this.#s.gapSinceMs !== undefined) due.push(this.#s.gapSinceMs + gapAfterMs)
      if (this.#s.isRefillDue && this.#s.job?.name !== 'read') due.push(this.#s.refillAtMs)
    }
    return due.length === 0 ? undefined : Math.min(...due)
  }

  /** Events wait in memory for the commit that is next. */
  get isCommitDue(): boolean {
    return this.#s.disk === 'ok' && this.#s.pending.length > 0
  }

  /** What it saw of the trail last. */
  get seen(): WitnessMemory | undefined {
    return this.#s.witness.memory
  }

  #take(input: Input): void {
    switch (input.kind) {
      case 'spooled':
        this.#intake.admit(input.offer)
        return
      case 'memory':
        this.#intake.admitToMemory(input.offer)
        return
      case 'opened':
        this.#work.opened(input.folder, input.image)
        return
      case 'unopened':
        this.#work.unopened(input.because)
        return
      case 'disk':
        if (input.failed === undefined) this.#work.jobDone(input.bytes)
        else this.#work.jobFailed(input.failed)
        return
      case 'answer':
        this.#sending.answered(input.answer)
        return
      case 'refill':
        this.#s.isRefillDue = true
        return
      case 'seen':
        this.#s.witness.seenBy(input.memory)
        return
      case 'flush':
        this.#flush(input.token)
        return
      case 'close':
        this.#intake.beginClosing()
        return
      case 'wake':
        return
    }
  }

  #advance(): void {
    if (this.#s.closed) return
    this.#intake.expireWaiting()
    this.#intake.admitWaiting()
    if (this.#s.isRefillDue && this.#s.time.monoMs >= this.#s.refillAtMs) this.#sending.refill()
    this.#work.startJob()
    this.#sending.send()
    // What is sent may have finished a gap event, which goes to disk first.
    this.#work.startJob()
    this.#settleFlushes()
    if (this.#s.closing && !this.#s.job && !this.#s.inFlight) this.#end()
  }

  #flush(token: number): void {
    const numbered = (this.#s.spool?.next ?? 1) - 1 + this.#s.committing.length + this.#s.pending.length + this.#s.waiting.length
    this.#s.flushes.push({ token, seq: numbered, memory: this.#s.memoryTaken })
    this.#s.courier.hurry()
    this.#s.sendAtMs = undefined
  }

  #settleFlushes(): void {
    const waits = this.#s.pending.length + this.#s.committing.length + this.#s.waiting.length > 0
    const isEmpty = !waits && this.#s.memory.length === 0 && (this.#s.spool?.events ?? 0) === 0
    if (this.#s.gaps.waiting > 0) return
    this.#s.flushes = this.#s.flushes.filter(({ token, seq, memory }) => {
      const isDone = isEmpty || (!!this.#s.spool && this.#s.spool.acked >= seq && this.#s.memorySettled >= memory)
      if (isDone) this.#s.effects.push({ kind: 'flushed', token })
      return !isDone
    })
  }

  #end(): void {
    const isOpen = this.#s.disk === 'ok'
    if (isOpen && (this.#s.pending.length > 0 || this.#s.gaps.isDirty || this.#work.isSettleDirty)) return
    this.#s.closed = true
    for (const { ticket } of this.#s.pending.items)
      if (ticket !== undefined) this.#s.effects.push({ kind: 'kept', ticket, kept: 'shed' })
    this.#s.effects.push({ kind: 'closed' })
  }

  health(): Omit<Health, 'unanswered' | 'adopted' | 'elsewhere'> {
    const spool = this.#s.spool
    const { lastSuccess, lastError, paused, isRetrying } = this.#s.courier
    const memory = [...this.#s.committing, ...this.#s.pending.items, ...this.#s.memory.items]
    const oldest = Math.min(
      ...[...(spool?.window.slice(0, 1) ?? []), ...memory.slice(0, 1), ...this.#s.memory.items.slice(0, 1)].map(
        ({ wallMs }) => wallMs,
      ),
    )
    return {
      state: this.#s.closed
        ? 'closed'
        : this.#s.disk === 'opening'
          ? 'opening'
          : paused
            ? 'paused'
            : isRetrying
              ? 'retrying'
              : 'delivering',
      spooled: { events: spool?.events ?? 0, bytes: spool?.unackedBytes ?? 0 },
      memory: { events: memory.length, bytes: this.#s.memoryUsed - this.#s.waiting.bytes },
      waiting: this.#s.waiting.length,
      ...(Number.isFinite(oldest) ? { oldestWaiting: new Date(oldest).toISOString() } : {}),
      ...(lastSuccess === undefined ? {} : { lastSuccess }),
      ...(lastError === undefined ? {} : { lastError }),
      deadLetters: this.#s.dead.count,
      shed: this.#s.shed,
      gaps: this.#s.gaps.waiting,
      damaged: this.#s.damaged,
      ...(paused ? { paused } : {}),
      spool: {
        state: this.#s.disk,
        ...(spool ? { folder: spool.folder } : {}),
        ...(this.#s.diskBecause ? { because: this.#s.diskBecause } : {}),
      },
      witness: this.#s.witness.health,
      ...(spool ? { producer: spool.producer } : {}),
    }
  }
}
