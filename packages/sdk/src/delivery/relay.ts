import type { EventInput } from '@daybook/core'
import { type BatchAnswer, type EventProblem, readAnswer } from './answer.ts'
import type { Bounds } from './bounds.ts'
import { fitting } from './byte-queue.ts'
import { Courier, isoTime } from './courier.ts'
import { addNumbers, gapEvent, isLoss, noLosses } from './gaps.ts'
import type { AlarmCode } from './health.ts'
import type { NetAnswer, Ports } from './ports.ts'
import { reasonOf } from './producer.ts'

/** An event that its application has committed; its text never changes again. */
export interface CommittedRow {
  readonly n: number
  readonly id: string
  readonly text: string
  readonly bytes: number
}
export interface RefusedRow {
  readonly row: CommittedRow
  readonly at: string
  readonly problem: EventProblem
}

/** What the relay asks of an outbox. Calls answer at once; `undefined` and `false` mean: not now. */
export interface CommittedEvents {
  /** True when there may be something to send; may speak of what is not committed yet. */
  hasAny(): boolean
  waiting(): number
  /** The oldest committed events, with numbers that stay theirs. */
  next(most: number): readonly CommittedRow[] | undefined
  /** Takes out what is on the trail, keeps what was refused aside, and puts in the account of that, all at once. */
  settle(done: readonly CommittedRow[], refused: readonly RefusedRow[], account?: EventInput): boolean
}

const pollMs = 250
/** Between attempts while another connection writes, or the application has a transaction open. */
const busyMostMs = 5_000

/**
 * Sends what an outbox holds, in order, one request at a time, and takes it out when it is answered for. After a crash
 * anywhere the same events are sent with the same ids and numbers, and the trail knows them.
 */
export class Relay {
  readonly #ports: Ports
  readonly #outbox: CommittedEvents
  readonly #bounds: Bounds
  readonly #courier: Courier
  readonly #alarm: (code: AlarmCode, message: string) => void
  #callOff: (() => void) | undefined
  #unsettled:
    | {
        readonly done: readonly CommittedRow[]
        readonly refused: readonly RefusedRow[]
        readonly account: EventInput | undefined
      }
    | undefined
  #isSending = false
  #isClosed = false
  #refused = 0
  #waiting = 0
  #isFailing = false
  /** How long the next attempt waits for a database that is in use. */
  #busyMs = pollMs

  constructor(
    ports: Ports,
    outbox: CommittedEvents,
    parts: { readonly bounds: Bounds; readonly alarm: (code: AlarmCode, message: string) => void },
  ) {
    this.#ports = ports
    this.#outbox = outbox
    this.#bounds = parts.bounds
    this.#courier = new Courier(parts.bounds, ports.rng)
    this.#alarm = parts.alarm
    this.#later(0)
  }

  health(): {
    readonly events: number
    readonly refused: number
    readonly lastError?: { readonly at: string; readonly message: string }
  } {
    this.#waiting = this.#ask(() => this.#outbox.waiting(), this.#waiting)
    const { lastError } = this.#courier
    return { events: this.#waiting, refused: this.#refused, ...(lastError ? { lastError } : {}) }
  }

  /** True once nothing is left to send or to take out. */
  get isIdle(): boolean {
    return !this.#isSending && this.#unsettled === undefined && !this.#ask(() => this.#outbox.hasAny(), true)
  }

  /** The application's database did not do what it was asked last: closed, or without our tables. */
  get isFailing(): boolean {
    return this.#isFailing
  }

  /** Tries at once, whatever was planned. */
  hurry(): void {
    this.#courier.hurry()
    this.#busyMs = pollMs
    this.#later(0)
  }

  close(): void {
    this.#isClosed = true
    this.#callOff?.()
  }

  #later(delayMs: number): void {
    this.#callOff?.()
    if (!this.#isClosed) this.#callOff = this.#ports.clock.timer(delayMs, () => void this.#turn())
  }

  async #turn(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    let afterMs = pollMs
    try {
      afterMs = await this.#sendOnce()
    } catch (error) {
      // The application's database did not do it; the rows are as they were.
      this.#courier.failed({ kind: 'none', because: reasonOf(error) }, this.#time())
      this.#failed(error)
    } finally {
      this.#isSending = false
    }
    const waitMs = this.#courier.notBeforeMs - this.#ports.clock.monotonic()
    this.#later(waitMs > 0 ? waitMs : afterMs)
  }

  /** Asks the application's database from a call that must not throw. */
  #ask<T>(question: () => T, instead: T): T {
    try {
      return question()
    } catch (error) {
      this.#courier.lastError = { at: isoTime(this.#time()), message: reasonOf(error) }
      this.#failed(error)
      return instead
    }
  }

  #failed(error: unknown): void {
    if (this.#isFailing) return
    this.#isFailing = true
    this.#alarm('outbox_failed', `The outbox's database fails, its events wait in it: ${reasonOf(error)}`)
  }

  /** The database is in use: less and less often, and never waiting for it. */
  #whenBusy(): number {
    const waitMs = this.#busyMs
    this.#busyMs = Math.min(busyMostMs, waitMs * 2)
    return waitMs
  }

  /** Answers how soon there may be more. */
  async #sendOnce(): Promise<number> {
    if (!this.#settled()) return this.#whenBusy()
    if (this.#ports.clock.monotonic() < this.#courier.notBeforeMs) return pollMs
    const all = this.#outbox.hasAny() ? this.#outbox.next(this.#courier.batchEvents) : []
    this.#isFailing = false
    if (!all) return this.#whenBusy()
    this.#busyMs = pollMs
    const rows = all.slice(0, fitting(all, this.#courier.batchEvents, this.#bounds.batchBytes))
    if (rows.length === 0) return pollMs
    const answer = await this.#ports.net
      .post({
        path: '/events',
        contentType: 'application/x-ndjson',
        headers: {},
        body: rows.map(({ text }) => text).join('\n'),
        timeoutMs: this.#bounds.requestMs,
      })
      .catch((error: unknown) => ({ failed: reasonOf(error) }))
    return this.#answered(rows, answer) ? 0 : pollMs
  }

  #answered(rows: readonly CommittedRow[], answer: NetAnswer | { readonly failed: string }): boolean {
    const time = this.#time()
    const ids = rows.map(({ id }) => id)
    const bytes = rows.reduce((sum, row) => sum + row.bytes, 0)
    const read: BatchAnswer =
      'failed' in answer ? { kind: 'none', because: answer.failed } : readAnswer(answer, ids, time.wallMs, bytes)
    switch (read.kind) {
      case 'none':
        this.#courier.failed(read, time)
        return false
      case 'denied':
        if (this.#courier.denied(read.problem, time))
          this.#alarm('paused', `The server does not take events: ${read.problem.detail}`)
        return false
      case 'whole':
        if (rows.length > 1) this.#courier.split(rows.length)
        else this.#take(rows, () => read.problem)
        return true
      case 'results':
        this.#courier.succeeded(time)
        this.#take(rows, (at) => {
          const result = read.results[at]
          return result && 'problem' in result ? result.problem : undefined
        })
        return true
    }
  }

  #take(rows: readonly CommittedRow[], problemOf: (at: number) => EventProblem | undefined): void {
    const at = isoTime(this.#time())
    const refused = rows.flatMap((row, index): readonly RefusedRow[] => {
      const problem = problemOf(index)
      return problem ? [{ row, at, problem }] : []
    })
    const isRefused = new Set(refused.map(({ row }) => row))
    this.#unsettled = { done: rows.filter((row) => !isRefused.has(row)), refused, account: this.#accountOf(refused) }
    this.#refused += refused.length
    if (refused.length > 0)
      this.#alarm('events_refused', 'The server refuses events of the outbox; they are kept in the table daybook_refused.')
    this.#settled()
  }

  /** Says on the trail which numbers will never come; of an account that was refused itself it says nothing more. */
  #accountOf(refused: readonly RefusedRow[]): EventInput | undefined {
    let losses = noLosses
    let producer = ''
    for (const { row } of refused) {
      const event = JSON.parse(row.text) as Required<Pick<EventInput, 'action' | 'producer'>>
      producer = event.producer.id
      const { seq } = event.producer
      if (event.action !== 'trail.gap') losses = addNumbers(losses, [seq, seq], 'refused')
    }
    const { wallMs } = this.#time()
    return isLoss(losses) ? gapEvent(losses, { id: this.#ports.rng.uuid(wallMs), producer, nowMs: wallMs }) : undefined
  }

  /** Takes out what was answered for; the application may be in a transaction, then later. */
  #settled(): boolean {
    const unsettled = this.#unsettled
    if (unsettled && !this.#outbox.settle(unsettled.done, unsettled.refused, unsettled.account)) return false
    this.#unsettled = undefined
    return true
  }

  #time() {
    return { monoMs: this.#ports.clock.monotonic(), wallMs: this.#ports.clock.now() }
  }
}
