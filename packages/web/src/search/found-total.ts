import { useQuery } from '@tanstack/react-query'
import { type Asked, getHistogram, type Histogram } from '../api/search-api.ts'
import type { Total } from '../format/quantity.ts'
import { currentZone } from '../zone/zone.ts'

const bars = 80

/** What the chart over the list asks, and the total beside it looks at. */
export const histogramQuery = (trail: string, asked: Asked) => ({
  queryKey: ['histogram', trail, asked, currentZone()],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) => getHistogram(trail, asked, bars, currentZone(), signal),
})

/** How many match: a list that comes at once may say "at least"; the chart, which takes a moment longer, has counted all. */
export function useFoundTotal(trail: string, asked: Asked, listed: Total | undefined): Total | undefined {
  const { data } = useQuery({ ...histogramQuery(trail, asked), enabled: false })
  return listed && countedWhole(listed, data)
}

export const countedWhole = (listed: Total, drawn: Pick<Histogram, 'chosen'> | undefined): Total => {
  if (listed.exact || !drawn?.chosen.exact) return listed
  const value = drawn.chosen.counts.reduce((sum, count) => sum + count, 0)
  return value < listed.value ? listed : { value, exact: true }
}
