import {
  type InfiniteData,
  keepPreviousData,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect } from 'react'
import { getTrail, pageSize } from '../api/daybook-api.ts'
import type { ListedEvent } from '../api/event-view.ts'
import { type Asked, type SearchPage, searchEvents } from '../api/search-api.ts'

type Pages = InfiniteData<SearchPage, string | undefined>

/** How often the trail is asked how long it is: one small question, only while the page is looked at. */
const watchMs = 500
/** How often it is searched again although nothing seems to have come: what was late in the index, what had failed. */
const searchMs = 15_000

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

/** The loaded events that match, how many there are, and how many newer ones wait. Nothing is asked where the query cannot be read. */
export function useEventList(trail: string, asked: Asked, isReadable: boolean) {
  const client = useQueryClient()
  const queryKey = ['events', trail, asked]
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => searchEvents(trail, asked, pageSize, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    enabled: isReadable,
  })
  const [firstPage] = list.data?.pages ?? []
  const newest = useQuery({
    queryKey: ['newest', trail, asked],
    queryFn: ({ signal }) => searchEvents(trail, asked, 1, undefined, signal),
    enabled: isReadable && list.data !== undefined && !list.isPlaceholderData,
    refetchInterval: searchMs,
    placeholderData: keepPreviousData,
  })
  const watchError = useWatch(trail, newest)
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
  return {
    list,
    events,
    total,
    index,
    waiting: newest.isPlaceholderData ? 0 : waiting,
    behind: newest.error ?? watchError,
    showNewest,
  }
}

/** Searches again as soon as the trail has grown, and until the index has come as far. Answers why it cannot be told. */
function useWatch(trail: string, newest: UseQueryResult<SearchPage>): Error | null {
  const about = useQuery({
    queryKey: ['length', trail],
    queryFn: ({ signal }) => getTrail(trail, signal),
    refetchInterval: watchMs,
    staleTime: 0,
  })
  const size = about.data?.size
  const seen = newest.data?.index.size
  const { refetch, isFetching } = newest
  // A busy or failing server is not pressed.
  const delayMs = newest.error || (newest.data?.index.behind ?? 0) > 0 ? watchMs : 0
  useEffect(() => {
    if (size === undefined || seen === undefined || seen >= size || isFetching) return
    const again = setTimeout(() => void refetch({ cancelRefetch: false }), delayMs)
    return () => clearTimeout(again)
  }, [size, seen, isFetching, refetch, delayMs])
  return about.error
}

/** By the counts where both are exact; otherwise only that there is something newer. */
const waitingCount = (first: SearchPage | undefined, newest: SearchPage | undefined): number => {
  if (!first || !newest) return 0
  const more = newest.total.exact && first.total.exact ? newest.total.value - first.total.value : 0
  if (more > 0) return more
  const top = newest.data[0]
  return top !== undefined && top.seq !== first.data[0]?.seq && top.seq > (first.data[0]?.seq ?? -1) ? 1 : 0
}
