import type { EventView } from '../trail/view.ts'
import { exactly } from './exactly.ts'
import type { Answers, QuestionOf } from './questions.ts'
import { type Shelf, viewsOfRows } from './shelf.ts'

/** So many effects are told, however many there are. */
const mostEffects = 200

interface Effect {
  readonly id: string | undefined
  readonly seq: number
  readonly sentence: string
  readonly occurredAt: string | undefined
  readonly causedBy: string | undefined
  readonly source: StepSource | undefined
  /** 1 for what the event itself triggered. */
  readonly depth: number
}

/** What an event triggered, and what that triggered, nearest first. Each event is told once, also where they go in a circle. */
export const answerEffects = async (shelf: Shelf, { id, sees }: QuestionOf<'effects'>): Promise<Answers['effects']> => {
  const size = await shelf.index.watermark()
  const effects: Effect[] = []
  const told = new Set<string | undefined>([id])
  let more = false
  for (let causes = [id], depth = 1; causes.length > 0 && !more; depth++) {
    const ask = { query: exactly('causedBy', ...causes), which: 'all', sees } as const
    const { rows, next } = await shelf.index.page(ask, 'asc', mostEffects + 1)
    const fresh = (await viewsOfRows(shelf, rows, sees)).filter((view) => !told.has(view.id))
    const room = mostEffects - effects.length
    more = next !== undefined || fresh.length > room
    for (const view of fresh.slice(0, room)) {
      told.add(view.id)
      effects.push(effectOf(view, depth))
    }
    causes = fresh.slice(0, room).flatMap((view) => (view.id === undefined ? [] : [view.id]))
  }
  return { text: JSON.stringify(effects), more, size }
}

export type StepSource = Partial<Pick<NonNullable<EventView['source']>, 'type' | 'name'>>

/** Of a source what a chain of causes shows. */
export const stepSource = ({ type, name }: NonNullable<EventView['source']>): StepSource => ({
  ...(type === undefined ? {} : { type }),
  ...(name === undefined ? {} : { name }),
})

const effectOf = ({ id, seq, sentence, occurredAt, causedBy, source }: EventView, depth: number): Effect => ({
  id,
  seq,
  sentence,
  occurredAt,
  causedBy,
  source: source && stepSource(source),
  depth,
})
