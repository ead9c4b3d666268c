import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { requestJson } from '../api/request.ts'
import type { IndexState } from '../api/search-api.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'

const askMs = 2_000

/** Beside “nothing is here”: what is stored may only not be searchable yet. Looks again as soon as it is. */
export function NotYet({ retry }: { readonly retry: () => void }) {
  const { trail } = useParams({ strict: false })
  const index = useQuery({
    queryKey: ['index', trail],
    queryFn: ({ signal }) => requestJson<IndexState>(`/v1/trails/${encodeURIComponent(trail ?? '')}/index`, { signal }),
    enabled: trail !== undefined,
    retry: false,
    staleTime: 0,
    refetchInterval: ({ state }) => ((state.data?.behind ?? 0) > 0 ? askMs : false),
  })
  const behind = index.data?.behind ?? 0
  const wasBehind = useRef(false)
  useEffect(() => {
    if (wasBehind.current && behind === 0) retry()
    wasBehind.current = behind > 0
  }, [behind, retry])
  if (behind === 0) return null
  return (
    <p className="notice" role="status">
      {fill(m.app.notYet, { behind: showCount(behind) })}
    </p>
  )
}
