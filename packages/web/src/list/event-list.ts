import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { pageSize } from '../api/daybook-api.ts'
import type { ListedEvent } from '../api/event-view.ts'
import { type Asked, type SearchPage, searchEvents } from '../api/search-api.ts'

type Pages = InfiniteData<SearchPage, string | undefined>

const pollMs = 3_000

/**
 * What is loaded, with the newest page in front. Fresh events that join what is loaded are put before it, so that what
 * the reader had open stays; where there is a gap between the two, the list starts again.
 */
export function withNewest(loaded: Pages, newest: SearchPage): Pages {
  const top = loaded.pages[0]?.data[0]
  const joint = newest.data.findIndex((event) => event.seq === top?.seq)
  if (top === undefined || joint < 0) return { pages: [newest], pageParams: [undefined] }
  const [first, ...rest] = loaded.pages
  if (first === undefined) return loaded
  const joined = { ...first, data: [...newest.data.slice(0, joint), ...first.data], total: newest.total }
  return { pages: [joined, ...rest], pageParams: loaded.pageParams }
}

/** The loaded events that match, how many there are, and how many newer ones wait. */
export function useEventList(trail: string, asked: Asked) {
  const client = useQueryClient()
  const queryKey = ['events', trail, asked]
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => searchEvents(trail, asked, pageSize, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
  const [firstPage] = list.data?.pages ?? []
  const newest = useQuery({
    queryKey: ['newest', trail, asked],
    queryFn: ({ signal }) => searchEvents(trail, asked, 1, undefined, signal),
    enabled: list.data !== undefined && !list.isPlaceholderData,
    refetchInterval: pollMs,
    placeholderData: keepPreviousData,
  })
  const total = firstPage?.total
  const waiting = waitingCount(firstPage, newest.data)
  const showNewest = async () => {
    const page = await searchEvents(trail, asked, pageSize)
    client.setQueryData<Pages>(queryKey, (loaded) =>
      loaded ? withNewest(loaded, page) : { pages: [page], pageParams: [undefined] },
    )
  }
  const events: readonly ListedEvent[] = list.data?.pages.flatMap((page) => page.data) ?? []
  const index = newest.data?.index ?? firstPage?.index
  return { list, events, total, index, waiting: newest.isPlaceholderData ? 0 : waiting, behind: newest.error, showNewest }
}

/** By the counts where both are exact; otherwise only that there is something newer. */
const waitingCount = (first: SearchPage | undefined, newest: SearchPage | undefined): number => {
  if (!first || !newest) return 0
  const more = newest.total.exact && first.total.exact ? newest.total.value - first.total.value : 0
  if (more > 0) return more
  const top = newest.data[0]
  return top !== undefined && top.seq !== first.data[0]?.seq && top.seq > (first.data[0]?.seq ?? -1) ? 1 : 0
}
