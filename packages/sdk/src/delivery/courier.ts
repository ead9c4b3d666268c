import type { BatchAnswer, EventProblem } from './answer.ts'
import type { Bounds } from './bounds.ts'
import type { Time } from './machine-port.ts'
import type { Rng } from './ports.ts'

/** When the next request may go and how much it may carry: retries, pauses, splitting. */
export class Courier {
  readonly #bounds: Bounds
  readonly #rng: Rng
  #attempt = 0
  #notBeforeMs = 0
  /** What the server asked for: nobody is in such a hurry. */
  #askedMs = 0
  #paused: { readonly since: string; readonly because: string } | undefined
  /** Events a request may carry; less after the server took no body of a size. */
  batchEvents: number
  lastSuccess: string | undefined
  lastError: { readonly at: string; readonly message: string } | undefined

  constructor(bounds: Bounds, rng: Rng) {
    this.#bounds = bounds
    this.#rng = rng
    this.batchEvents = bounds.batchEvents
  }

  get notBeforeMs(): number {
    return this.#notBeforeMs
  }

  get paused(): { readonly since: string; readonly because: string } | undefined {
    return this.#paused
  }

  get isRetrying(): boolean {
    return this.#attempt > 0
  }

  succeeded(time: Time): void {
    this.#attempt = 0
    this.#notBeforeMs = 0
    this.#paused = undefined
    this.batchEvents = Math.min(this.#bounds.batchEvents, this.batchEvents * 2)
    this.lastSuccess = isoTime(time)
  }

  /** The body was too much, or one of its events spoils it: half of it next, at once. */
  split(events: number): void {
    this.batchEvents = Math.max(1, Math.ceil(events / 2))
    this.#attempt = 0
    this.#notBeforeMs = 0
  }

  /** Full jitter: any time up to the bound that doubles with each attempt, so that many producers do not come back together. */
  failed({ because, retryAfterMs = 0 }: Extract<BatchAnswer, { kind: 'none' }>, time: Time): void {
    const { retryFirstMs, retryMostMs, retryAfterMostMs } = this.#bounds
    this.#attempt++
    const bound = Math.min(retryMostMs, retryFirstMs * 2 ** Math.min(this.#attempt, 30))
    this.#askedMs = time.monoMs + Math.min(retryAfterMs, retryAfterMostMs)
    this.#notBeforeMs = Math.max(this.#askedMs, time.monoMs + Math.max(retryFirstMs, this.#rng.next() * bound))
    this.lastError = { at: isoTime(time), message: because }
  }

  /** True when this is news. */
  denied({ code, detail }: EventProblem, time: Time): boolean {
    const isNews = this.#paused === undefined
    const because = `${code}: ${detail}`
    this.#paused ??= { since: isoTime(time), because }
    this.#notBeforeMs = time.monoMs + this.#bounds.pausedMs * (0.5 + this.#rng.next() / 2)
    this.lastError = { at: isoTime(time), message: because }
    return isNews
  }

  /** Somebody waits: the next attempt is made as soon as the server wants it. */
  hurry(): void {
    this.#notBeforeMs = Math.min(this.#notBeforeMs, this.#askedMs)
  }
}

export const isoTime = ({ wallMs }: { readonly wallMs: number }): string => new Date(wallMs).toISOString()
