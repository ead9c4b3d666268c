import { useQuery } from '@tanstack/react-query'
import { isAnswered } from '../api/answered.ts'
import { getCatalogue, getTrail } from '../api/daybook-api.ts'

/** A trail's newest catalogue: undefined data once `isPending` is false means that it has none. */
export function useCatalogue(trail: string, enabled = true) {
  const about = useQuery({ queryKey: ['trail', trail], queryFn: ({ signal }) => getTrail(trail, signal), enabled })
  const version = about.data?.catalogue ?? 0
  const catalogue = useQuery({
    queryKey: ['catalogue', trail, version],
    queryFn: ({ signal }) => getCatalogue(trail, version, signal),
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
    enabled: enabled && version > 0,
  })
  const refetch = () => void (about.error ? about : catalogue).refetch()
  return {
    version,
    data: catalogue.data,
    isPending: about.isPending || (version > 0 && catalogue.isPending),
    isAnswered: isAnswered(about) && (version === 0 || isAnswered(catalogue)),
    error: about.data ? (catalogue.data ? null : catalogue.error) : about.error,
    refetch,
  }
}
