import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Asked } from '../api/search-api.ts'
import { askedBy, readAddress, type SearchAddress } from './asked.ts'
import { partsOf } from './edit-query.ts'

interface SearchState {
  readonly address: SearchAddress
  readonly asked: Asked
  /** False where `q` is no query: the field says where and why, and nothing is asked. */
  readonly isReadable: boolean
  /** Changes the address, which is the only state there is; `undefined` takes a part out. */
  go(change: { readonly [name in keyof SearchAddress]?: SearchAddress[name] | undefined }): void
}

/** What the search of a trail is asked, from the address, and how to ask something else. */
export const useSearchState = (trail: string): SearchState => {
  const address = readAddress(useSearch({ strict: false }))
  const navigate = useNavigate()
  return {
    address,
    asked: askedBy(address),
    isReadable: partsOf(address.q ?? '') !== undefined,
    go: (change) => {
      // Ends of its own take the place of a span that moves.
      const hasEnds = 'from' in change && !('last' in change)
      const next = readAddress({ ...address, ...(hasEnds ? { last: undefined } : {}), ...change })
      void navigate({ to: '/t/$trail/search', params: { trail }, search: next })
    },
  }
}
