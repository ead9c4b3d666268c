import type { ProblemCode } from '../problem/http-problem.ts'
import type { AppendAnswer } from './append-call.ts'
import type { PackedCalls } from './packed-calls.ts'
import type { TrailStatus } from './trail-status.ts'

/** What the main thread and the writer thread say to each other. Event objects never cross: bodies go as bytes, answers come as text. */
export type ToWriter = PackedCalls | { readonly kind: 'ask'; readonly ask: number; readonly question: Question }

/** Everything else the writer does, one at a time. Texts are JSON. */
export type Question =
  | { readonly what: 'open'; readonly trail: string }
  | { readonly what: 'create'; readonly trail: string; readonly origin: string; readonly event: string }
  /** Record one of the trail's own events. */
  | { readonly what: 'record'; readonly trail: string; readonly event: string }
  | { readonly what: 'catalogue'; readonly trail: string; readonly catalogue: string; readonly event: string }
  /** Open ciphertexts of the trail's key, once the event that says so is durable. The answer is a list of texts. */
  | { readonly what: 'reveal'; readonly trail: string; readonly ciphertexts: readonly string[]; readonly event: string }
  /** Accept the ledger of a sealed trail as it is, for a reason that is stated and signed. */
  | { readonly what: 'epoch'; readonly trail: string; readonly reason: string }
  /** Sign a checkpoint of everything stored. */
  | { readonly what: 'sign'; readonly trail: string }
  /** Take no more, finish, sign, close. */
  | { readonly what: 'close' }

export type FromWriter =
  | PackedAnswers
  | { readonly kind: 'reply'; readonly ask: number; readonly reply: Reply }
  | { readonly kind: 'status'; readonly status: TrailStatus }

/** A group's answers as flat lists: copying many small objects between threads costs more than writing them. */
export interface PackedAnswers {
  readonly kind: 'answers'
  readonly calls: readonly number[]
  readonly statuses: readonly number[]
  readonly texts: readonly string[]
  readonly stored: readonly number[]
  readonly duplicates: readonly number[]
  readonly sizes: readonly number[]
  /** What few answers have, by their place in the lists. */
  readonly rest: readonly (readonly [at: number, rest: AnswerRest])[]
}
export type AnswerRest = Pick<AppendAnswer, 'retryAfterSeconds' | 'defect'> &
  Pick<AppendAnswer['counts'], 'refused' | 'producers'>

export type Reply =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: ProblemCode; readonly detail: string; readonly pointer?: string | undefined }
  | { readonly ok: false; readonly code: 'defect'; readonly detail: string; readonly stack: string | undefined }
