import { Worker } from 'node:worker_threads'
import { threadMemory } from '../trail/thread-memory.ts'
import type { FromFollower, IndexState, ToFollower } from './follow/index-state.ts'

export interface FollowerEvents {
  /** An index was thrown away, and is made again. */
  onThrownAway(trail: string, because: string): void
  /** The thread has ended by a defect, and was started again. */
  onDeath(error: Error): void
}

/**
 * The thread that keeps every trail's index up with its journal. Searching needs it and recording does not: should it
 * die, it is started again, and everything is as it was but for the lag.
 */
export class IndexFollower {
  readonly #data: string
  readonly #events: FollowerEvents
  readonly #states = new Map<string, IndexState>()
  readonly #trails = new Set<string>()
  readonly #growing = new Map<string, NodeJS.Timeout>()
  readonly #asked = new Map<number, () => void>()
  readonly #waiting = new Set<{ readonly isOver: () => boolean; readonly end: () => void }>()
  #worker: Worker
  #next = 0
  #closing = false
  #isAlive = false

  constructor(data: string, events: FollowerEvents) {
    this.#data = data
    this.#events = events
    this.#worker = this.#start()
  }

  /** How each trail's index stands; a trail that nothing was heard of yet is not there. */
  get states(): ReadonlyMap<string, IndexState> {
    return this.#states
  }

  follow(trail: string): void {
    this.#trails.add(trail)
    this.#tell({ kind: 'follow', trail })
  }

  /** Says that a journal has more events. Cheap: what is said in quick succession is told once. */
  grew(trail: string): void {
    if (this.#growing.has(trail)) return
    const tell = () => {
      this.#growing.delete(trail)
      if (!this.#closing) this.#tell({ kind: 'grew', trail })
    }
    this.#growing.set(trail, setTimeout(tell, tellMs))
  }

  /** Throws a trail's index away, and has it made again. Answers when it is begun. */
  rebuild(trail: string): Promise<void> {
    return new Promise((resolve) => {
      const ask = this.#next++
      this.#asked.set(ask, resolve)
      this.#tell({ kind: 'rebuild', trail, ask })
    })
  }

  /** Waits until the index has the positions up to `size`, or for so long; answers up to where it has them. */
  async reached(trail: string, size: number, withinMs: number): Promise<number> {
    const at = () => this.#states.get(trail)?.watermark ?? 0
    if (at() >= size) return at()
    this.grew(trail)
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer)
        this.#waiting.delete(waiter)
        resolve()
      }
      const timer = setTimeout(end, withinMs)
      const waiter = { isOver: () => at() >= size, end }
      this.#waiting.add(waiter)
    })
    return at()
  }

  async close(): Promise<void> {
    this.#closing = true
    for (const waiter of this.#waiting) waiter.end()
    for (const timer of this.#growing.values()) clearTimeout(timer)
    if (!this.#isAlive) return
    this.#worker.ref()
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve))
    this.#tell({ kind: 'stop' })
    await ended
  }

  #start(): Worker {
    const file = import.meta.url.endsWith('.ts') ? './follow/follower-worker.ts' : './follow/follower-worker.js'
    const worker = new Worker(new URL(file, import.meta.url), { workerData: { data: this.#data }, resourceLimits: threadMemory })
    worker.on('message', (message: FromFollower) => this.#hear(message))
    // It never keeps a process alive that has nothing else to do.
    worker.unref()
    this.#isAlive = true
    let error = new Error('the thread has ended')
    worker.on('error', (reason) => {
      error = reason instanceof Error ? reason : new Error(String(reason))
    })
    worker.on('exit', () => this.#ended(error))
    return worker
  }

  #ended(error: Error): void {
    this.#isAlive = false
    for (const resolve of this.#asked.values()) resolve()
    this.#asked.clear()
    if (this.#closing) return
    this.#events.onDeath(error)
    // Not at once: what ended it may end it again.
    setTimeout(() => {
      if (this.#closing) return
      this.#worker = this.#start()
      for (const trail of this.#trails) this.#tell({ kind: 'follow', trail })
    }, restartMs).unref()
  }

  #tell(message: ToFollower): void {
    this.#worker.postMessage(message)
  }

  #hear(message: FromFollower): void {
    if (message.kind === 'thrown-away') this.#events.onThrownAway(message.trail, message.because)
    else if (message.kind === 'rebuilding') {
      this.#asked.get(message.ask)?.()
      this.#asked.delete(message.ask)
    } else {
      this.#states.set(message.state.trail, message.state)
      for (const waiter of this.#waiting) if (waiter.isOver()) waiter.end()
    }
  }
}

const tellMs = 5
const restartMs = 1_000
