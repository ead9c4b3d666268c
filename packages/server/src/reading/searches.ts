import { type Asker, theServer } from './asker.ts'
import type { Answers, QuestionOf, What } from './questions.ts'
import { SearchLane } from './search-lane.ts'

export interface SearchesSettings {
  /** The data folder. */
  readonly data: string
  /** How long a question for a page may run; counts over everything and pages of exports may take six times as long. */
  readonly deadlineMs?: number | undefined
  /** Told of a trail whose index cannot be read any more, so that it is made again. */
  readonly onDamage: (trail: string) => void
  readonly onFault: (fault: { readonly what: string; readonly stack?: string }) => void
}

const quickMs = 5_000
const slowTimes = 6
const memoryMiB = 192

/** What is asked while somebody waits for a page. */
const quick: ReadonlySet<What> = new Set(['page', 'values', 'around', 'effects', 'batch'])

/** Searches as one reader asks them; throws `HttpProblem`: `query_too_expensive`, `too_busy`, `index_unavailable`, and what is wrong with the question. */
export interface Asking {
  ask<W extends What>(question: QuestionOf<W>): Promise<Answers[W]>
}

/**
 * Where searches run: in processes of their own, one for pages and one for what takes longer, so that neither the record
 * nor a list ever waits for a count or an export. Each is started by its first question, and has a second beside it while
 * one reader's long question would keep the others waiting. Asked directly, it is the server that asks.
 */
export class Searches implements Asking {
  readonly #quick: SearchLane
  readonly #slow: SearchLane

  constructor({ data, deadlineMs = quickMs, onDamage, onFault }: SearchesSettings) {
    const narrow = 'Narrow it: a shorter range of time with from and to, a record or a person, or fewer values.'
    this.#quick = new SearchLane({ data, memoryMiB, onDamage, onFault, deadlineMs, advice: narrow })
    this.#slow = new SearchLane({ data, memoryMiB, onDamage, onFault, deadlineMs: deadlineMs * slowTimes, advice: narrow })
  }

  ask<W extends What>(question: QuestionOf<W>): Promise<Answers[W]> {
    return this.#ask(question, theServer)
  }

  /** The same for somebody else, who takes turns with all others. */
  for(asker: Asker): Asking {
    return { ask: (question) => this.#ask(question, asker) }
  }

  #ask<W extends What>(question: QuestionOf<W>, asker: Asker): Promise<Answers[W]> {
    return (quick.has(question.what) ? this.#quick : this.#slow).ask<W>(question, asker)
  }

  /** The processes that run now. */
  get pids(): readonly number[] {
    return [...this.#quick.pids, ...this.#slow.pids]
  }

  /** Questions that wait for their turn. */
  get waiting(): number {
    return this.#quick.waiting + this.#slow.waiting
  }

  /** Ends the processes, whatever they do; nothing is answered any more. */
  async close(): Promise<void> {
    await Promise.all([this.#quick.close(), this.#slow.close()])
  }
}
