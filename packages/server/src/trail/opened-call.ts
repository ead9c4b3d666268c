import { type CompiledCatalogue, gate, isProblem, type Problem, Refusal } from '@daybook/core'
import { ProducerCounter, type SaidOfProducer, saidOfProducer } from '../access/producer-numbers.ts'
import { giveBack } from '../journal/give-back.ts'
import type { AppendOutcome, AppendRow } from '../journal/journal.ts'
import { HttpProblem } from '../problem/http-problem.ts'
import { problemOf, type Result } from './answer.ts'
import type { AppendCall, AppendCounts } from './append-call.ts'
import type { Intake } from './intake.ts'

type Item =
  | { readonly row: AppendRow; readonly said: SaidOfProducer | undefined }
  | { readonly problem: Problem; readonly id: string | undefined }

/** A call on its way through a group: its events, then what became of them. */
export class OpenedCall {
  readonly call: AppendCall
  readonly single: boolean
  readonly #items: readonly Item[]
  readonly rows: readonly AppendRow[]
  /** Set when the call as a whole is refused, or met a defect. */
  readonly failed: HttpProblem | undefined
  readonly defect: string | undefined
  #outcomes: readonly AppendOutcome[] = []
  #results: readonly Result[] | undefined

  constructor(call: AppendCall, parts: Partial<Pick<OpenedCall, 'single' | 'failed' | 'defect'>> & { items?: readonly Item[] }) {
    this.call = call
    this.single = parts.single ?? false
    this.#items = parts.items ?? []
    this.rows = this.#items.flatMap((item) => ('row' in item ? [item.row] : []))
    this.failed = parts.failed
    this.defect = parts.defect
  }

  /** Takes this call's outcomes out of those of the group, from `at` on; answers where the next call's begin. */
  settle(outcomes: readonly AppendOutcome[], at: number): number {
    this.#outcomes = outcomes.slice(at, at + this.rows.length)
    return at + this.rows.length
  }

  /** One result an event, in the order sent. */
  get results(): readonly Result[] {
    this.#results ??= this.#settled()
    return this.#results
  }

  rowAt(at: number): AppendRow | undefined {
    const item = this.#items[at]
    return item && 'row' in item ? item.row : undefined
  }

  conflicts(): readonly { readonly row: AppendRow; readonly seq: number }[] {
    return this.#outcomes.flatMap((outcome, at) => {
      const row = this.rows[at]
      return outcome.status === 'conflict' && row ? [{ row, seq: outcome.seq }] : []
    })
  }

  /** Who sent what is on the trail now. What was there already says only that its producer lives. */
  producers(): AppendCounts['producers'] {
    const counter = new ProducerCounter()
    for (const [at, result] of this.results.entries()) {
      const item = this.#items[at]
      const said = item && 'row' in item ? item.said : undefined
      if (said && result.status === 'stored') counter.add(said, result.seq)
      else if (said && result.status === 'duplicate') counter.add(said, undefined)
    }
    return counter.counts
  }

  #settled(): readonly Result[] {
    let next = 0
    return this.#items.map((item): Result => {
      if ('problem' in item) return { status: 'rejected', id: item.id, problem: item.problem }
      const outcome = this.#outcomes[next++]
      if (!outcome) throw new Error('the journal answered fewer rows than it was given')
      const hash = outcome.status === 'stored' ? item.row.sealed.hash : outcome.hash
      return { status: outcome.status, id: item.row.id, seq: outcome.seq, hash }
    })
  }
}

/** Decodes, gates and seals a call's events; its body is empty then. What is wrong with one call never touches the others of its group. */
export const openCall = (call: AppendCall, intake: Intake, catalogue: CompiledCatalogue): OpenedCall => {
  try {
    const { length } = call.body
    const text = decode(call.body)
    // One of the small bodies that crossed together is not alone in its buffer.
    if (length === call.body.buffer.byteLength) giveBack(call.body)
    const gated = gate(text, call.format, length)
    const items = gated.events.map((event): Item => {
      if ('problem' in event) return { problem: event.problem, id: event.id }
      const taken = intake.take(event.value, catalogue, call.key)
      if (isProblem(taken)) return { problem: taken, id: typeof event.value.id === 'string' ? event.value.id : undefined }
      return { row: taken, said: saidOfProducer(event.value) }
    })
    return new OpenedCall(call, { single: gated.single, items })
  } catch (error) {
    if (error instanceof Refusal) return new OpenedCall(call, { failed: HttpProblem.of(error.problem) })
    if (error instanceof HttpProblem) return new OpenedCall(call, { failed: error })
    const defect = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return new OpenedCall(call, { failed: new HttpProblem('internal_error'), defect })
  }
}

export const noCounts: AppendCounts = { stored: 0, duplicates: 0, refused: [], producers: [], size: 0 }

/** `size` is that of the trail once the call is stored. */
export const countsOf = (one: OpenedCall, size: number): AppendCounts => ({
  stored: one.results.filter(({ status }) => status === 'stored').length,
  duplicates: one.results.filter(({ status }) => status === 'duplicate').length,
  refused: one.results.flatMap((result) => problemOf(result)?.code ?? []),
  producers: one.producers(),
  size,
})

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Strictly decoded; a byte order mark stays in, for the gate to refuse. */
const decode = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new HttpProblem('invalid_unicode', 'The body is not UTF-8. Send UTF-8 without a byte order mark.')
  }
}
