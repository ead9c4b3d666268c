import {
  type ActionName,
  type Actor,
  type Catalogue,
  type Change,
  type ChangePair,
  type CompiledCatalogue,
  compileCatalogue,
  type EventInput,
  type Json,
  type RecordInput,
  treatEvent,
} from '@daybook/core'
import { RecordRefused, RecordUnanswered } from './record-error.ts'
import { uuidV7 } from './uuid-v7.ts'

export interface RecorderOptions<C extends Catalogue> {
  readonly catalogue: C
  /** The trail's address: `http://127.0.0.1:4319/v1/trails/orders`. */
  readonly url: string
  /** A writer key of that trail. */
  readonly key: string
  /** How long to wait for an answer, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number
}

/** Where an event stands once it is on the trail. */
interface Receipt {
  readonly id: string
  readonly seq: number
  /** E, base64url: what a proof will lead to. */
  readonly hash: string
}

export interface Recorder<C extends Catalogue> {
  /**
   * Records one event and answers when it is on the trail, after the server's commit and fsync (delivery `acked`).
   * Throws `RecordRefused` when the server will not take it, `RecordUnanswered` when nobody can say.
   */
  record<A extends ActionName<C>>(action: A, input: RecordInput<C, A> & { readonly actor: Actor }): Promise<Receipt>
}

/**
 * A recorder typed by the catalogue: a wrong action, a wrong field or a missing required reason does not compile.
 * What the catalogue omits or masks, and secrets wherever they stand, are hidden before the event leaves the program.
 * This version delivers `acked` only, whatever the catalogue says; it keeps no spool and retries nothing by itself.
 *
 * @example
 * const audit = createRecorder({ catalogue, url: process.env.DAYBOOK_URL, key: process.env.DAYBOOK_KEY })
 * await audit.record('refund.approved', {
 *   actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
 *   object: { id: 'r_31', name: 'Refund #31' },
 *   changes: { status: ['Pending Review', 'Approved'] },
 *   reason: 'Receipt checked',
 * })
 */
export function createRecorder<const C extends Catalogue>(options: RecorderOptions<C>): Recorder<C> {
  const catalogue = compileCatalogue(options.catalogue)
  return {
    record: async (action, input) => deliver(options, treatEvent(toEvent(catalogue, action, input as Recording), catalogue)),
  }
}

/** What `record` takes, whatever the catalogue. */
interface Recording extends Partial<Omit<EventInput, 'object' | 'changes' | 'occurredAt' | 'reason'>> {
  readonly actor: Actor
  readonly object?: { readonly type?: string; readonly id: string | number; readonly name?: string; readonly url?: string }
  readonly changes?: Changes
  readonly occurredAt?: string | Date
  readonly reason?: string | undefined
}
type Changes = readonly Change[] | { readonly [field: string]: ChangePair | undefined }

function toEvent(catalogue: CompiledCatalogue, action: string, input: Recording): EventInput {
  const { object, changes, occurredAt, reason, ...rest } = input
  const now = Date.now()
  const prefix = action.slice(0, action.indexOf('.'))
  const objectType = object?.type ?? (catalogue.object(prefix) ? prefix : undefined)
  return {
    ...rest,
    id: rest.id ?? uuidV7(now),
    action,
    occurredAt: new Date(occurredAt ?? now).toISOString(),
    ...(reason === undefined ? {} : { reason }),
    ...(object && objectType ? { object: { ...object, type: objectType, id: String(object.id) } } : {}),
    ...(changes ? { changes: toChanges(changes, (field) => catalogue.field(objectType, field)?.label) } : {}),
  }
}

const isList = (changes: Changes): changes is readonly Change[] => Array.isArray(changes)

const toChanges = (changes: Changes, labelOf: (field: string) => string | undefined): readonly Change[] =>
  isList(changes)
    ? changes
    : Object.entries(changes).flatMap(([field, pair]) => (pair ? [toChange(field, pair, labelOf(field))] : []))

const toChange = (field: string, [before, after]: ChangePair, label: string | undefined): Change => ({
  field,
  ...(label === undefined ? {} : { label }),
  ...(before === undefined ? {} : { before: toJson(before) }),
  ...(after === undefined ? {} : { after: toJson(after) }),
})

const toJson = (value: Json | Date): Json => (value instanceof Date ? value.toISOString() : value)

interface Answer {
  readonly code?: string
  readonly detail?: string
  readonly results?: readonly {
    readonly id?: string
    readonly status?: string
    readonly seq?: number
    readonly hash?: string
    readonly problem?: { readonly code: string; readonly detail: string; readonly pointer?: string }
  }[]
}

/** One event, one request. An answer counts only if it echoes the event's id: a proxy's page with status 200 is no answer. */
async function deliver(options: RecorderOptions<Catalogue>, event: EventInput): Promise<Receipt> {
  const response = await fetch(`${options.url.replace(/\/$/, '')}/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${options.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(event),
    redirect: 'error',
    signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
  }).catch((cause: unknown) => {
    throw new RecordUnanswered(`No answer from ${new URL(options.url).host}; record the event again with the id ${event.id}.`, {
      cause,
    })
  })
  const answer = (await response.json().catch(() => ({}))) as Answer
  const result = answer.results?.find((each) => each.id?.toLowerCase() === event.id.toLowerCase())
  if (result?.seq !== undefined && result.hash !== undefined && (result.status === 'stored' || result.status === 'duplicate')) {
    return { id: event.id, seq: result.seq, hash: result.hash }
  }
  const problem = result?.problem ?? answer
  if (response.status >= 400 && response.status < 500 && problem.code)
    throw new RecordRefused(problem.code, problem.detail ?? '', result?.problem?.pointer)
  throw new RecordUnanswered(
    `The answer (status ${response.status}${problem.code ? `, ${problem.code}` : ''}) does not say whether the event is stored; record it again with the id ${event.id}.`,
  )
}
