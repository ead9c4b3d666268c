import { type ChildProcess, fork } from 'node:child_process'
import { Socket } from 'node:net'
import { HttpProblem, type ProblemCode } from '../problem/http-problem.ts'
import type { Answers, Asked, Question, Said, What } from './questions.ts'

export interface SearchSettings {
  /** The data folder. */
  readonly data: string
  /** Of JavaScript memory, in MiB; what the process needs beyond ends it. */
  readonly memoryMiB: number
}

export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answers[What]; readonly cpuMs: number }
  | { readonly kind: 'refusal'; readonly problem: HttpProblem }
  | { readonly kind: 'defect'; readonly stack: string }
  | { readonly kind: 'damaged' }
  /** The process was killed because it did not answer in time. */
  | { readonly kind: 'overdue' }
  /** The process ended by itself, or somebody else ended it; `of` says what is known to be the reason. */
  | { readonly kind: 'ended'; readonly how: string; readonly of: 'memory' | 'defect' | 'unknown' }
  | { readonly kind: 'unstartable'; readonly how: string }

/** Starting takes a fraction of a second; longer means that something is wrong with the machine. */
const startMs = 30_000
const lastWordsLength = 16_384

/** Signals of a program that did what no program may: its own fault, unless it says that its memory is used up. */
const crashes = new Set(['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP'])

/** V8 aborts where its memory is used up, as the allocator does where the memory is corrupt; the one says which it was. */
const reasonOf = (how: string, lastWords: string): 'memory' | 'defect' | 'unknown' =>
  lastWords.includes('out of memory') ? 'memory' : crashes.has(how) ? 'defect' : 'unknown'

/**
 * A process of its own that answers one question at a time, so that no search holds up the server and any search can be
 * ended. It opens what it reads for reading only, has a lower priority than the server, and ends with it.
 */
export class SearchProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  #next = 0
  #ready = false
  #hear: (outcome: Outcome | 'ready') => void = () => undefined
  #over: Outcome | undefined
  /** What came on its standard error; looked into when it ends, and never logged, since it may have values. */
  #lastWords = ''

  constructor({ data, memoryMiB }: SearchSettings) {
    const entry = import.meta.url.endsWith('.ts') ? './search-entry.ts' : './search-entry.js'
    this.#child = fork(new URL(entry, import.meta.url), [data], {
      // A small young space halves what it holds, and costs no time here.
      execArgv: [`--max-old-space-size=${memoryMiB}`, '--max-semi-space-size=2', '--disable-warning=ExperimentalWarning'],
      // It needs nothing that the environment may hold, least of all keys.
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#ended = new Promise((resolve) => {
      const end = (how: string): void => {
        const over =
          this.#over ?? (this.#ready ? { kind: 'ended', how, of: reasonOf(how, this.#lastWords) } : { kind: 'unstartable', how })
        this.#over = over
        this.#hear(over)
        resolve()
      }
      // Not `exit`: what it said last may still be under way.
      this.#child.once('close', (code, signal) => end(signal ?? `exit code ${code}`))
      this.#child.once('error', (error) => end(error.message))
    })
    this.#child.on('message', (said: Said) => this.#heard(said))
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      this.#lastWords = (this.#lastWords + bytes.toString('latin1')).slice(-lastWordsLength)
    })
    if (this.#child.stderr instanceof Socket) this.#child.stderr.unref()
    this.#rest()
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /**
   * Answers always, and never rejects; after any outcome that ends the process, make another. `begun` is called when the
   * process has started and is told the question.
   */
  async ask(question: Question, deadlineMs: number, begun: () => void = () => undefined): Promise<Outcome> {
    this.#child.ref()
    this.#child.channel?.ref()
    try {
      if (!this.#ready) {
        const started = await this.#within(startMs, () => undefined)
        if (started !== 'ready') return started
      }
      const say = (): void => {
        this.#say({ number: ++this.#next, question })
        begun()
      }
      return (await this.#within(deadlineMs, say)) as Outcome
    } finally {
      this.#rest()
    }
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }

  #say(asked: Asked): void {
    // Where the process is gone, its exit says so.
    this.#child.send(asked, () => undefined)
  }

  async #within(ms: number, begin: () => void): Promise<Outcome | 'ready'> {
    if (this.#over) return this.#over
    let timer: NodeJS.Timeout | undefined
    const heard = await new Promise<Outcome | 'ready'>((resolve) => {
      this.#hear = resolve
      timer = setTimeout(() => resolve({ kind: 'overdue' }), ms)
      begin()
    })
    clearTimeout(timer)
    this.#hear = () => undefined
    if (heard !== 'ready' && heard.kind === 'overdue') await this.kill()
    return heard
  }

  #heard(said: Said): void {
    if (said.kind === 'ready') {
      this.#ready = true
      this.#hear('ready')
    } else if (said.number === this.#next) this.#hear(outcomeOf(said))
  }

  /** While nothing is asked of it, it keeps no program from ending. */
  #rest(): void {
    this.#child.unref()
    this.#child.channel?.unref()
  }
}

const outcomeOf = (said: Exclude<Said, { kind: 'ready' }>): Outcome => {
  if (said.kind === 'answer') return { kind: 'answer', answer: said.answer, cpuMs: said.cpuMs }
  if (said.kind === 'defect') return { kind: 'defect', stack: said.stack }
  if (said.kind === 'damaged') return { kind: 'damaged' }
  const headers: { readonly [name: string]: string } = said.code === 'index_unavailable' ? { 'Retry-After': '10' } : {}
  return { kind: 'refusal', problem: new HttpProblem(said.code as ProblemCode, said.detail, { pointer: said.pointer, headers }) }
}
