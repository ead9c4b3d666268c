import type { Actor, Batch, BatchCounts, BatchFile, Source } from '@daybook/core'
import type { ContextInput } from '../context/context.ts'
import type { Desk } from '../desk.ts'
import type { Recording } from '../event/build-event.ts'
import { eventId } from '../event/event-id.ts'
import type { Changing, Put, Sent } from '../recording.ts'
import { changeGiven, recordGiven } from '../recording.ts'
import type { BatchInput } from './batch-calls.ts'
import { batchFile } from './batch-file.ts'
import { Tally } from './tally.ts'

/** What the work gets, whatever the catalogue. */
export interface LooseBatchCalls {
  readonly id: string
  record(action: string, given: Recording): Promise<Sent>
  change(action: string, given: Changing): Promise<Sent | undefined>
  failed(line: number, reason: unknown): void
  unchanged(rows?: number): void
  claim(counts: BatchCounts): void
}

/**
 * Start, work, end. Whoever is around started it. What an import does is done by the import, for whoever started it: a person
 * is not blamed for a thousand rows of a file. Other runs keep the actor and source that are around them.
 */
export async function runBatch<T>(
  desk: Desk,
  put: Put | undefined,
  kind: string,
  input: BatchInput,
  work: (batch: LooseBatchCalls) => Promise<T> | T,
): Promise<T> {
  const { reason } = input
  const file = input.file === undefined ? undefined : await batchFile(input.file, () => unreadable(desk))
  const batch: Batch = {
    id: input.id ?? eventId(desk.now()),
    kind,
    ...(file && { file }),
    ...(input.rows !== undefined && { rows: input.rows }),
    ...(input.mapping !== undefined && { mapping: input.mapping }),
  }
  const rows = { ...doerOfRows(desk, kind, batch.id, file, input), batch: { id: batch.id } }
  await recordGiven(desk, put, `${kind}_started`, { batch, reason })
  const tally = new Tally()
  const end = (failure?: { readonly error: unknown }): Promise<Sent> =>
    desk.contexts.run(desk.contexts.inside(rows), () =>
      recordGiven(desk, put, `${kind}_completed`, {
        batch: { ...batch, ...tally.told() },
        reason,
        ...tally.note(),
        ...(failure && outcomeOf(failure.error)),
      }),
    )
  let answer: T
  try {
    answer = await desk.contexts.run(desk.contexts.inside(rows), async () => work(callsOf(desk, put, batch.id, tally)))
  } catch (error) {
    // the work's own error is the one to hear; that the end could not be recorded is on the recorder's health
    await end({ error }).catch(() => undefined)
    throw error
  }
  await end()
  return answer
}

const unreadable = ({ warner }: Desk): void =>
  warner.warn('file_unreadable', 'The file of a batch could not be read, so the trail has its name but neither size nor digest.')

function callsOf(desk: Desk, put: Put | undefined, id: string, tally: Tally): LooseBatchCalls {
  return {
    id,
    record: async (action, given) => {
      const sent = await recordGiven(desk, put, action, { ...given, batch: { id } })
      tally.add(/[._](?:created|added|imported|inserted)$/.test(action) ? 'created' : 'updated')
      return sent
    },
    change: async (action, given) => {
      const sent = await changeGiven(desk, put, action, { ...given, batch: { id } })
      tally.add(sent === undefined ? 'unchanged' : given.before === undefined || given.before === null ? 'created' : 'updated')
      return sent
    },
    failed: (line, reason) => tally.failed(line, reason),
    unchanged: (count = 1) => tally.add('unchanged', count),
    claim: (counts) => tally.claim(counts),
  }
}

/** The error's own words; a stack would be noise, and may hold what nobody meant to record. */
const outcomeOf = (error: unknown): Recording => {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return { outcome: 'failure', error: { message, ...(typeof code === 'string' && { code }) } }
}

const people: ReadonlySet<Actor['type']> = new Set(['user', 'admin', 'unknown'])

function doerOfRows(desk: Desk, kind: string, id: string, file: BatchFile | undefined, input: BatchInput): ContextInput {
  const given: ContextInput = {
    ...(input.actor && { actor: input.actor }),
    ...(input.source !== undefined && { source: input.source }),
  }
  const starter = desk.contexts.current()?.actor?.([])
  const isImport = /(?:^|[._])import$/.test(kind)
  if (input.actor !== undefined || !isImport || (starter !== undefined && !people.has(starter.type))) return given
  const words = kind.replaceAll(/[._]/g, ' ')
  const name = words.charAt(0).toUpperCase() + words.slice(1)
  const source: Source = { type: 'bulk_import', id, name: file?.name ?? name }
  const isKnown = starter !== undefined && starter.type !== 'unknown'
  return { actor: { type: 'import', id: kind, name, ...(isKnown && { onBehalfOf: starter }) }, source, ...given }
}
