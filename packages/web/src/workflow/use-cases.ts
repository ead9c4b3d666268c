import { useQuery } from '@tanstack/react-query'
import { listCases } from '../api/workflow-api.ts'

/** Cases of one workflow or of all: the open ones, the ended ones, or those in which one person stood on both sides. */
export const useCases = (trail: string, type: string | undefined, which: 'open' | 'ended' | 'breaches') =>
  useQuery({
    queryKey: ['cases', trail, type, which],
    queryFn: ({ signal }) =>
      listCases(
        trail,
        { ...(type === undefined ? {} : { type }), ...(which === 'breaches' ? { breaches: true } : { state: which }) },
        signal,
      ),
  })
