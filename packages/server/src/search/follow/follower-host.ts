import { setImmediate as breath, setTimeout as pause } from 'node:timers/promises'
import { TrailFollower } from './follow-trail.ts'
import type { FromFollower, IndexState, ToFollower } from './index-state.ts'

/** Events that arrive within this go together: a transaction costs as much as many events. */
const gatherMs = 20
/** Looked at this often even where nobody said that a journal grew. */
const pollMs = 1_000
/** Where something failed, or the disk is full. */
const retryMs = 2_000
/** Begun within this; a step more may take as long again. */
const passingMs = 20

/** Every trail's follower in one place; they take turns, a batch each. */
export class FollowerHost {
  readonly #data: string
  readonly #say: (message: FromFollower) => void
  readonly #followers = new Map<string, TrailFollower>()
  readonly #said = new Map<string, string>()
  readonly #rebuilds: (ToFollower & { readonly kind: 'rebuild' })[] = []
  #wake: AbortController = new AbortController()
  #stopping = false
  #tidiedMs = 0
  readonly #done: Promise<void>

  constructor(data: string, say: (message: FromFollower) => void) {
    this.#data = data
    this.#say = say
    this.#done = this.#run()
  }

  hear(message: Exclude<ToFollower, { kind: 'stop' }>): void {
    const { trail } = message
    if (!this.#followers.has(trail)) {
      const thrownAway = (because: string) => this.#say({ kind: 'thrown-away', trail, because })
      this.#followers.set(trail, new TrailFollower(trail, this.#data, thrownAway))
    }
    if (message.kind === 'rebuild') this.#rebuilds.push(message)
    this.#wake.abort()
  }

  /** Ends after the batch under way. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#wake.abort()
    await this.#done
    for (const follower of this.#followers.values()) await follower.close()
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      await this.#untilWoken()
      if (this.#stopping) return
      await pause(gatherMs)
      await this.#catchUp()
    }
  }

  async #untilWoken(): Promise<void> {
    const troubled = [...this.#followers.values()].some(({ state }) => state.state !== 'following')
    const { signal } = this.#wake
    const isAtRest = await pause(troubled ? retryMs : pollMs, true, { signal }).catch(() => false)
    if (isAtRest) await this.#tidy(signal)
    else await this.#tidyInPassing()
    this.#wake = new AbortController()
  }

  /** Nothing came for a while: indexes are put in order for a second, or until something comes. Half of it is rest, for others search meanwhile. */
  async #tidy(signal: AbortSignal): Promise<void> {
    const untilMs = performance.now() + pollMs
    for (const follower of this.#followers.values())
      while (!signal.aborted && performance.now() < untilMs) {
        const begunMs = performance.now()
        if (!(await follower.tidy())) break
        await pause(performance.now() - begunMs, undefined, { signal }).catch(() => undefined)
      }
  }

  /** Where something comes all the time: a little of each second, of one index after the other. */
  async #tidyInPassing(): Promise<void> {
    const begunMs = performance.now()
    if (begunMs < this.#tidiedMs + pollMs) return
    this.#tidiedMs = begunMs
    for (const [trail, follower] of [...this.#followers]) {
      while (!this.#stopping && performance.now() < begunMs + passingMs && (await follower.tidy()));
      if (performance.now() < begunMs + passingMs) continue
      // To the end of the line.
      this.#followers.delete(trail)
      this.#followers.set(trail, follower)
      return
    }
  }

  async #catchUp(): Promise<void> {
    for (let more = true; more && !this.#stopping; ) {
      await this.#rebuildAsked()
      more = false
      for (const follower of this.#followers.values()) {
        if (this.#stopping) return
        if (await follower.step()) more = true
        this.#report(follower.state)
        await breath()
      }
    }
  }

  async #rebuildAsked(): Promise<void> {
    for (const { trail, ask } of this.#rebuilds.splice(0)) {
      const follower = this.#followers.get(trail)
      await follower?.rebuild('Somebody asked for it.')
      // First, so that nobody who is told that it began still reads how far the old one was.
      if (follower) this.#report(follower.state)
      this.#say({ kind: 'rebuilding', ask })
    }
  }

  #report(state: IndexState): void {
    const said = JSON.stringify(state)
    if (this.#said.get(state.trail) === said) return
    this.#said.set(state.trail, said)
    this.#say({ kind: 'state', state })
  }
}
