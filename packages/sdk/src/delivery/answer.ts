import type { NumberRange } from './gaps.ts'
import type { NetAnswer } from './ports.ts'
import { parseObject } from './spool-state.ts'

/** Why the server did not take one event. */
export interface EventProblem {
  readonly code: string
  readonly detail: string
  readonly pointer?: string
}

export type EventResult =
  | { readonly status: 'stored' | 'duplicate'; readonly seq: number; readonly hash: string }
  | { readonly status: 'conflict' | 'rejected'; readonly problem: EventProblem }

/** What an answer to a batch says, once it is sure that it answers this batch. */
export type BatchAnswer =
  | {
      readonly kind: 'results'
      /** One an event, in the order sent. */
      readonly results: readonly EventResult[]
      readonly checkpoint: unknown
      readonly consistency: unknown
    }
  /** The server did not take the body as it was: too large, or one event spoils it. Parts of it may be taken. */
  | { readonly kind: 'whole'; readonly problem: EventProblem }
  /** The server does not let us in, or wants no such call at all. */
  | { readonly kind: 'denied'; readonly problem: EventProblem }
  /** Nobody can say; the same again later. */
  | { readonly kind: 'none'; readonly because: string; readonly retryAfterMs?: number }

/**
 * Refusals of a body that one event can spoil. Any other refusal of a whole call is a matter of settings: treated the same
 * way, it would make a dead letter of every event there is.
 */
const bodyCodes: ReadonlySet<string> = new Set([
  'invalid_json',
  'invalid_unicode',
  'body_too_large',
  'too_many_events',
  'event_too_large',
])

/**
 * A single event far below the server's own limit is no reason for a 413: one that does not come from the server speaks
 * of a proxy's setting, and would make a dead letter of every event there is.
 */
const mostProxyBytes = 200 * 1024

/**
 * An answer counts only if its body echoes the batch: every id, in the order sent, each with what became of it. Anything
 * else, a proxy's page with status 200 among it, is no answer, nor is an error of the server, whatever it echoes.
 */
export function readAnswer(answer: NetAnswer, ids: readonly string[], nowMs: number, sentBytes = mostProxyBytes): BatchAnswer {
  const body = parseObject(answer.body) ?? {}
  if (answer.status === 200 || answer.status === 422) {
    const results = readResults(body.results, ids)
    if (results) return { kind: 'results', results, checkpoint: body.checkpoint, consistency: body.consistency }
  }
  const problem = readProblem(body)
  const { status } = answer
  if (status === 413) {
    const foreign = { code: 'body_too_large', detail: 'Something between here and the server takes no body of this size.' }
    const isSetting = !problem && ids.length === 1 && sentBytes < mostProxyBytes
    return { kind: isSetting ? 'denied' : 'whole', problem: problem ?? foreign }
  }
  if (status === 401 || status === 403)
    return { kind: 'denied', problem: problem ?? { code: `http_${status}`, detail: `The server answered ${status}.` } }
  if (status >= 400 && status < 500 && status !== 408 && status !== 429 && problem)
    return { kind: bodyCodes.has(problem.code) ? 'whole' : 'denied', problem }
  const retryAfterMs = readRetryAfter(answer.retryAfter, nowMs)
  const because = problem
    ? `${problem.code}: ${problem.detail}`
    : `status ${status} with a body that does not name the events sent`
  return { kind: 'none', because, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

/** What an answer to a heartbeat says; undefined where it is none. */
export interface BeatAnswer {
  readonly checkpoint: unknown
  readonly consistency: unknown
  /** Numbers of this producer that the trail lacks although it has later ones. */
  readonly missing: readonly NumberRange[]
}

export function readBeat({ status, body }: NetAnswer): BeatAnswer | undefined {
  const { trail, checkpoint, consistency, missing } = parseObject(body) ?? {}
  if (status !== 200 || typeof trail !== 'string' || checkpoint === undefined) return undefined
  const ranges = (Array.isArray(missing) ? missing : []).filter(isRange)
  return { checkpoint, consistency, missing: ranges }
}

const isRange = (value: unknown): value is NumberRange =>
  Array.isArray(value) && value.length === 2 && value.every((seq) => Number.isSafeInteger(seq) && seq > 0) && value[0] <= value[1]

const readResults = (value: unknown, ids: readonly string[]): readonly EventResult[] | undefined => {
  if (!Array.isArray(value) || value.length !== ids.length) return undefined
  const results = value.map((each, at) => readResult(each, ids[at] ?? ''))
  return results.every((result) => result !== undefined) ? results : undefined
}

const readResult = (value: unknown, id: string): EventResult | undefined => {
  const { id: echoed, status, seq, hash, problem } = (value ?? {}) as { readonly [member: string]: unknown }
  const isRejected = status === 'rejected'
  // A refused event may have no id that could be read; every other answer names it. A UUID is the same in either case.
  if (echoed === undefined ? !isRejected : typeof echoed !== 'string' || echoed.toLowerCase() !== id.toLowerCase())
    return undefined
  if (status === 'stored' || status === 'duplicate')
    return Number.isSafeInteger(seq) && typeof hash === 'string' ? { status, seq: Number(seq), hash } : undefined
  if (!isRejected && status !== 'conflict') return undefined
  const why = readProblem(problem)
  return why && { status, problem: why }
}

const readProblem = (value: unknown): EventProblem | undefined => {
  const { code, detail, pointer } = (value ?? {}) as { readonly [member: string]: unknown }
  if (typeof code !== 'string') return undefined
  return { code, detail: typeof detail === 'string' ? detail : '', ...(typeof pointer === 'string' ? { pointer } : {}) }
}

/** RFC 9110 section 10.2.3: seconds, or a date. */
const readRetryAfter = (text: string | undefined, nowMs: number): number | undefined => {
  if (text === undefined) return undefined
  if (/^[0-9]{1,9}$/.test(text.trim())) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}
