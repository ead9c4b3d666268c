import { useQuery } from '@tanstack/react-query'
import { listNotes } from '../api/notes-api.ts'

/** What people said about an event. */
export const useNotes = (trail: string, event: string) =>
  useQuery({
    queryKey: ['notes', trail, event],
    queryFn: ({ signal }) => listNotes(trail, event, signal),
    staleTime: 30_000,
  })
