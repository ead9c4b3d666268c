import { STATUS_CODES } from 'node:http'
import { type Problem, Refusal, type RefusalCode } from '@daybook/core'
import { refusalStatus, type ServerCode, serverCodes } from './server-code.ts'

export type ProblemCode = RefusalCode | ServerCode

/** A call that is answered with a problem. `detail` is one sentence for a person: what, where, what to do; never a value that was sent. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly code: ProblemCode
  readonly status: number
  readonly pointer: string | undefined
  /** Of a query: where in its text, in UTF-16 units from 0. */
  readonly at: number | undefined
  readonly headers: { readonly [name: string]: string }

  constructor(
    code: ProblemCode,
    detail?: string,
    more: { pointer?: string | undefined; at?: number | undefined; headers?: { readonly [name: string]: string } } = {},
  ) {
    super(detail ?? (code in serverCodes ? serverCodes[code as ServerCode].phrase : code))
    this.code = code
    this.status = statusOf(code)
    this.pointer = more.pointer
    this.at = more.at
    this.headers = more.headers ?? {}
  }

  static of(problem: Problem): HttpProblem {
    return new HttpProblem(problem.code, problem.detail, { pointer: problem.pointer, at: problem.at })
  }
}

export const statusOf = (code: ProblemCode): number =>
  code in serverCodes ? serverCodes[code as ServerCode].status : refusalStatus[code as RefusalCode]

/** RFC 9457 problem details. `members` are joined in: a partly refused batch carries its whole answer. */
export const problemJson = (problem: {
  readonly status: number
  readonly code: ProblemCode
  readonly detail: string
  readonly pointer?: string | undefined
  readonly at?: number | undefined
  readonly requestId: string
}): string =>
  JSON.stringify({
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    ...(problem.pointer === undefined ? {} : { pointer: problem.pointer, at: problem.at }),
    requestId: problem.requestId,
  })

/** What to answer for anything thrown; undefined for a defect. */
export const asProblem = (error: unknown): HttpProblem | undefined => {
  if (error instanceof HttpProblem) return error
  if (error instanceof Refusal) return HttpProblem.of(error.problem)
  return undefined
}
