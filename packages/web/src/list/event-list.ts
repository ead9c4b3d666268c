import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { type EventPage, type Lane, listEvents, pageSize } from '../api/daybook-api.ts'
import type { ListedEvent } from '../api/event-view.ts'

type Pages = InfiniteData<EventPage, string | undefined>

const pollMs = 5_000

/**
 * What is loaded, with the newest page in front. Fresh events that join what is loaded are put before it, so that what
 * the reader had open stays; where there is a gap between the two, the list starts again.
 */
export function withNewest(loaded: Pages, newest: EventPage): Pages {
  const top = loaded.pages[0]?.data[0]
  const joint = newest.data.findIndex((event) => event.seq === top?.seq)
  if (top === undefined || joint < 0) return { pages: [newest], pageParams: [undefined] }
  const [first, ...rest] = loaded.pages
  if (first === undefined) return loaded
  const joined = { ...first, data: [...newest.data.slice(0, joint), ...first.data], total: newest.total }
  return { pages: [joined, ...rest], pageParams: loaded.pageParams }
}

/** The loaded events of a lane, how many there are, and how many newer ones wait. */
export function useEventList(trail: string, lane: Lane) {
  const client = useQueryClient()
  const queryKey = ['events', trail, lane]
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => listEvents(trail, lane, pageSize, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const total = list.data?.pages[0]?.total.value
  const newest = useQuery({
    queryKey: ['newest', trail, lane],
    queryFn: ({ signal }) => listEvents(trail, lane, 1, undefined, signal),
    enabled: list.data !== undefined,
    refetchInterval: pollMs,
    placeholderData: keepPreviousData,
  })
  const waiting = Math.max(0, (newest.data?.total.value ?? 0) - (total ?? 0))
  const showNewest = async () => {
    const page = await listEvents(trail, lane, pageSize)
    client.setQueryData<Pages>(queryKey, (loaded) =>
      loaded ? withNewest(loaded, page) : { pages: [page], pageParams: [undefined] },
    )
  }
  const events: readonly ListedEvent[] = list.data?.pages.flatMap((page) => page.data) ?? []
  return { list, events, total, waiting: newest.isPlaceholderData ? 0 : waiting, behind: newest.error, showNewest }
}
