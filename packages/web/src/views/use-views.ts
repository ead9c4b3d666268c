import { useQuery, useQueryClient } from '@tanstack/react-query'
import { listViews, type SavedView } from '../api/views-api.ts'

const none: readonly SavedView[] = []

/** The views of whoever is signed in: pinned ones first, then by name. */
export function useViews(trail: string): readonly SavedView[] {
  const views = useQuery({ queryKey: ['views', trail], queryFn: ({ signal }) => listViews(trail, signal), staleTime: 60_000 })
  if (!views.data) return none
  const isPinned = ({ audience }: SavedView) => (audience.kind === 'role' ? 0 : 1)
  return views.data.toSorted((a, b) => isPinned(a) - isPinned(b))
}

/** To be called after a change. */
export function useViewsChanged(trail: string): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['views', trail] })
}
