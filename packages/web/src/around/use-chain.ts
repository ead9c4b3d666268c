import { useQuery } from '@tanstack/react-query'
import { getChain } from '../api/around-api.ts'

/** What led to an event and what it led to. */
export const useChain = (trail: string, id: string) =>
  useQuery({ queryKey: ['chain', trail, id], queryFn: ({ signal }) => getChain(trail, id, signal) })
