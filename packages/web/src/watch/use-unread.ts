import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isAnswered } from '../api/answered.ts'
import { useSession } from '../people/use-session.ts'
import { getUnread, type Unread } from './watch-api.ts'

/** How many firings of alerts the reader has not opened; 0 where they may set none, and until it is known. */
export const useUnreadCount = (trail: string): number => useCounted(trail).count

function useCounted(trail: string) {
  const mayAlert = useSession()?.rights[trail]?.includes('alert') ?? false
  const counted = useQuery({
    queryKey: ['unread alerts', trail],
    queryFn: ({ signal }) => getUnread(trail, { limit: 0, signal }),
    enabled: mayAlert,
    refetchInterval: 30_000,
    retry: false,
  })
  return { count: mayAlert ? (counted.data?.count ?? 0) : 0, isAnswered: !mayAlert || isAnswered(counted) }
}

/**
 * The newest of them, as there were when the page was opened: what fires while one reads is counted beside the way to the
 * alerts, and pushes nothing away. Asked for only where there are some: showing them is reading, and on the record.
 */
export function useUnread(trail: string): { readonly unread: Unread | undefined; readonly isAnswered: boolean } {
  const counted = useCounted(trail)
  const [count, setCount] = useState<number>()
  if (count === undefined && counted.isAnswered) setCount(counted.count)
  const isSome = count !== undefined && count > 0
  const found = useQuery({
    queryKey: ['unread alerts', trail, count],
    queryFn: ({ signal }) => getUnread(trail, { signal }),
    enabled: isSome,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return { unread: isSome ? found.data : undefined, isAnswered: count !== undefined && (!isSome || isAnswered(found)) }
}
