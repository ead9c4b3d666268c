import { useQuery } from '@tanstack/react-query'
import { useSession } from '../people/use-session.ts'
import { getUnread, type Unread } from './watch-api.ts'

/** How many firings of alerts the reader has not opened; 0 where they may set none, and until it is known. */
export function useUnreadCount(trail: string): number {
  const mayAlert = useSession()?.rights[trail]?.includes('alert') ?? false
  const { data } = useQuery({
    queryKey: ['unread alerts', trail],
    queryFn: ({ signal }) => getUnread(trail, { limit: 0, signal }),
    enabled: mayAlert,
    refetchInterval: 30_000,
    retry: false,
  })
  return mayAlert ? (data?.count ?? 0) : 0
}

/** The newest of them, asked for again only when there are more or fewer: showing them is reading, and on the record. */
export function useUnread(trail: string): Unread | undefined {
  const count = useUnreadCount(trail)
  const { data } = useQuery({
    queryKey: ['unread alerts', trail, count],
    queryFn: ({ signal }) => getUnread(trail, { signal }),
    enabled: count > 0,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return count > 0 ? data : undefined
}
