import { Worker } from 'node:worker_threads'
import { HttpProblem, statusOf } from '../problem/http-problem.ts'
import type { AppendAnswer, AppendCall } from './append-call.ts'
import { unpackAnswers } from './packed-answers.ts'
import { type NumberedCall, packCalls } from './packed-calls.ts'
import { threadMemory } from './thread-memory.ts'
import type { TrailStatus } from './trail-status.ts'
import type { FromWriter, Question, Reply, ToWriter } from './writer-messages.ts'

/** What the thread is started with. */
export interface WriterSettings {
  readonly data: string
  readonly keys: string
}

/** One message is being stored, one waits for its turn; what comes later gathers here, and crosses as one. */
const mostMessages = 2

/**
 * The main thread's end of the writer. Calls made in one turn of the event loop cross together, and so do all that come while two
 * messages are unanswered: a message costs each thread as much as an event does, and the writer would only let them wait.
 */
export class WriterClient {
  readonly #worker: Worker
  readonly #calls = new Map<number, Waiting>()
  readonly #asks = new Map<number, (reply: Reply) => void>()
  readonly #waiting: NumberedCall[] = []
  /** The last call of each message that is not answered yet, in the order sent, which is that of the answers. */
  readonly #messages: number[] = []
  #flushes = false
  readonly #onStatus: (status: TrailStatus) => void
  #next = 0
  #ended = false
  #closing = false

  constructor(settings: WriterSettings, events: { onStatus(status: TrailStatus): void; onDeath(error: Error): void }) {
    this.#onStatus = events.onStatus
    const file = import.meta.url.endsWith('.ts') ? './writer-worker.ts' : './writer-worker.js'
    this.#worker = new Worker(new URL(file, import.meta.url), { workerData: settings, resourceLimits: threadMemory })
    this.#worker.on('message', (message: FromWriter) => this.#hear(message))
    this.#worker.on('error', (error) => this.#end(error instanceof Error ? error : new Error(String(error)), events.onDeath))
    this.#worker.on('exit', () => this.#end(new Error('the writer thread has ended'), events.onDeath))
  }

  /** How many calls wait for their answer. */
  get waiting(): number {
    return this.#calls.size
  }

  /** Answers after commit and fsync. `call.body` must own its memory and is not to be used afterwards. */
  append(call: AppendCall): Promise<AppendAnswer> {
    if (this.#ended) return Promise.reject(endedProblem())
    return new Promise((resolve, reject) => {
      const number = this.#next++
      this.#calls.set(number, { resolve, reject })
      this.#waiting.push({ number, call })
      this.#flushSoon()
    })
  }

  /** Asks for anything but an append; the answer is JSON text. */
  async ask(question: Question): Promise<string> {
    if (this.#ended) throw endedProblem()
    const ask = this.#next++
    const reply = await new Promise<Reply>((resolve) => {
      this.#asks.set(ask, resolve)
      this.#worker.postMessage({ kind: 'ask', ask, question } satisfies ToWriter)
    })
    if (reply.ok) return reply.text
    if (reply.code === 'defect') throw Object.assign(new Error(reply.detail), { stack: reply.stack })
    const retry = statusOf(reply.code) === 503 ? { headers: { 'Retry-After': '10' } } : {}
    throw new HttpProblem(reply.code, reply.detail, { pointer: reply.pointer, ...retry })
  }

  /** Finishes what was taken, signs, closes every journal and ends the thread. */
  async close(): Promise<void> {
    if (this.#ended) return
    this.#closing = true
    this.#flush()
    await this.ask({ what: 'close' })
    await this.#worker.terminate()
  }

  #flushSoon(): void {
    if (this.#flushes || this.#messages.length >= mostMessages) return
    this.#flushes = true
    setImmediate(() => {
      this.#flushes = false
      this.#flush()
    })
  }

  #flush(): void {
    const calls = this.#waiting.splice(0)
    const last = calls.at(-1)
    if (last === undefined) return
    this.#messages.push(last.number)
    const packed = packCalls(calls)
    this.#worker.postMessage(packed satisfies ToWriter, [...packed.bytes])
  }

  #hear(message: FromWriter): void {
    if (message.kind === 'status') {
      this.#onStatus(message.status)
      return
    }
    if (message.kind === 'reply') {
      this.#asks.get(message.ask)?.(message.reply)
      this.#asks.delete(message.ask)
      return
    }
    for (const [call, answer] of unpackAnswers(message)) {
      this.#calls.get(call)?.resolve(answer)
      this.#calls.delete(call)
    }
    const answered = Math.max(...message.calls)
    while ((this.#messages[0] ?? Number.POSITIVE_INFINITY) <= answered) this.#messages.shift()
    if (this.#waiting.length > 0) this.#flushSoon()
  }

  /** A dead writer means that nothing can be stored: whoever waits is told, and the process should end. */
  #end(error: Error, onDeath: (error: Error) => void): void {
    if (this.#ended) return
    this.#ended = true
    const { code, message: detail } = endedProblem()
    for (const tell of this.#asks.values()) tell({ ok: false, code, detail })
    for (const { reject } of this.#calls.values()) reject(endedProblem())
    if (!this.#closing) onDeath(error)
    this.#asks.clear()
    this.#calls.clear()
  }
}

interface Waiting {
  readonly resolve: (answer: AppendAnswer) => void
  readonly reject: (error: HttpProblem) => void
}

export const writerEnded =
  'The part of the server that writes has ended by a defect; its log says why. Nothing can be stored until the server is started again. Send what was not answered again then; nothing is stored twice.'

const endedProblem = (): HttpProblem => new HttpProblem('storage_fault', writerEnded, { headers: { 'Retry-After': '30' } })
