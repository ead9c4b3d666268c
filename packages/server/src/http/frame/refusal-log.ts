import type { Logger } from 'pino'
import type { ProblemCode } from '../../problem/http-problem.ts'

const periodMs = 60_000
const maxNames = 10_000

/**
 * Says in our log that a key sends what is refused: once a minute for each key and code, with how often. Bad input must
 * be seen and must not be a way to fill a disk, so that it makes no events and no more than these lines.
 */
export class RefusalLog {
  readonly #log: Logger
  readonly #now: () => number
  readonly #seen = new Map<string, { untilMs: number; unsaid: number }>()

  constructor(log: Logger, now: () => number) {
    this.#log = log
    this.#now = now
  }

  note(trail: string, key: string, codes: readonly ProblemCode[]): void {
    for (const code of codes) {
      const name = `${trail} ${key} ${code}`
      const known = this.#seen.get(name)
      const nowMs = this.#now()
      if (known && nowMs < known.untilMs) {
        known.unsaid++
        continue
      }
      if (this.#seen.size >= maxNames) this.#seen.clear()
      this.#seen.set(name, { untilMs: nowMs + periodMs, unsaid: 0 })
      this.#log.warn({ security: true, trail, key, code, before: known?.unsaid ?? 0 }, 'input refused')
    }
  }
}
