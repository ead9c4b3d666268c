import type { Problem } from '@daybook/core'
import { problemJson } from '../problem/http-problem.ts'
import { refusalStatus } from '../problem/server-code.ts'
import { asciiJson, type SignedCheckpoint } from './signed-checkpoint.ts'

/** What became of one event of a call, in the order sent. */
export type Result =
  | { readonly status: 'stored' | 'duplicate'; readonly id: string; readonly seq: number; readonly hash: Uint8Array }
  | { readonly status: 'conflict'; readonly id: string; readonly seq: number; readonly hash: Uint8Array }
  | { readonly status: 'rejected'; readonly id: string | undefined; readonly problem: Problem }

const conflictProblem: Problem = {
  code: 'id_conflict',
  detail: 'This id is on the trail already with other content; the first stays. Give a new event a new id.',
  pointer: '/id',
}

/** What an answer says beside its results. */
export interface AnswerFrame {
  readonly trail: string
  readonly requestId: string
  /** True when the body was one bare object: its own problem is then the problem of the call. */
  readonly single: boolean
  /** The newest checkpoint, if the trail has one. */
  readonly checkpoint: SignedCheckpoint | undefined
  /** JSON text of the consistency member, if the caller said what it last saw. */
  readonly consistency: string | undefined
  /** `.tlog-proof` texts by result, with `?wait=checkpoint`. */
  readonly proofs: ReadonlyMap<number, string> | undefined
}

/** The answer's status and its body as JSON text, written straight from the results: a batch has a thousand. */
export const writeAnswer = (
  results: readonly Result[],
  frame: AnswerFrame,
): { readonly status: number; readonly text: string } => {
  const refused = results.flatMap((result) => problemOf(result) ?? [])
  const members = writeMembers(results, frame)
  const [first] = refused
  if (!first) return { status: 200, text: `{${members}}` }
  const problem = frame.single
    ? { status: refusalStatus[first.code], code: first.code, detail: first.detail, pointer: first.pointer }
    : {
        status: 422,
        code: 'events_refused' as const,
        detail: `${refused.length} of ${results.length} events were refused, the others are stored; results says which and why.`,
      }
  const text = problemJson({ ...problem, requestId: frame.requestId })
  return { status: problem.status, text: `${text.slice(0, -1)},${members}}` }
}

export const problemOf = (result: Result): Problem | undefined =>
  result.status === 'rejected' ? result.problem : result.status === 'conflict' ? conflictProblem : undefined

const writeMembers = (results: readonly Result[], frame: AnswerFrame): string => {
  let accepted = 0
  let duplicates = 0
  const texts: string[] = []
  for (const [at, result] of results.entries()) {
    if (result.status === 'stored') accepted++
    if (result.status === 'duplicate') duplicates++
    texts.push(writeResult(result, frame.proofs?.get(at)))
  }
  const checkpoint = frame.checkpoint?.noteJson ?? 'null'
  const consistency = frame.consistency === undefined ? '' : `,"consistency":${frame.consistency}`
  return `"trail":"${frame.trail}","accepted":${accepted},"duplicates":${duplicates},"results":[${texts.join(',')}],"checkpoint":${checkpoint}${consistency}`
}

const writeResult = (result: Result, proof: string | undefined): string => {
  if (result.status === 'rejected') {
    const id = result.id === undefined ? '' : `"id":${JSON.stringify(result.id)},`
    return `{${id}"status":"rejected","problem":${JSON.stringify(result.problem)}}`
  }
  const hash = Buffer.from(result.hash.buffer, result.hash.byteOffset, result.hash.byteLength).toString('base64url')
  const problem = result.status === 'conflict' ? `,"problem":${JSON.stringify(conflictProblem)}` : ''
  const proofMember = proof === undefined ? '' : `,"proof":${asciiJson(proof)}`
  return `{"id":"${result.id}","status":"${result.status}","seq":${result.seq},"hash":"${hash}"${problem}${proofMember}}`
}
