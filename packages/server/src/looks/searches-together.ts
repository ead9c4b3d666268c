import type { EventInput } from '@daybook/core'
import type { Doer } from '../trail/own-event.ts'
import type { Told } from './look-fold.ts'

/** What is looked for, as people type it. */
export interface AskedSearch {
  /** Empty for everything. */
  readonly query: string
  /** Absent for events and their counts. */
  readonly list?: 'imports' | 'workflows' | 'around' | 'values' | 'questions' | 'reviews' | 'alerts'
  /** The event whose minutes are looked at. */
  readonly around?: { readonly id: string; readonly seq: number }
}

/** Everything of a folded event but how often and when. */
export interface About {
  readonly trail: string
  readonly action: `trail.${string}`
  readonly doer: Doer
  readonly details: Omit<Partial<EventInput>, 'action' | 'actor' | 'source' | 'id'>
  /** Of a search only. */
  readonly asked?: AskedSearch
}

interface ToldOf {
  readonly about: About
  readonly told: Told
}

/** Bytes of JSON that the questions of one event take, so that the whole stays well within the limits of an event. */
const mostBytes = 128 * 1024

/**
 * Searches of one reader as one event, or several where one would be too large: each question stands in `context.queries`, which
 * can be erased, with how often, when and how much was shown. Nothing is left out. One by itself stays as it is.
 */
export const searchesTogether = (searches: readonly ToldOf[]): readonly ToldOf[] =>
  filled(searches).flatMap((some) => {
    const [first, ...more] = some
    return first === undefined || more.length === 0 ? some : [together(first, some)]
  })

const filled = (searches: readonly ToldOf[]): readonly (readonly ToldOf[])[] => {
  const all: ToldOf[][] = []
  let room = 0
  for (const one of searches) {
    const bytes = Buffer.byteLength(JSON.stringify([questionOf(one), lookedAround(one)]))
    if (bytes > room) {
      all.push([])
      room = mostBytes
    }
    all.at(-1)?.push(one)
    room -= bytes
  }
  return all
}

const together = ({ about }: ToldOf, searches: readonly ToldOf[]): ToldOf => {
  const { viewAs } = (about.details.context ?? {}) as { readonly viewAs?: readonly string[] }
  const sum = (of: (told: Told) => number) => searches.reduce((all, { told }) => all + of(told), 0)
  return {
    about: {
      ...about,
      details: {
        ...about.details,
        related: [
          { type: 'search', id: 'several', name: `${searches.length} different things`, relation: 'query' },
          ...new Map(searches.flatMap(lookedAround).map((event) => [event.id, event])).values(),
        ],
        context: { ...(viewAs === undefined ? {} : { viewAs: [...viewAs] }), queries: searches.map(questionOf) },
      },
    },
    told: {
      times: sum(({ times }) => times),
      shown: sum(({ shown }) => shown),
      firstMs: Math.min(...searches.map(({ told }) => told.firstMs)),
      lastMs: Math.max(...searches.map(({ told }) => told.lastMs)),
      typed: [],
    },
  }
}

const questionOf = ({ about: { asked }, told }: ToldOf) => ({
  query: asked?.query ?? '',
  ...(asked?.list === undefined ? {} : { list: asked.list }),
  ...(asked?.around === undefined ? {} : { around: asked.around.id }),
  times: told.times,
  ...(told.shown > 0 ? { shown: told.shown } : {}),
  at: new Date(told.firstMs).toISOString(),
  ...spanOf(told),
})

/** Found by the event, as a single look around it is. */
const lookedAround = ({ about: { asked } }: ToldOf) =>
  asked?.around === undefined
    ? []
    : [{ type: 'event', id: asked.around.id, name: `event ${asked.around.seq}`, relation: 'looked around' }]

/** When looks that were told as one ended, over which time they went, and what was typed. */
export const spanOf = ({ times, firstMs, lastMs, fromMs, toMs, typed }: Told) => ({
  ...(times > 1 && lastMs > firstMs ? { until: new Date(lastMs).toISOString() } : {}),
  ...(fromMs === undefined ? {} : { from: new Date(fromMs).toISOString() }),
  ...(toMs === undefined ? {} : { to: new Date(toMs).toISOString() }),
  ...(typed.length > 0 ? { typed: [...typed] } : {}),
})
