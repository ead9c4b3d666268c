import type { EventInput } from '@daybook/core'
import { failureOf, type OutboundFailure } from '../outbound/outbound-failure.ts'
import { HttpProblem } from '../problem/http-problem.ts'
import { ownEvent, theServer } from '../trail/own-event.ts'
import type { OpenTrail } from '../trail/trails.ts'
import { uuidV5 } from '../trail/uuid.ts'
import { waitMs } from './backoff.ts'
import { type Forwarder, type ForwarderState, placeOfReceiver } from './forwarder.ts'
import type { ForwarderStore } from './forwarder-store.ts'
import { reachReceiver, sendEvents } from './send-events.ts'
import { endOf, eventText, questionOf, sightAs, type Watching } from './watched-trails.ts'

/** Of one message in characters; what is more goes in the next, but for a single event. */
const longestParcel = 1024 * 1024
/** A blip is no outage: so many failures in a row are. */
const failuresToTell = 2
/** Positions passed by are worth a write to the disk only now and then: after a crash they are passed by again. */
const saveEveryMs = 10_000

const namespace = '6c1e0f5a-92d4-4b7b-8f3a-1d5e7c9b0a24'

/**
 * One forwarder at work: reads on from its cursor, sends, and moves the cursor when the receiver has taken what was sent.
 * It waits for nobody and nobody waits for it.
 */
export class ForwarderRun {
  #forwarder: Forwarder
  readonly #watching: Watching
  readonly #store: ForwarderStore
  #work: Promise<void> | undefined
  #stopping = false
  #ended = false
  #failures = 0
  #nextMs = 0
  #savedMs = 0
  /** When it was last found to be there, without anything being sent. */
  #reachedMs: number | undefined
  /** Less where the receiver finds messages too large. */
  #parcelLength = longestParcel

  constructor(watching: Watching, store: ForwarderStore, forwarder: Forwarder) {
    this.#watching = watching
    this.#store = store
    this.#forwarder = forwarder
  }

  get forwarder(): Forwarder {
    return this.#forwarder
  }

  /** When it tries again; undefined where it is not waiting after a failure. */
  get nextTryMs(): number | undefined {
    return this.#failures > 0 ? this.#nextMs : undefined
  }

  /** When the receiver was last found to be there, before anything was sent to it since the start. */
  get reachedMs(): number | undefined {
    return this.#reachedMs
  }

  /** Goes on where there is something to do; to be called often. */
  async work(): Promise<void> {
    const { now, trails } = this.#watching
    if (this.#work || this.#stopping || this.#forwarder.settings.paused || now() < this.#nextMs) return
    const trail = trails.get(this.#forwarder.trail)
    if (!trail) return
    const hasMore = endOf(this.#watching, this.#forwarder.trail) > this.#forwarder.state.cursor
    if (!hasMore && !this.#isUnsure()) return
    this.#work = hasMore ? this.#send(trail) : this.#look()
    try {
      await this.#work
    } finally {
      this.#work = undefined
    }
  }

  /** Sends nothing new; answers when what is under way has come to its end. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#work?.catch(() => undefined)
  }

  /** Takes up other settings; whatever it waited for, it tries at once. */
  change(forwarder: Forwarder): void {
    const { state, settings } = this.#forwarder
    const isMoved = JSON.stringify(settings.receiver) !== JSON.stringify(forwarder.settings.receiver)
    // What was sent elsewhere says nothing of where it goes now.
    const fresh = { cursor: state.cursor, sentSeq: null, sentAtMs: null, failing: state.failing }
    this.#forwarder = { ...forwarder, state: isMoved ? fresh : state }
    if (isMoved) this.#reachedMs = undefined
    this.#nextMs = 0
  }

  /** Keeps what came of a test that somebody sent. */
  tested(failure: OutboundFailure | undefined, said: string): void {
    if (this.#ended) return
    const tested = { atMs: this.#watching.now(), ok: failure === undefined, said }
    this.#take({ ...this.#forwarder.state, tested }, true, undefined)
  }

  /** From here on nothing is written, whatever comes back. */
  end(): void {
    this.#stopping = true
    if (!this.#ended && this.#forwarder.state.cursor > 0) this.#store.saveState(this.#forwarder, this.#forwarder.state)
    this.#ended = true
  }

  /** Nothing was ever sent and it is not known whether anybody is there; or the last time nobody was. */
  #isUnsure(): boolean {
    const { sentSeq, failing } = this.#forwarder.state
    return failing !== null || (sentSeq === null && this.#reachedMs === undefined)
  }

  /** With nothing to send: whether the receiver is there, so that nobody believes in one that is not. */
  async #look(): Promise<void> {
    const { receiver } = this.#forwarder.settings
    try {
      await reachReceiver(this.#watching, receiver)
    } catch (error) {
      if (!this.#ended && receiver === this.#forwarder.settings.receiver) await this.#failed(failureOf(error))
      return
    }
    if (this.#ended || receiver !== this.#forwarder.settings.receiver) return
    this.#reachedMs = this.#watching.now()
    this.#failures = 0
    const { failing } = this.#forwarder.state
    if (failing === null) return
    this.#take({ ...this.#forwarder.state, failing: null }, true, failing.told ? this.#recovered(failing.sinceMs) : undefined)
    if (failing.told) await this.#watching.settle(this.#forwarder.trail)
  }

  async #send(trail: OpenTrail): Promise<void> {
    while (await this.#sendNext(trail));
  }

  /** True where there may be more. */
  async #sendNext(trail: OpenTrail): Promise<boolean> {
    const { id, settings, state } = this.#forwarder
    const below = endOf(this.#watching, this.#forwarder.trail)
    if (this.#stopping || settings.paused || state.cursor >= below) return false
    try {
      const ask = { ...questionOf(settings.q, settings.own), sees: await sightAs(this.#watching, settings.roles, trail) }
      const found = await this.#watching.searches.ask({
        what: 'forward',
        trail: trail.facts.name,
        from: state.cursor,
        below,
        ask,
        maxLength: this.#parcelLength,
      })
      if (this.#ended) return false
      if (found.lines.length > 0) await sendEvents(this.#watching, this.#forwarder, trail, found, this.#store.secret(id))
      // Settings that came meanwhile hold from here on; the end that came meanwhile is one.
      if (this.#ended) return false
      await this.#sent(found.positions.at(-1), found.upTo)
      return found.upTo > state.cursor
    } catch (error) {
      // The search process answers again in a moment: nothing that the receiver did.
      if (error instanceof HttpProblem) this.#nextMs = this.#watching.now() + 1_000
      else if (!this.#ended) await this.#failed(failureOf(error))
      return false
    }
  }

  async #sent(lastSeq: number | undefined, upTo: number): Promise<void> {
    const { now } = this.#watching
    const { state } = this.#forwarder
    const failing = lastSeq === undefined ? state.failing : null
    const told = state.failing?.told && failing === null ? state.failing : undefined
    if (lastSeq !== undefined) this.#failures = 0
    const next: ForwarderState = {
      cursor: upTo,
      sentSeq: lastSeq ?? state.sentSeq,
      sentAtMs: lastSeq === undefined ? state.sentAtMs : now(),
      failing,
      ...(lastSeq === undefined && state.tested ? { tested: state.tested } : {}),
    }
    this.#take(next, lastSeq !== undefined || now() - this.#savedMs > saveEveryMs, told && this.#recovered(told.sinceMs))
    if (told) await this.#watching.settle(this.#forwarder.trail)
  }

  async #failed({ message, status }: OutboundFailure): Promise<void> {
    if (status === 413) this.#parcelLength = Math.ceil(this.#parcelLength / 4)
    const { now, random } = this.#watching
    this.#nextMs = now() + waitMs(this.#failures, random())
    this.#failures++
    const { failing } = this.#forwarder.state
    const sinceMs = failing?.sinceMs ?? now()
    const tells = !failing?.told && this.#failures >= failuresToTell
    const state = { ...this.#forwarder.state, failing: { sinceMs, error: message, told: failing?.told === true || tells } }
    this.#take(state, true, tells ? this.#outage(sinceMs, message) : undefined)
    if (tells) await this.#watching.settle(this.#forwarder.trail)
  }

  #take(state: ForwarderState, saves: boolean, event: EventInput | undefined): void {
    this.#forwarder = { ...this.#forwarder, state }
    if (!saves) return
    this.#savedMs = this.#watching.now()
    this.#store.saveState(this.#forwarder, state, event && eventText(event))
  }

  #outage(sinceMs: number, error: string): EventInput {
    return ownEvent('trail.forwarder_failed', theServer, this.#watching.now(), {
      id: uuidV5(namespace, `${this.#forwarder.id} failed ${sinceMs}`),
      object: forwarderObject(this.#forwarder),
      outcome: 'failure',
      reason: error,
      context: { receiver: placeOfReceiver(this.#forwarder.settings.receiver), since: new Date(sinceMs).toISOString() },
    })
  }

  #recovered(sinceMs: number): EventInput {
    return ownEvent('trail.forwarder_recovered', theServer, this.#watching.now(), {
      id: uuidV5(namespace, `${this.#forwarder.id} recovered ${sinceMs}`),
      object: forwarderObject(this.#forwarder),
      context: { receiver: placeOfReceiver(this.#forwarder.settings.receiver), since: new Date(sinceMs).toISOString() },
    })
  }
}

/** The forwarder as the trail's own events name it. */
export const forwarderObject = ({ id, settings: { name } }: Pick<Forwarder, 'id' | 'settings'>) => ({
  type: 'forwarder',
  id,
  name: `“${name}”`,
})
