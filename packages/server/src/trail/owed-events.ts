import type { EventInput } from '@daybook/core'
import { HttpProblem } from '../problem/http-problem.ts'
import type { Recorded } from './trails.ts'

const maxOwed = 10_000

/**
 * The trail's own events about what may not be kept waiting: reading and exporting go on while a trail takes no events,
 * for that is when somebody has to look. What could not be recorded is kept here and recorded once the trail takes
 * events again; what is still owed when the process ends is in its log.
 */
export class OwedEvents {
  readonly #record: (trail: string, event: EventInput) => Promise<Recorded>
  readonly #tell: (trail: string, event: EventInput, code: string) => void
  readonly #owed: { readonly trail: string; readonly event: EventInput }[] = []

  constructor(
    record: (trail: string, event: EventInput) => Promise<Recorded>,
    tell: (trail: string, event: EventInput, code: string) => void,
  ) {
    this.#record = record
    this.#tell = tell
  }

  /** Answers when the event is durable, or when it is owed because the trail takes none. */
  async recordOrOwe(trail: string, event: EventInput): Promise<void> {
    try {
      await this.#record(trail, event)
    } catch (error) {
      if (!(error instanceof HttpProblem) || error.status !== 503) throw error
      this.#tell(trail, event, error.code)
      if (this.#owed.length < maxOwed) this.#owed.push({ trail, event })
    }
  }

  /** Tries again what is owed, in order; to be called now and then. A trail that still takes none is asked once, and not told of again. */
  async settle(): Promise<void> {
    const closed = new Set<string>()
    const due = this.#owed.splice(0)
    try {
      for (let one = due.shift(); one; one = due.shift()) {
        if (!closed.has(one.trail) && (await this.#isRecorded(one))) continue
        closed.add(one.trail)
        this.#owed.push(one)
      }
    } finally {
      // Where one of them met a defect, the others are owed as before.
      this.#owed.push(...due)
    }
  }

  async #isRecorded({ trail, event }: { readonly trail: string; readonly event: EventInput }): Promise<boolean> {
    try {
      await this.#record(trail, event)
      return true
    } catch (error) {
      if (!(error instanceof HttpProblem) || error.status !== 503) throw error
      return false
    }
  }
}
