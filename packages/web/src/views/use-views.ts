import { useQuery, useQueryClient } from '@tanstack/react-query'
import { isAnswered } from '../api/answered.ts'
import { listViews, type SavedView } from '../api/views-api.ts'
import { useReads } from '../people/use-session.ts'
import { readsLane } from '../search/lanes.ts'

const none: readonly SavedView[] = []

/** The views of whoever is signed in, undefined until they are known: pinned ones first, then by name. What others share of lanes that one does not read is left out. */
export function useViews(trail: string): readonly SavedView[] | undefined {
  const views = useQuery({ queryKey: ['views', trail], queryFn: ({ signal }) => listViews(trail, signal), staleTime: 60_000 })
  const reads = useReads(trail)
  if (!views.data) return isAnswered(views) ? none : undefined
  const isPinned = ({ audience }: SavedView) => (audience.kind === 'role' ? 0 : 1)
  const found = views.data.filter(({ owner, lane }) => owner.isYou || readsLane(reads, lane))
  return found.toSorted((a, b) => isPinned(a) - isPinned(b))
}

/** To be called after a change. */
export function useViewsChanged(trail: string): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['views', trail] })
}
