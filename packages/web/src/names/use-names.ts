import { useMemo } from 'react'
import { type Names, namesOf } from './names.ts'
import { useCatalogue } from './use-catalogue.ts'

/** The words of a trail's newest catalogue; until it is there, those of the names themselves. */
export const useNames = (trail: string): Names => {
  const { data } = useCatalogue(trail)
  return useMemo(() => namesOf(data), [data])
}
