import { useQuery } from '@tanstack/react-query'
import { useSession } from '../people/use-session.ts'
import { getUnread, type Unread } from './watch-api.ts'

/** What alerts found that the reader has not opened; undefined where they may set none, and until it is known. */
export function useUnread(trail: string): Unread | undefined {
  const mayAlert = useSession()?.rights[trail]?.includes('alert') ?? false
  const { data } = useQuery({
    queryKey: ['unread alerts', trail],
    queryFn: ({ signal }) => getUnread(trail, signal),
    enabled: mayAlert,
    refetchInterval: 30_000,
    retry: false,
  })
  return mayAlert ? data : undefined
}
