import { useQuery } from '@tanstack/react-query'
import { isAnswered } from '../api/answered.ts'
import { recordQuery } from './find-records.ts'
import { getRecords } from './meant-records.ts'

export interface FoundRecord {
  readonly type: string
  readonly id: string
  readonly name: string
}

const most = 4

/** Whether the same question is still without any answer. */
export const useAreRecordsToCome = (trail: string, q: string): boolean => {
  const found = useFound(trail, q)
  return found.isEnabled && !isAnswered(found)
}

/** The records somebody may mean by what is asked, by number, by kind and number, or by name; undefined until they are known. */
export const useRecords = (trail: string, q: string): readonly FoundRecord[] | undefined => {
  const found = useFound(trail, q)
  if (!found.isEnabled) return []
  return found.data?.map(({ type, id, name }) => ({ type, id, name: name ?? id }))
}

function useFound(trail: string, q: string) {
  const asked = recordQuery(q)
  return useQuery({
    queryKey: ['records', trail, asked],
    queryFn: ({ signal }) => getRecords(trail, asked ?? '', most, signal),
    enabled: asked !== undefined,
    staleTime: 30_000,
  })
}
