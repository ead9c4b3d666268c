import { type Asker, theServer } from './asker.ts'
import type { Answers, Question, QuestionOf, What } from './questions.ts'
import { type Outcome, SearchProcess, type SearchSettings } from './search-process.ts'
import {
  damaged,
  defective,
  nobodyWaits,
  stopping,
  tooExpensive,
  tooManyOfReader,
  tooManySearches,
  unavailable,
} from './search-refusals.ts'
import { Turns } from './turns.ts'

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
  readonly reader: string
  readonly resolve: (answer: Answers[What]) => void
  readonly reject: (error: Error) => void
  readonly sinceMs: number
  attempts: number
  isGone: boolean
}

/** Where one question at a time is answered. */
interface Seat {
  process: SearchProcess | undefined
  asked: Waiting | undefined
  /** When the process was told the question; undefined while it starts. */
  begunMs: number | undefined
  rest: NodeJS.Timeout | undefined
}

/** Questions of one reader that may wait; with what each may take, more would wait longer than anybody does. */
const mostOfReader = 64
const mostWaiting = 512

/** In deadlines: whoever asked has gone by then. */
const longestWait = 4
/** In shares of the deadline: a question that has run so long is a long one, which others do not wait for. */
const longShare = 20
/** In shares of the deadline: so long a question may run that nobody waits for any more. What a process keeps of counting is worth more than the rest of most. */
const abandonedShare = 5
/** Readers that are remembered for a long question. */
const mostSlow = 1_000
/** How long the second process is kept with nothing to do. */
const restMs = 30_000

/**
 * A search process, a second one while it is needed, and the questions that wait, of which readers take turns and each has
 * one at a time. The first process is started by the first question. The second is started, and takes what waits, only
 * while the first is at a long question; readers whose last question was long ask theirs one after the other, so that one
 * of the two is always left to the others. Over its deadline a question ends with `query_too_expensive` and its process is
 * killed; the others are asked of the next one. A process that dies by itself is replaced, and what it was answering is
 * asked once more; where it crashed, that is a defect. What nobody waits for any more is dropped.
 */
export class SearchLane {
  readonly #settings: LaneSettings
  readonly #turns = new Turns<Waiting>()
  readonly #first: Seat = emptySeat()
  readonly #second: Seat = emptySeat()
  /** Readers whose last question was long. */
  readonly #slow = new Set<string>()
  #closed = false

  constructor(settings: LaneSettings) {
    this.#settings = settings
  }

  /** The operating system's ids of the processes that there are. */
  get pids(): readonly number[] {
    return this.#seats.flatMap(({ process }) => process?.pid ?? [])
  }

  get waiting(): number {
    return this.#turns.size
  }

  ask<W extends What>(question: QuestionOf<W>, { reader, gone }: Asker = theServer): Promise<Answers[W]> {
    if (this.#closed) return Promise.reject(stopping())
    if (gone?.aborted) return Promise.reject(nobodyWaits())
    if (this.#turns.waitingOf(reader) >= mostOfReader) return Promise.reject(tooManyOfReader())
    if (this.#turns.size >= mostWaiting) return Promise.reject(tooManySearches())
    const { promise, resolve, reject } = Promise.withResolvers<Answers[W]>()
    const sinceMs = performance.now()
    const asked = { question, reader, resolve: resolve as Waiting['resolve'], reject, sinceMs, attempts: 0, isGone: false }
    this.#turns.add(reader, asked)
    this.#work()
    if (!gone) return promise
    const leave = (): void => this.#leave(asked)
    gone.addEventListener('abort', leave, { once: true })
    return promise.finally(() => gone.removeEventListener('abort', leave))
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const { reject } of this.#turns.clear()) reject(stopping())
    await Promise.all(
      this.#seats.map((seat) => {
        clearTimeout(seat.rest)
        return seat.process?.kill()
      }),
    )
  }

  get #seats(): readonly Seat[] {
    return [this.#first, this.#second]
  }

  /** Gives turns as long as somebody may have one. */
  #work(): void {
    for (;;) {
      const asked = this.#turns.take((reader) => this.#seatFor(reader) !== undefined)
      const seat = asked && this.#seatFor(asked.reader)
      if (!seat) return
      if (performance.now() - asked.sinceMs > this.#settings.deadlineMs * longestWait) asked.reject(tooManySearches())
      else void this.#run(seat, asked)
    }
  }

  /** Where somebody may have a turn now: who asks long questions, in the first process only, and not beside another long one. */
  #seatFor(reader: string): Seat | undefined {
    const [first, second] = [this.#first, this.#second]
    if (first.asked?.reader === reader || second.asked?.reader === reader) return undefined
    if (this.#slow.has(reader)) return first.asked || this.#isHeld(second) ? undefined : first
    // To start a process takes longer than most answers.
    const isSecondReady = second.process !== undefined && !second.asked
    if (!first.asked) return first.process === undefined && isSecondReady ? second : first
    return !second.asked && this.#isHeld(first) ? second : undefined
  }

  /** Whether it is at a question that is long, or by the reader's last one will be. */
  #isHeld({ asked, begunMs }: Seat): boolean {
    if (!asked) return false
    return this.#slow.has(asked.reader) || (begunMs !== undefined && performance.now() - begunMs >= this.#longMs)
  }

  get #longMs(): number {
    return this.#settings.deadlineMs / longShare
  }

  async #run(seat: Seat, asked: Waiting): Promise<void> {
    asked.attempts++
    seat.asked = asked
    clearTimeout(seat.rest)
    seat.process ??= new SearchProcess(this.#settings)
    let long: NodeJS.Timeout | undefined
    const outcome = await seat.process.ask(asked.question, this.#settings.deadlineMs, () => {
      seat.begunMs = performance.now()
      long = setTimeout(() => this.#work(), this.#longMs + 1).unref()
    })
    clearTimeout(long)
    this.#remember(asked, outcome)
    seat.asked = undefined
    seat.begunMs = undefined
    this.#turns.hadOne(asked.reader)
    this.#settle(seat, asked, outcome)
    if (seat === this.#second) this.#restSoon(seat)
    this.#work()
  }

  #remember({ reader, isGone }: Waiting, outcome: Outcome): void {
    if (reader === theServer.reader) return
    this.#slow.delete(reader)
    const isLong = outcome.kind === 'answer' ? outcome.cpuMs >= this.#longMs : isGone || outcome.kind === 'overdue'
    if (!isLong) return
    this.#slow.add(reader)
    const [oldest] = this.#slow
    if (this.#slow.size > mostSlow && oldest !== undefined) this.#slow.delete(oldest)
  }

  #restSoon(seat: Seat): void {
    seat.rest = setTimeout(() => {
      void seat.process?.kill()
      seat.process = undefined
    }, restMs).unref()
  }

  /** Nobody waits for it any more. */
  #leave(asked: Waiting): void {
    asked.isGone = true
    asked.reject(nobodyWaits())
    if (this.#turns.remove(asked.reader, asked)) return
    const seat = this.#seats.find((one) => one.asked === asked)
    if (!seat) return
    const ranMs = performance.now() - (seat.begunMs ?? performance.now())
    const end = (): void => {
      if (seat.asked === asked) void seat.process?.kill()
    }
    setTimeout(end, Math.max(0, this.#settings.deadlineMs / abandonedShare - ranMs)).unref()
  }

  #settle(seat: Seat, asked: Waiting, outcome: Outcome): void {
    if (outcome.kind === 'answer') asked.resolve(outcome.answer)
    else if (outcome.kind === 'refusal') asked.reject(outcome.problem)
    else if (outcome.kind === 'defect') {
      this.#settings.onFault({ what: 'a search has a defect', stack: outcome.stack })
      asked.reject(defective())
    } else if (outcome.kind === 'damaged') {
      this.#settings.onDamage(asked.question.trail)
      asked.reject(damaged())
    } else {
      seat.process = undefined
      this.#goOn(asked, outcome)
    }
  }

  /** After the end of a process. */
  #goOn(asked: Waiting, outcome: Exclude<Outcome, { kind: 'answer' | 'refusal' | 'defect' | 'damaged' }>): void {
    if (this.#closed) return void asked.reject(stopping())
    if (asked.isGone) return
    if (outcome.kind === 'overdue') {
      this.#settings.onFault({ what: 'a search was ended at its deadline' })
      return void asked.reject(tooExpensive('time', this.#settings))
    }
    this.#settings.onFault({ what: `a search process ended: ${outcome.how}` })
    if (outcome.kind === 'unstartable') asked.reject(unavailable())
    else if (outcome.of === 'defect') asked.reject(defective())
    else if (asked.attempts < 2) this.#turns.putBack(asked.reader, asked)
    else asked.reject(tooExpensive('memory', this.#settings))
  }
}

const emptySeat = (): Seat => ({ process: undefined, asked: undefined, begunMs: undefined, rest: undefined })
