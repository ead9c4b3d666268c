import { keepPreviousData, type QueryKey, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { getTrail } from '../api/daybook-api.ts'
import type { ListedEvent } from '../api/event-view.ts'
import { isNotFound } from '../api/request.ts'
import type { IndexState, SearchPage } from '../api/search-api.ts'

/** How often the trail is asked how long it is: one small question, only while the page is looked at. */
const watchMs = 300
/** The same while the server cannot say. */
const failingMs = 5_000
/** How often it is searched again although nothing seems to have come: what was late in the index, what had failed. */
const searchMs = 15_000

/** What came since a list was loaded. */
export interface News {
  /** How many events wait. */
  readonly waiting: number
  /** The newest of them. */
  readonly newest: ListedEvent | undefined
  readonly index: IndexState | undefined
  /** Why it cannot be told. */
  readonly behind: Error | null
}

/** A list as it was loaded. */
interface Loaded {
  readonly data: { readonly pages: readonly SearchPage[] } | undefined
  /** True while what is shown is the list of before. */
  readonly isPlaceholderData: boolean
}

/** Follows a list: `ask` answers its newest event, and is asked when the trail has grown. */
export function useNews(
  trail: string,
  queryKey: QueryKey,
  list: Loaded,
  ask: (signal: AbortSignal) => Promise<SearchPage>,
  isWanted = true,
): News {
  const [first] = list.data?.pages ?? []
  const newest = useQuery({
    queryKey: ['newest', ...queryKey],
    queryFn: ({ signal }) => ask(signal),
    enabled: isWanted && first !== undefined && !list.isPlaceholderData,
    refetchInterval: searchMs,
    placeholderData: keepPreviousData,
  })
  const watchError = useWatch(trail, newest)
  return {
    waiting: newest.isPlaceholderData ? 0 : waitingCount(first, newest.data),
    // What is loaded late can be older than what stands on top.
    newest: newest.data?.data.find(({ seq }) => seq !== first?.data[0]?.seq),
    index: newest.data?.index ?? first?.index,
    behind: newest.error ?? watchError,
  }
}

/** Searches again as soon as the trail has grown, and until the index has come as far. Answers why it cannot be told. */
function useWatch(trail: string, newest: UseQueryResult<SearchPage>): Error | null {
  const about = useQuery({
    queryKey: ['length', trail],
    queryFn: ({ signal }) => getTrail(trail, signal),
    // A trail that is not there, or not for this reader, does not grow.
    refetchInterval: ({ state }) => (isNotFound(state.error) ? false : state.error ? failingMs : watchMs),
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
