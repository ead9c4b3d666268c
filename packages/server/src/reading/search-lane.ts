import { HttpProblem } from '../problem/http-problem.ts'
import type { Answers, Question, QuestionOf, What } from './questions.ts'
import { type Outcome, SearchProcess, type SearchSettings } from './search-process.ts'

export interface LaneSettings extends SearchSettings {
  /** How long one question may run. */
  readonly deadlineMs: number
  /** What to say that would make it quicker: the end of "Too much has to be looked at for this: …". */
  readonly advice: string
  /** Told of a trail whose index cannot be read any more. */
  readonly onDamage: (trail: string) => void
  /** Told of defects and of processes that ended by themselves. */
  readonly onFault: (fault: { readonly what: string; readonly stack?: string }) => void
}

interface Waiting {
  readonly question: Question
  readonly resolve: (answer: Answers[What]) => void
  readonly reject: (error: Error) => void
  readonly sinceMs: number
  attempts: number
}

/** Questions that may wait; with what each may take, more would wait longer than anybody does. */
const mostWaiting = 64

/** In deadlines: whoever asked has gone by then. */
const longestWait = 4

/**
 * One search process and the questions that wait for it, in the order they came. The process is started by the first
 * question. Over its deadline a question ends with `query_too_expensive` and its process is killed; the others are asked
 * of the next one. A process that dies by itself is replaced, and what it was answering is asked once more; where it crashed,
 * that is a defect.
 */
export class SearchLane {
  readonly #settings: LaneSettings
  readonly #waiting: Waiting[] = []
  #process: SearchProcess | undefined
  #running = false
  #closed = false

  constructor(settings: LaneSettings) {
    this.#settings = settings
  }

  /** The operating system's id of the process, while there is one. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  get waiting(): number {
    return this.#waiting.length
  }

  ask<W extends What>(question: QuestionOf<W>): Promise<Answers[W]> {
    if (this.#closed) return Promise.reject(stopping())
    if (this.#waiting.length >= mostWaiting) return Promise.reject(tooManySearches())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve: resolve as Waiting['resolve'], reject, sinceMs: performance.now(), attempts: 0 })
      void this.#work()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const { reject } of this.#waiting.splice(0)) reject(stopping())
    await this.#process?.kill()
  }

  async #work(): Promise<void> {
    if (this.#running) return
    this.#running = true
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (performance.now() - next.sinceMs > this.#settings.deadlineMs * longestWait) {
        next.reject(tooManySearches())
        continue
      }
      next.attempts++
      this.#process ??= new SearchProcess(this.#settings)
      this.#settle(next, await this.#process.ask(next.question, this.#settings.deadlineMs))
    }
    this.#running = false
  }

  #settle(asked: Waiting, outcome: Outcome): void {
    if (outcome.kind === 'answer') asked.resolve(outcome.answer)
    else if (outcome.kind === 'refusal') asked.reject(outcome.problem)
    else if (outcome.kind === 'defect') {
      this.#settings.onFault({ what: 'a search has a defect', stack: outcome.stack })
      asked.reject(defective())
    } else if (outcome.kind === 'damaged') {
      this.#settings.onDamage(asked.question.trail)
      asked.reject(damaged())
    } else {
      this.#process = undefined
      this.#goOn(asked, outcome)
    }
  }

  /** After the end of a process. */
  #goOn(asked: Waiting, outcome: Exclude<Outcome, { kind: 'answer' | 'refusal' | 'defect' | 'damaged' }>): void {
    if (this.#closed) return void asked.reject(stopping())
    if (outcome.kind === 'overdue') {
      this.#settings.onFault({ what: 'a search was ended at its deadline' })
      return void asked.reject(this.#tooExpensive('time'))
    }
    this.#settings.onFault({ what: `a search process ended: ${outcome.how}` })
    if (outcome.kind === 'unstartable') asked.reject(unavailable())
    else if (outcome.of === 'defect') asked.reject(defective())
    else if (asked.attempts < 2) this.#waiting.unshift(asked)
    else asked.reject(this.#tooExpensive('memory'))
  }

  #tooExpensive(what: 'time' | 'memory'): HttpProblem {
    const { deadlineMs, advice } = this.#settings
    const spent =
      what === 'time'
        ? `This took longer than the ${deadlineMs / 1000} seconds it may take`
        : 'This needs more memory than it may have'
    return new HttpProblem('query_too_expensive', `${spent}, and was ended. ${advice}`)
  }
}

const stopping = (): HttpProblem => new HttpProblem('starting', 'The server is stopping.', { headers: { 'Retry-After': '2' } })

const defective = (): Error => new Error('a search process has a defect, which is in the log')

const tooManySearches = (): HttpProblem =>
  new HttpProblem('too_busy', 'As many searches wait as the server holds; ask again in a moment.', {
    headers: { 'Retry-After': '2' },
  })

const damaged = (): HttpProblem =>
  new HttpProblem('index_unavailable', 'The search index is damaged and is made again from the record; recording goes on.', {
    headers: { 'Retry-After': '10' },
  })

const unavailable = (): HttpProblem =>
  new HttpProblem(
    'index_unavailable',
    'The part of the server that searches does not start; its log says why. Recording goes on.',
    {
      headers: { 'Retry-After': '10' },
    },
  )
