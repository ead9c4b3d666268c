import type { EventInput } from '@daybook/core'
import { asProblem, HttpProblem } from '../problem/http-problem.ts'
import { SignerFault } from '../signer/signer-fault.ts'
import type { AppendAnswer, AppendCall } from './append-call.ts'
import { noCounts } from './opened-call.ts'
import { catalogueEventId } from './own-event.ts'
import type { NumberedCall } from './packed-calls.ts'
import type { SealedTrail } from './sealed-trail.ts'
import type { TrailEngine } from './trail-engine.ts'
import type { TrailStatus } from './trail-status.ts'
import type { Question, Reply } from './writer-messages.ts'

/** One group commit takes at most this much: it bounds how long the first of a group waits for the last. */
const maxGroupBytes = 4 * 1024 * 1024
const maxGroupCalls = 2_000

export interface HostParts {
  open(trail: string): Promise<TrailEngine | SealedTrail>
  openEpoch(trail: string, reason: string): Promise<TrailEngine | SealedTrail>
  create(trail: string, origin: string): Promise<TrailEngine>
  /** Told of every answer of a group at once. */
  answered(answers: readonly (readonly [number: number, answer: AppendAnswer])[]): void
  changed(status: TrailStatus): void
}

/**
 * Every trail's engine in one place, and the queue before them. Natural group commit: while one group is being stored
 * the next calls gather, and go together. Questions and groups never overlap.
 */
export class WriterHost {
  readonly #parts: HostParts
  readonly #engines = new Map<string, TrailEngine | SealedTrail>()
  readonly #queue: NumberedCall[] = []
  readonly #said = new WeakMap<TrailEngine | SealedTrail, string>()
  #turn: Promise<void> = Promise.resolve()
  #running = false

  constructor(parts: HostParts) {
    this.#parts = parts
  }

  /** Takes calls into the queue; their answers come through `answered`. */
  take(calls: readonly NumberedCall[]): void {
    this.#queue.push(...calls)
    if (this.#running) return
    // Not at once: messages that are waiting in the port are delivered one by one, and the group would be the first alone.
    this.#running = true
    setImmediate(() => this.#run())
  }

  /** Does one other thing, after what is under way. Never throws. */
  ask(question: Question): Promise<Reply> {
    return this.#next(async () => {
      try {
        return { ok: true, text: await this.#do(question) } as const
      } catch (error) {
        const problem = error instanceof SignerFault ? new HttpProblem('sealed', error.message) : asProblem(error)
        if (problem) return { ok: false, code: problem.code, detail: problem.message, pointer: problem.pointer } as const
        const [detail, stack] = error instanceof Error ? [error.message, error.stack] : [String(error), undefined]
        return { ok: false, code: 'defect', detail, stack } as const
      }
    })
  }

  /** To be called every second: signs what has grown. */
  signDue(): Promise<void> {
    return this.#next(async () => {
      for (const engine of this.#engines.values()) {
        await engine.signIfDue()
        this.#parts.changed(engine.status)
      }
    })
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }

  /** One group a turn, with a breath between them in which messages and timers are heard. */
  #run(): void {
    void this.#next(() => this.#group()).then(() => {
      if (this.#queue.length === 0) this.#running = false
      else setImmediate(() => this.#run())
    })
  }

  async #group(): Promise<void> {
    const group = this.#cutGroup()
    const answers: (readonly [number, AppendAnswer])[] = []
    for (const [trail, waiting] of Map.groupBy(group, ({ call }) => call.trail)) {
      const settled = await this.#appendTo(
        trail,
        waiting.map(({ call }) => call),
      )
      for (const [at, { number }] of waiting.entries())
        answers.push([number, settled[at] ?? defectAnswer('an engine answered too few calls')])
    }
    this.#parts.answered(answers)
  }

  async #appendTo(trail: string, calls: readonly AppendCall[]): Promise<readonly AppendAnswer[]> {
    const engine = this.#engines.get(trail)
    if (!engine) return calls.map(() => defectAnswer('a call for a trail that is not open reached the writer'))
    try {
      return await engine.append(calls)
    } catch (error) {
      return calls.map(() => defectAnswer(error instanceof Error ? (error.stack ?? error.message) : String(error)))
    } finally {
      this.#tellChange(engine)
    }
  }

  /** After a group only what somebody must know at once; sizes follow each second. */
  #tellChange(engine: TrailEngine | SealedTrail): void {
    const { state, full } = engine.status
    const said = `${state} ${full}`
    if (this.#said.get(engine) === said) return
    this.#said.set(engine, said)
    this.#parts.changed(engine.status)
  }

  #cutGroup(): readonly NumberedCall[] {
    let bytes = 0
    let count = 0
    for (const { call } of this.#queue) {
      bytes += call.body.length
      if (count > 0 && (bytes > maxGroupBytes || count >= maxGroupCalls)) break
      count++
    }
    return this.#queue.splice(0, count)
  }

  async #do(question: Question): Promise<string> {
    if (question.what === 'close') return this.#close()
    if (question.what === 'open') return this.#opened(await this.#parts.open(question.trail))
    if (question.what === 'create') return this.#create(question)
    const engine = this.#engines.get(question.trail)
    if (!engine) throw new Error('a question about a trail that is not open reached the writer')
    try {
      return await this.#about(engine, question)
    } finally {
      // A new epoch puts another engine in its place.
      this.#parts.changed((this.#engines.get(question.trail) ?? engine).status)
    }
  }

  async #about(
    engine: TrailEngine | SealedTrail,
    question: Exclude<Question, { what: 'close' | 'open' | 'create' }>,
  ): Promise<string> {
    if (question.what === 'epoch') return this.#openEpoch(engine, question.reason)
    if (question.what === 'sign') {
      if (engine.status.state === 'sealed')
        throw new HttpProblem(engine.status.sealed?.code ?? 'sealed', engine.status.sealed?.because)
      return (await engine.sign()).note
    }
    const event = JSON.parse(question.event) as EventInput
    if (question.what === 'reveal') return JSON.stringify(await engine.reveal(question.ciphertexts, event))
    if (question.what === 'record') return JSON.stringify({ id: event.id, ...(await engine.record(event)) })
    const make = (version: number): EventInput => ({
      ...event,
      // Derived, so that a push whose event was lost in a crash can be recorded once more and is still one event.
      id: catalogueEventId(engine.facts.origin, version),
      object: { type: 'catalogue', id: String(version), name: `catalogue version ${version}` },
    })
    return engine.pushCatalogue(question.catalogue, make, {})
  }

  async #openEpoch(engine: TrailEngine | SealedTrail, reason: string): Promise<string> {
    const { name } = engine.facts
    if (engine.status.state !== 'sealed') throw new HttpProblem('not_sealed')
    await engine.close()
    const opened = await this.#parts.openEpoch(name, reason)
    const told = this.#opened(opened)
    if (opened.status.sealed) throw new HttpProblem(opened.status.sealed.code, opened.status.sealed.because)
    return told
  }

  async #create({ trail, origin, event }: Extract<Question, { what: 'create' }>): Promise<string> {
    const engine = await this.#parts.create(trail, origin)
    await engine.record(JSON.parse(event) as EventInput)
    await engine.sign()
    return this.#opened(engine)
  }

  #opened(engine: TrailEngine | SealedTrail): string {
    this.#engines.set(engine.facts.name, engine)
    this.#parts.changed(engine.status)
    return JSON.stringify(engine.facts)
  }

  async #close(): Promise<string> {
    while (this.#queue.length > 0) await this.#group()
    for (const engine of this.#engines.values()) await engine.close()
    this.#engines.clear()
    return 'true'
  }
}

const defectAnswer = (defect: string): AppendAnswer => ({ status: 500, text: '', counts: noCounts, defect })
