import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { getCatalogue, getTrail } from '../api/daybook-api.ts'
import { type Names, namesOf } from './names.ts'

/** The words of a trail's newest catalogue; until it is there, those of the names themselves. */
export const useNames = (trail: string): Names => {
  const about = useQuery({ queryKey: ['trail', trail], queryFn: ({ signal }) => getTrail(trail, signal) })
  const version = about.data?.catalogue ?? 0
  const catalogue = useQuery({
    queryKey: ['catalogue', trail, version],
    queryFn: ({ signal }) => getCatalogue(trail, version, signal),
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
    enabled: version > 0,
  })
  return useMemo(() => namesOf(catalogue.data), [catalogue.data])
}
