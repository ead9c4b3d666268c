import { limits } from '@daybook/core'
import { shareOf } from './bounds.ts'
import type { LossCause } from './gaps.ts'
import type { Offer } from './machine-port.ts'
import type { MachineState } from './machine-state.ts'

/** Who comes in: straight to the commit, into memory, into the queue for room, or not at all. */
export class Intake {
  readonly #s: MachineState

  constructor(state: MachineState) {
    this.#s = state
  }

  #causeOfNoRoom({ bytes, severity }: Offer, lane: 'disk' | 'memory'): LossCause | undefined {
    const share = shareOf[severity]
    if (this.#s.memoryUsed - this.#s.waiting.bytes + bytes > this.#s.bounds.memoryBytes * share) return 'memory_bound'
    if (lane === 'memory' || !this.#s.spool) return undefined
    const onDisk = this.#s.spool.unackedBytes + this.#s.dead.bytes + this.#s.pending.bytes + this.#s.committingBytes
    return onDisk + bytes > (this.#s.bounds.diskBytes - 2 * this.#s.bounds.segmentBytes) * share ? 'disk_bound' : undefined
  }

  admit(offer: Offer): void {
    if (this.#s.closing) {
      this.#s.lose(offer, 'process_ended')
      return
    }
    if (this.#refuseOversized(offer)) return
    if (this.#s.disk === 'failed' || this.#s.disk === 'none') {
      this.admitToMemory(offer)
      return
    }
    const cause = this.#s.waiting.length > 0 ? 'disk_bound' : this.#causeOfNoRoom(offer, 'disk')
    if (cause === undefined) {
      this.#s.pending.push(offer)
      return
    }
    if (offer.severity === 'high' && this.#s.waiting.bytes + offer.bytes <= this.#s.bounds.memoryBytes / 4)
      this.#s.waiting.push(offer)
    else this.#s.lose(offer, cause)
  }

  admitToMemory(offer: Offer): void {
    if (this.#s.closing) {
      this.#s.lose(offer, 'process_ended')
      return
    }
    if (this.#refuseOversized(offer)) return
    const cause = this.#causeOfNoRoom(offer, 'memory')
    if (cause !== undefined) {
      this.#s.lose(offer, cause)
      return
    }
    this.#s.keepInMemory(offer)
  }

  /** Larger than any server takes: it is refused here, so that it does not stand in the way of the others. */
  #refuseOversized(offer: Offer): boolean {
    if (offer.bytes <= limits.eventBytes) return false
    const detail = `The event has ${offer.bytes} bytes; the server takes ${limits.eventBytes}.`
    this.#s.refuse(offer.json, { code: 'event_too_large', detail })
    if (offer.ticket !== undefined) this.#s.effects.push({ kind: 'kept', ticket: offer.ticket, kept: 'shed' })
    return true
  }

  expireWaiting(): void {
    const first = this.#s.waiting.first
    if (!first || this.#s.time.monoMs < first.atMs + this.#s.bounds.roomWaitMs) return
    for (const offer of this.#s.waiting.take(1, first.bytes)) this.#s.lose(offer, 'too_long_for_room')
    this.expireWaiting()
  }

  admitWaiting(): void {
    for (
      let first = this.#s.waiting.first;
      first && this.#causeOfNoRoom(first, 'disk') === undefined;
      first = this.#s.waiting.first
    ) {
      this.#s.waiting.take(1, first.bytes)
      if (this.#s.disk === 'ok' || this.#s.disk === 'opening') this.#s.pending.push(first)
      else this.#s.keepInMemory(first)
    }
  }

  /** Whoever waits for room is not kept any longer; that is counted while there is still a disk to count on. */
  beginClosing(): void {
    for (const offer of this.#s.waiting.take(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY))
      this.#s.lose(offer, 'process_ended')
    this.#s.closing = true
  }
}
