import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'

export const modes = ['spooled', 'acked', 'memory', 'transactional'] as const
export type Mode = (typeof modes)[number]

/** One life of the application, as its own log tells it. Events are known by the id of their object. */
export interface Told {
  /** Events that `record` was called with, in the order of the calls. */
  readonly offered: ReadonlyMap<string, Mode>
  /** Events whose `record` answered. */
  readonly taken: ReadonlySet<string>
  /** True when it ended by itself, with everything flushed. */
  readonly ended: boolean
}

/**
 * What the application knows, written by itself and before anybody else can know better: an event is offered before
 * `record` is called, so that nothing on the trail was never offered; it is taken after `record` has answered, so that
 * nothing counts as taken that was not. What a kill cuts off in between may be on the trail or not. Every line is one
 * `write`; that is enough for kills, which leave the kernel alone. Power cuts are not played here.
 */
export class ApplicationLog {
  readonly #file: number

  constructor(path: string) {
    this.#file = openSync(path, 'a')
  }

  offer(event: string, mode: Mode): void {
    writeSync(this.#file, `offer ${event} ${mode}\n`)
  }

  take(event: string): void {
    writeSync(this.#file, `take ${event}\n`)
  }

  end(): void {
    writeSync(this.#file, 'end\n')
    closeSync(this.#file)
  }
}

export function readLog(path: string): Told {
  const offered = new Map<string, Mode>()
  const taken = new Set<string>()
  let ended = false
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    const [what, event = '', mode] = line.split(' ')
    if (what === 'offer') offered.set(event, mode as Mode)
    if (what === 'take') taken.add(event)
    if (what === 'end') ended = true
  }
  return { offered, taken, ended }
}
