import { useQuery } from '@tanstack/react-query'
import { recordQuery } from './find-records.ts'
import { getRecords } from './meant-records.ts'

export interface FoundRecord {
  readonly type: string
  readonly id: string
  readonly name: string
}

const most = 4

/** The records somebody may mean by what is asked, by number, by kind and number, or by name; undefined until they are known. */
export const useRecords = (trail: string, q: string): readonly FoundRecord[] | undefined => {
  const asked = recordQuery(q)
  const found = useQuery({
    queryKey: ['records', trail, asked],
    queryFn: ({ signal }) => getRecords(trail, asked ?? '', most, signal),
    enabled: asked !== undefined,
    staleTime: 30_000,
  })
  if (asked === undefined) return []
  return found.data?.map(({ type, id, name }) => ({ type, id, name: name ?? id }))
}
