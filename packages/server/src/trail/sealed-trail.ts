import { HttpProblem, problemJson } from '../problem/http-problem.ts'
import type { AppendAnswer, AppendCall } from './append-call.ts'
import type { TrailFacts } from './documents.ts'
import { noCounts } from './opened-call.ts'
import type { TrailStatus } from './trail-status.ts'

type Seal = NonNullable<TrailStatus['sealed']>

/** The 503 of a trail that takes no events, with the sentence that says how to repair it. */
export const sealProblem = ({ code, because }: Seal): HttpProblem =>
  new HttpProblem(code, because, { headers: { 'Retry-After': '60' } })

/** The answer to a call that is refused as a whole. */
export const refusalAnswer = (call: AppendCall, problem: HttpProblem, defect?: string): AppendAnswer => {
  const { status, code, message: detail, pointer, headers } = problem
  return {
    status,
    text: problemJson({ status, code, detail, pointer, requestId: call.requestId }),
    counts: { ...noCounts, refused: [code] },
    ...(headers['Retry-After'] ? { retryAfterSeconds: Number(headers['Retry-After']) } : {}),
    ...(defect === undefined ? {} : { defect }),
  }
}

/** A trail that could not be opened for writing: it refuses everything that would add to it. */
export class SealedTrail {
  readonly facts: TrailFacts
  readonly #seal: Seal
  readonly #sizes: { readonly size: number; readonly signedSize: number }

  constructor(facts: TrailFacts, seal: Seal, sizes: { readonly size: number; readonly signedSize: number }) {
    this.facts = facts
    this.#seal = seal
    this.#sizes = sizes
  }

  get status(): TrailStatus {
    return {
      trail: this.facts.name,
      state: 'sealed',
      sealed: this.#seal,
      full: false,
      ...this.#sizes,
      signedAtMs: 0,
      backwardJumps: 0,
    }
  }

  append(calls: readonly AppendCall[]): Promise<readonly AppendAnswer[]> {
    return Promise.resolve(calls.map((call) => refusalAnswer(call, sealProblem(this.#seal))))
  }

  record(): Promise<never> {
    return Promise.reject(sealProblem(this.#seal))
  }

  reveal(): Promise<never> {
    return Promise.reject(sealProblem(this.#seal))
  }

  pushCatalogue(): Promise<never> {
    return Promise.reject(sealProblem(this.#seal))
  }

  sign(): Promise<never> {
    return Promise.reject(sealProblem(this.#seal))
  }

  signIfDue(): Promise<void> {
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
