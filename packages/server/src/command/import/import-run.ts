import { CommandFailure } from '../failure.ts'
import type { CompiledMapping } from './compile-mapping.ts'
import { lineEvent, type RefusedLine, refusedLine } from './line-event.ts'
import type { SendResult } from './sender.ts'
import type { LineSource, SourceFacts, SourceLine } from './source-lines.ts'
import { Counting, type Tally } from './tally.ts'

/** The public interface's limits for one request, with room for the list's own punctuation. */
const batchEvents = 1_000
const batchBytes = 5 * 1024 * 1024 - 4096

export interface ImportRun {
  readonly source: LineSource
  readonly mapping: CompiledMapping
  /** Sends one batch, or judges it in a dry run; answers one result an event, in order. */
  readonly deliver: (texts: readonly string[]) => Promise<readonly SendResult[]>
  readonly refused: { write(refused: RefusedLine): void }
  readonly onProgress: (tally: Tally) => void
  readonly signal: AbortSignal
}

export interface ImportOutcome {
  readonly tally: Tally
  readonly codes: readonly (readonly [code: string, count: number])[]
  readonly facts: SourceFacts
  /** Members of the lines that the mapping never reads. */
  readonly unread: readonly string[]
  readonly interrupted: boolean
  /** Why the source could not be read to its end. */
  readonly failure: CommandFailure | undefined
}

interface Waiting {
  readonly line: SourceLine
  readonly text: string
}

/**
 * Every line in its order becomes an event or a refusal. One batch is on its way while the next is read, so that the
 * order of lines stays the order of events; memory holds two batches. Interrupted, it settles what it has read.
 */
export async function runImport(run: ImportRun): Promise<ImportOutcome> {
  const counting = new Counting()
  const seen = new Set<string>()
  const outbox = new Outbox(run, counting)
  const failure = await readAll(run, (line) => take(line, run, counting, seen, outbox))
  await outbox.drain()
  const { reads, readPatterns } = run.mapping
  const isRead = (name: string): boolean => reads?.has(name) !== false || readPatterns.some((pattern) => pattern.test(name))
  const unread = [...seen].filter((name) => !isRead(name)).sort()
  return {
    tally: counting.close(),
    codes: counting.codes,
    facts: run.source.facts(),
    unread,
    interrupted: run.signal.aborted,
    failure,
  }
}

/** Answers what stopped the reading, once everything before it has been taken; a failure of the taking itself is thrown. */
async function readAll(run: ImportRun, take: (line: SourceLine) => Promise<void>): Promise<CommandFailure | undefined> {
  const groups = run.source.groups()
  while (!run.signal.aborted) {
    const next = await groups.next().catch((error: unknown) => {
      if (error instanceof CommandFailure) return error
      throw error
    })
    if (next instanceof CommandFailure) return next
    if (next.done) return undefined
    for (const line of next.value) await take(line)
  }
  await groups.return(undefined)
  return undefined
}

async function take(line: SourceLine, run: ImportRun, counting: Counting, seen: Set<string>, outbox: Outbox): Promise<void> {
  counting.lineRead()
  const made = lineEvent(line, run.mapping, seen)
  if (made.kind === 'event') return outbox.add(made)
  if (made.kind === 'blank') return counting.fate('blank')
  counting.refusal('refused', made.refused.code)
  run.refused.write(made.refused)
}

/** Gathers events into batches and keeps one on its way. */
class Outbox {
  readonly #run: ImportRun
  readonly #counting: Counting
  #gathered: Waiting[] = []
  #bytes = 0
  #onItsWay: Promise<void> = Promise.resolve()

  constructor(run: ImportRun, counting: Counting) {
    this.#run = run
    this.#counting = counting
  }

  async add(event: Waiting): Promise<void> {
    const bytes = Buffer.byteLength(event.text) + 1
    if (this.#gathered.length === batchEvents || this.#bytes + bytes > batchBytes) await this.#send()
    this.#gathered.push(event)
    this.#bytes += bytes
  }

  async drain(): Promise<void> {
    await this.#send()
    await this.#onItsWay
  }

  async #send(): Promise<void> {
    const batch = this.#gathered
    this.#gathered = []
    this.#bytes = 0
    await this.#onItsWay
    if (batch.length === 0) return
    this.#onItsWay = this.#deliver(batch)
    // A failure is thrown where the batch is awaited; until then nobody listens, and that must not end the process.
    this.#onItsWay.catch(() => {})
  }

  async #deliver(batch: readonly Waiting[]): Promise<void> {
    const results = await this.#run.deliver(batch.map((event) => event.text))
    for (const [i, event] of batch.entries()) this.#settle(event, results[i])
    this.#run.onProgress(this.#counting.tally())
  }

  #settle(event: Waiting, result: SendResult | undefined): void {
    if (result?.status === 'stored') this.#counting.fate('stored')
    else if (result?.status === 'duplicate') this.#counting.fate('duplicates')
    else this.#refuse(event, result)
  }

  #refuse(event: Waiting, result: SendResult | undefined): void {
    const { code, detail, pointer } = result?.problem ?? { code: 'rejected', detail: 'The trail gave no reason.' }
    this.#counting.refusal(result?.status === 'conflict' ? 'conflicts' : 'refused', code)
    this.#run.refused.write(refusedLine(event.line, { code, detail, ...(pointer === undefined ? {} : { pointer }) }))
  }
}
