import { useQuery } from '@tanstack/react-query'
import { type EventView, isPruned } from '../api/event-view.ts'
import { searchEvents } from '../api/search-api.ts'

const rounds = 4
const eventsAtOnce = 100
/** A query names at most so many actions. */
const mostNamed = 100

/**
 * The newest event of each action, as far as a few searches find one: each round leaves out what was found, so that rare
 * actions come forward. Asking for each by itself lost: every question stands on the record of who read what.
 */
export const useExamples = (trail: string, actions: readonly string[]) =>
  useQuery({
    queryKey: ['catalogue-examples', trail, actions],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, EventView>> => {
      const found = new Map<string, EventView>()
      let missing = actions
      for (let round = 0; round < rounds && missing.length > 0; round++) {
        const q = `action:${missing
          .slice(0, mostNamed)
          .map((action) => `"${action}"`)
          .join(',')}`
        const page = await searchEvents(
          trail,
          { q, category: 'security,data,workflow,access,system' },
          eventsAtOnce,
          undefined,
          signal,
        )
        for (const event of page.data) if (!isPruned(event) && !found.has(event.action)) found.set(event.action, event)
        const left = missing.filter((action) => !found.has(action))
        if (left.length === missing.length) break
        missing = left
      }
      return found
    },
    enabled: actions.length > 0,
    staleTime: 5 * 60_000,
  })
