import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type CaseFilter, listCases } from '../api/workflow-api.ts'
import type { CaseList, CasesAddress } from './cases-address.ts'

/** What the server is asked for each list. */
const filters: { readonly [list in CaseList]: CaseFilter } = {
  open: { state: 'open' },
  overdue: { overdue: true },
  ended: { state: 'ended' },
  breaches: { breaches: true },
  overrides: { override: 'true' },
  unexplained: { override: 'without_reason' },
  backward: { backward: true },
}

/** Cases of one workflow or of all, as the address says, page by page. */
export const useCases = (trail: string, type: string | undefined, address: CasesAddress) => {
  const { waiting, step } = address
  const show: CaseList = address.show ?? 'open'
  const filter: CaseFilter = {
    ...filters[show],
    ...(type === undefined ? {} : { type }),
    ...(waiting === undefined ? {} : { waiting: `P${waiting}D` }),
    ...(step === undefined ? {} : { step }),
  }
  return useInfiniteQuery({
    queryKey: ['cases', trail, filter],
    queryFn: ({ pageParam, signal }) => listCases(trail, filter, signal, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}
