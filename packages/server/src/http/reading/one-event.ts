import type { StoredEvent } from '../../journal/journal.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { type StepSource, stepSource } from '../../reading/answer-effects.ts'
import { viewerWho } from '../../reading/shelf.ts'
import type { Sees } from '../../search/search-index.ts'
import { mayRead, viewsOf } from '../../trail/reading.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import type { EventView } from '../../trail/view.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The stored event of an id in any case; `not_found` for anything else, and for one that this reader may not read. */
export const findEvent = async (trail: OpenTrail, id: string, sees: Sees): Promise<StoredEvent> => {
  const stored = await lookUp(trail, id.toLowerCase(), sees)
  if (!stored) throw new HttpProblem('not_found', 'There is no event of this id on this trail.')
  return stored
}

const lookUp = async ({ reader }: OpenTrail, id: string, sees: Sees): Promise<StoredEvent | undefined> => {
  const seq = uuid.test(id) ? await reader.find(id) : undefined
  const stored = seq === undefined ? undefined : await reader.at(seq)
  return stored && mayRead(stored, sees) ? stored : undefined
}

/** An event as a step of a chain. */
interface Step {
  readonly id?: string
  readonly seq: number
  readonly sentence: string
  readonly occurredAt?: string
  /** Through what it came, as far as a list of causes shows it. */
  readonly source?: StepSource
  /** The import that it began or ended, by the name of its file. */
  readonly batch?: { readonly id: string; readonly file: string }
}

/** Beside an event. */
const maxCauses = 50

/**
 * The event and the chain of what triggered it, nearest first; ends where a cause is unknown to the trail or not for this
 * reader, which is the same to them, or where it would go round.
 */
export const causesOf = async (
  stored: StoredEvent,
  trail: OpenTrail,
  sees: Sees,
  most = maxCauses,
): Promise<{ readonly view: EventView; readonly event: Step; readonly causes: readonly Step[]; readonly more: boolean }> => {
  const viewer = viewerWho(sees)
  const viewAt = async (event: StoredEvent): Promise<EventView> => {
    const [view] = await viewsOf([event], viewer, trail.reader)
    if (!view) throw new Error('a stored event made no view')
    return view
  }
  const view = await viewAt(stored)
  const causes: Step[] = []
  const seen = new Set([view.id])
  let more = false
  for (let next = view.causedBy; next !== undefined && !seen.has(next); ) {
    seen.add(next)
    const found = await lookUp(trail, next, sees)
    if (!found) break
    if (causes.length >= most) {
      more = true
      break
    }
    const cause = await viewAt(found)
    causes.push({ ...stepOf(cause), id: next })
    next = cause.causedBy
  }
  return { view, event: stepOf(view), causes, more }
}

const stepOf = ({ id, seq, sentence, occurredAt, source, batch }: EventView): Step => ({
  ...(id === undefined ? {} : { id }),
  seq,
  sentence,
  ...(occurredAt === undefined ? {} : { occurredAt }),
  ...(source === undefined ? {} : { source: stepSource(source) }),
  ...(batch?.file === undefined ? {} : { batch: { id: batch.id, file: batch.file.name } }),
})
