import { asProblem, HttpProblem, problemJson } from '../../problem/http-problem.ts'

/** On every answer of the API: it is data, it is the caller's alone, and no page may be made of it. */
const apiHeaders = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
} as const

export type ReplyHeaders = { readonly [name: string]: string }

/** An answer with a text or bytes. Headers stay a plain object: the server writes those without building a `Headers`. */
export const reply = (
  requestId: string,
  status: number,
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null,
  contentType: string,
  headers?: ReplyHeaders,
): Response =>
  new Response(body, {
    status,
    headers: { ...apiHeaders, ...(body === null ? {} : { 'Content-Type': contentType }), 'X-Request-Id': requestId, ...headers },
  })

export const jsonReply = (requestId: string, status: number, value: unknown, headers?: ReplyHeaders): Response =>
  reply(requestId, status, JSON.stringify(value), 'application/json', headers)

/** A JSON text that is there already. */
export const jsonText = (requestId: string, text: string, headers?: ReplyHeaders): Response =>
  reply(requestId, 200, text, 'application/json', headers)

export const problemType = 'application/problem+json'

export const problemReply = (requestId: string, problem: HttpProblem): Response => {
  const { status, code, message: detail, pointer, at, headers } = problem
  return reply(requestId, status, problemJson({ status, code, detail, pointer, at, requestId }), problemType, headers)
}

/** The answer to anything thrown; what is not a refusal is a defect of ours, told without its text. */
export const failureReply = (requestId: string, error: unknown): Response =>
  problemReply(
    requestId,
    asProblem(error) ?? new HttpProblem('internal_error', `The server has a defect. Report it with the request id ${requestId}.`),
  )
