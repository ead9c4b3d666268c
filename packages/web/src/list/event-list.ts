import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { pageSize } from '../api/daybook-api.ts'
import type { ListedEvent } from '../api/event-view.ts'
import { type Asked, type SearchPage, searchEvents } from '../api/search-api.ts'
import { useNews } from './news.ts'

type Pages = InfiniteData<SearchPage, string | undefined>

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
  const joined = { ...first, data: [...newest.data.slice(0, joint), ...first.data], total: newest.total, index: newest.index }
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
  const news = useNews(trail, queryKey, list, (signal) => searchEvents(trail, asked, 1, undefined, signal), isReadable)
  const total = firstPage?.total
  const showNewest = async () => {
    const page = await searchEvents(trail, asked, pageSize)
    client.setQueryData<Pages>(queryKey, (loaded) =>
      loaded ? withNewest(loaded, page) : { pages: [page], pageParams: [undefined] },
    )
  }
  const events: readonly ListedEvent[] = list.data?.pages.flatMap((page) => page.data) ?? []
  const isCurrent = !list.isPlaceholderData
  return {
    list,
    events,
    total,
    /** How many were found, and how long the trail was then. */
    seen: isCurrent && firstPage ? { ...firstPage.total, size: firstPage.index.size } : undefined,
    /** Of a search up to a position: when the last event before it was recorded. */
    recordedUntil: isCurrent ? firstPage?.recordedUntil : undefined,
    news,
    showNewest,
  }
}
