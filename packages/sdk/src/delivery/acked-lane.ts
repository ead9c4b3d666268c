import type { EventInput } from '@daybook/core'
import { RecordRefused, RecordUnanswered } from '../record-error.ts'
import { readAnswer } from './answer.ts'
import type { Bounds } from './bounds.ts'
import type { Receipt } from './delivery.ts'
import type { NetAnswer, Ports } from './ports.ts'
import { reasonOf } from './producer.ts'

/**
 * *No record, no action*: goes at once, beside the queue, and is tried again under the same id within its time. An event
 * without an answer is not kept: the caller was told that nobody can say, and will not act; delivering it hours later
 * would record what was not done. Recording it again with its id settles it.
 */
export class AckedLane {
  readonly #ports: Pick<Ports, 'clock' | 'rng' | 'net'>
  readonly #bounds: Bounds
  readonly #timeoutMs: number
  /** Calls off of those waiting for their next attempt. */
  readonly #waits = new Set<() => void>()
  #isClosed = false
  unanswered = 0

  constructor(ports: Pick<Ports, 'clock' | 'rng' | 'net'>, bounds: Bounds, timeoutMs: number) {
    this.#ports = ports
    this.#bounds = bounds
    this.#timeoutMs = timeoutMs
  }

  async record({ producer: _, ...event }: EventInput): Promise<Receipt> {
    this.unanswered++
    try {
      return await this.#tryUntil(event, this.#ports.clock.monotonic() + this.#timeoutMs)
    } finally {
      this.unanswered--
    }
  }

  /** Ends the attempts; whoever waits is told that nobody can say. */
  close(): void {
    this.#isClosed = true
    for (const stop of this.#waits) stop()
  }

  async #tryUntil(event: EventInput, deadlineMs: number): Promise<Receipt> {
    const { clock, rng } = this.#ports
    const body = JSON.stringify(event)
    for (let attempt = 1; ; attempt++) {
      const left = deadlineMs - clock.monotonic()
      if (left <= 0 || this.#isClosed) throw unanswered(event.id, 'in time')
      const said = await this.#try(event.id, body, left)
      if ('seq' in said) return said
      const bound = Math.min(this.#bounds.retryMostMs, this.#bounds.retryFirstMs * 2 ** attempt)
      const delay = Math.max(this.#bounds.retryFirstMs, rng.next() * bound, said.retryAfterMs)
      if (this.#isClosed || clock.monotonic() + delay >= deadlineMs) throw unanswered(event.id, said.because)
      await this.#wait(delay)
    }
  }

  async #try(
    id: string,
    body: string,
    timeoutMs: number,
  ): Promise<Receipt | { readonly because: string; readonly retryAfterMs: number }> {
    let answer: NetAnswer
    try {
      answer = await this.#ports.net.post({
        path: '/events',
        contentType: 'application/json',
        headers: {},
        body,
        timeoutMs: Math.min(timeoutMs, this.#bounds.requestMs),
      })
    } catch (error) {
      return { because: reasonOf(error), retryAfterMs: 0 }
    }
    const read = readAnswer(answer, [id], this.#ports.clock.now())
    if (read.kind === 'none') return { because: read.because, retryAfterMs: read.retryAfterMs ?? 0 }
    const problem = read.kind === 'results' ? undefined : read.problem
    const [result] = read.kind === 'results' ? read.results : []
    if (result && 'seq' in result) return { id, seq: result.seq, hash: result.hash }
    const { code, detail, pointer } =
      problem ?? (result && 'problem' in result ? result.problem : { code: 'internal_error', detail: '', pointer: undefined })
    throw new RecordRefused(code, detail, pointer)
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((done) => {
      const finish = (): void => {
        this.#waits.delete(finish)
        callOff()
        done()
      }
      const callOff = this.#ports.clock.timer(delayMs, finish, true)
      this.#waits.add(finish)
    })
  }
}

const unanswered = (id: string, because: string): RecordUnanswered =>
  new RecordUnanswered(`Nobody can say whether the event is stored (${because}); record it again with the id ${id}.`)
