import { useQuery } from '@tanstack/react-query'
import type { EventView } from '../api/event-view.ts'
import type { CheckedEvent } from '../proof/check.ts'

/** The proofs of several events, one after the other; what could not be asked for stays undefined. */
export function useProofs(trail: string, events: readonly EventView[] | undefined) {
  const hashes = events?.map(({ hash }) => hash).join(' ')
  return useQuery({
    queryKey: ['proofs', trail, hashes],
    queryFn: async ({ signal }) => {
      const { checkEvent } = await import('../proof/check-event.ts')
      const checked = new Map<number, CheckedEvent>()
      for (const event of events ?? []) checked.set(event.seq, await checkEvent(trail, { ...event, causes: [] }, signal))
      return checked
    },
    enabled: events !== undefined && events.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}
