import { utf8Bytes } from '@daybook/core'
import { type BatchAnswer, type EventProblem, readAnswer, readBeat } from './answer.ts'
import { fitting } from './byte-queue.ts'
import { isoTime } from './courier.ts'
import { gapAfterMs } from './gap-keeper.ts'
import { isWithin, type NumberRange } from './gaps.ts'
import type { Line } from './machine-port.ts'
import type { Item, MachineState } from './machine-state.ts'
import type { NetAnswer } from './ports.ts'
import type { Seen, Sentinel } from './witness.ts'

const refillEveryMs = 60_000

/** What goes over the network, one request at a time, and what its answer means. */
export class Sending {
  readonly #s: MachineState
  /** The newest event was just asked for by itself, and the next one may go by itself too. */
  #isSentinelAsked = false

  constructor(state: MachineState) {
    this.#s = state
  }

  hasSendable(): boolean {
    return (
      (this.#s.spool?.window.length ?? 0) > 0 ||
      (this.#s.memory.length > 0 && !this.#s.holdsMemory) ||
      this.#s.gaps.sendable.length > 0
    )
  }

  send(): void {
    if (this.#s.inFlight || this.#s.closing) return
    const { monoMs } = this.#s.time
    if (this.#s.gapSinceMs !== undefined && monoMs >= this.#s.gapSinceMs + gapAfterMs) this.#finishGaps()
    if (monoMs < this.#s.courier.notBeforeMs) return
    if (!this.hasSendable()) {
      this.#s.sendAtMs = undefined
      this.#heartbeat()
      return
    }
    this.#s.sendAtMs ??= monoMs + (this.#s.flushes.length > 0 ? 0 : this.#s.bounds.lingerMs)
    const isFull = (this.#s.spool?.window.length ?? 0) >= this.#s.courier.batchEvents
    if (monoMs < this.#s.sendAtMs && !isFull) return
    this.#s.sendAtMs = undefined
    this.#post(this.#batch())
  }

  #finishGaps(): void {
    const { wallMs } = this.#s.time
    this.#s.gaps.close(this.#s.rng, this.#s.spool?.producer ?? 'unspooled', wallMs)
    this.#s.gapSinceMs = this.#s.gaps.isCounting ? this.#s.time.monoMs : undefined
  }

  #batch(): readonly Item[] {
    // A single event goes by itself, to find the one that the server cannot take; the sentinel then before it.
    const { sentinel } = this.#s.witness
    const isSingle = this.#s.courier.batchEvents === 1
    if (isSingle && sentinel && !this.#isSentinelAsked) return [sentinelItem(sentinel)]
    const all: readonly Item[] = [
      ...(sentinel && !isSingle ? [sentinelItem(sentinel)] : []),
      ...this.#s.gaps.sendable.map((line): Item => ({ from: 'gap', line })),
      ...(this.#s.spool?.window ?? []).map((line): Item => ({ from: 'spool', line })),
      ...(this.#s.holdsMemory ? [] : this.#s.memory.items.slice(0, this.#s.courier.batchEvents)).map(
        (line): Item => ({ from: 'memory', line }),
      ),
    ]
    const count = fitting(
      all.map(({ line }) => line),
      this.#s.courier.batchEvents,
      this.#s.bounds.batchBytes,
    )
    return all.slice(0, count)
  }

  #post(items: readonly Item[]): void {
    const asked = this.#s.witness.seen
    this.#s.inFlight = { what: 'batch', items, asked }
    this.#s.effects.push({
      kind: 'post',
      request: {
        path: '/events',
        contentType: 'application/x-ndjson',
        headers: headersOf(asked),
        body: items.map(({ line }) => line.text).join('\n'),
        timeoutMs: this.#s.bounds.requestMs,
      },
    })
  }

  #heartbeat(): void {
    const spool = this.#s.spool
    const { monoMs } = this.#s.time
    this.#s.contactMs ??= monoMs
    if (!this.#s.heartbeats || !spool || monoMs < this.#s.contactMs + this.#s.bounds.heartbeatMs) return
    this.#s.contactMs = monoMs
    // A heartbeat would take a checkpoint's word for the newest event: the trail is asked for that itself first.
    const { sentinel } = this.#s.witness
    if (sentinel) {
      this.#post([sentinelItem(sentinel)])
      return
    }
    const asked = this.#s.witness.seen
    this.#s.inFlight = { what: 'heartbeat', asked }
    const body = JSON.stringify({ producer: { id: spool.producer, seq: spool.next - 1 } })
    const request = {
      path: '/heartbeat',
      contentType: 'application/json',
      headers: headersOf(asked),
      body,
      timeoutMs: this.#s.bounds.requestMs,
    }
    this.#s.effects.push({ kind: 'post', request })
  }

  answered(answer: NetAnswer | { readonly failed: string }): void {
    const inFlight = this.#s.inFlight
    this.#s.inFlight = undefined
    this.#s.contactMs = this.#s.time.monoMs
    if (inFlight?.what === 'batch') this.#batchAnswered(inFlight.items, inFlight.asked, answer)
    else if (inFlight) this.#beatAnswered(inFlight.asked, answer)
  }

  /** A producer that has nothing to say still watches the trail, and learns what it lacks. */
  #beatAnswered(asked: Seen | undefined, answer: NetAnswer | { readonly failed: string }): void {
    const at = isoTime(this.#s.time)
    if ('failed' in answer) {
      this.#s.courier.lastError = { at, message: answer.failed }
      return
    }
    const beat = readBeat(answer)
    if (!beat) return
    this.#s.courier.lastSuccess = at
    const because = this.#s.witness.judge(asked, beat, at)
    if (because === undefined) this.#giveMissing(beat.missing)
    else this.#broken(because)
  }

  /**
   * What the trail lacks of the delivered and is still here is sent again, once; of the rest it is told that it will never
   * come. Not before everything is told that is being counted, among it perhaps these numbers.
   */
  #giveMissing(missing: readonly NumberRange[]): void {
    const spool = this.#s.spool
    if (!spool || this.hasSendable() || spool.needsReading || spool.isRewound || this.#s.gaps.waiting > 0) return
    const again: NumberRange[] = []
    for (const [from, upTo] of missing) {
      const to = Math.min(upTo, spool.savedAcked)
      const kept = Math.max(from, spool.oldest)
      const range: NumberRange = [kept, to]
      const isKept = kept <= to && !isWithin(range, this.#s.sentAgain)
      if (isKept) again.push(range)
      const lostTo = isKept ? kept - 1 : to
      if (from <= lostTo) this.#s.gaps.loseNumbers([from, lostTo], 'not_kept')
    }
    if (this.#s.gaps.isCounting) this.#s.gapSinceMs ??= this.#s.time.monoMs
    this.#s.sentAgain = again
    if (again.length > 0) spool.rewind(Math.min(...again.map(([from]) => from)))
  }

  #batchAnswered(items: readonly Item[], asked: Seen | undefined, answer: NetAnswer | { readonly failed: string }): void {
    if ('failed' in answer) {
      this.#s.courier.failed({ kind: 'none', because: answer.failed }, this.#s.time)
      return
    }
    const ids = items.map(({ line }) => line.id)
    const bytes = items.reduce((sum, { line }) => sum + line.bytes, 0)
    const read = readAnswer(answer, ids, this.#s.time.wallMs, bytes)
    switch (read.kind) {
      case 'none':
        this.#s.courier.failed(read, this.#s.time)
        return
      case 'denied':
        if (this.#s.courier.denied(read.problem, this.#s.time))
          this.#s.alarm('paused', `The server does not take events: ${read.problem.code}: ${read.problem.detail}`)
        return
      case 'whole':
        if (items.length > 1) {
          this.#s.courier.split(items.length)
          return
        }
        this.#s.courier.succeeded(this.#s.time)
        this.#settle(items, () => read.problem)
        return
      case 'results':
        this.#s.courier.succeeded(this.#s.time)
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
      const isRepeat = from === 'spool' && line.seq <= (this.#s.spool?.savedAcked ?? 0)
      if (problem && !isRepeat && from !== 'sentinel') this.#s.refuse(line.text, problem)
      // Also of a repeat: a trail that lost its end may have lost the account too.
      if (problem && from === 'spool') this.#s.gaps.loseNumbers([line.seq, line.seq], 'refused')
      if (from === 'gap') this.#s.gaps.told(line.id)
      if (from === 'memory') fromMemory.add(line)
    }
    const last = items.findLast(({ from }) => from === 'spool')
    if (last?.from === 'spool') this.#s.spool?.settle(last.line.seq, this.#s.time.monoMs)
    if (!this.#s.isRefillDue && !this.#s.spool?.isRewound) this.#s.witness.refilled()
    this.#s.memory.remove(fromMemory)
    this.#s.memorySettled += fromMemory.size
    if (fromMemory.size > 0) this.#s.memoryUsedMs = this.#s.time.monoMs
    if (this.#s.gaps.isCounting) this.#s.gapSinceMs ??= this.#s.time.monoMs
  }

  #judge(items: readonly Item[], asked: Seen | undefined, answer: Extract<BatchAnswer, { kind: 'results' }>): void {
    const at = isoTime(this.#s.time)
    const [first] = items
    const [result] = answer.results
    const isAsked = first?.from === 'sentinel' && result !== undefined
    const isDue = !isAsked && !this.#isSentinelAsked && this.#s.witness.sentinel !== undefined
    this.#isSentinelAsked = isAsked && items.length === 1
    const because =
      this.#s.witness.judge(asked, answer, at, isDue) ??
      (isAsked ? this.#s.witness.judgeSentinel(first.sentinel, result, at) : undefined)
    const newest = items.findLastIndex(({ from }, index) => from === 'spool' && 'seq' in (answer.results[index] ?? {}))
    const [line, receipt] = [items[newest]?.line, answer.results[newest]]
    if (line && receipt && 'seq' in receipt)
      this.#s.witness.stored({ id: line.id, text: line.text, seq: receipt.seq, hash: receipt.hash })
    if (because !== undefined) this.#broken(because)
  }

  #broken(because: string): void {
    this.#s.alarm('witness_broken', `The server's trail is not the one that was seen before. ${because}`)
    this.#s.effects.push({ kind: 'broken' })
    this.#s.isRefillDue = true
  }

  /** Gives a trail that lost its end what is still here of it; what it has already it answers as a duplicate. */
  refill(): void {
    this.#s.isRefillDue = false
    const isFree = !this.#s.inFlight && this.#s.job?.name !== 'read'
    if (!isFree) this.#s.isRefillDue = true
    else {
      this.#s.refillAtMs = this.#s.time.monoMs + refillEveryMs
      if (!this.#s.spool?.rewind()) this.#s.witness.refilled()
    }
  }
}

const headersOf = (asked: Seen | undefined): { readonly [name: string]: string } =>
  asked ? { 'daybook-checkpoint': `${asked.size} ${asked.root}` } : {}

const sentinelItem = (sentinel: Sentinel): Item => {
  const { id, text } = sentinel
  return { from: 'sentinel', sentinel, line: { id, text, bytes: utf8Bytes(text).length, wallMs: 0 } }
}
