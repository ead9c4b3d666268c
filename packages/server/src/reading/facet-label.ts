import { wordsOf } from '@daybook/core'
import type { FacetDimension } from '../search/search-index.ts'

/** Dimensions whose values are names made for machines; those of the others are ids and texts, which stay as they are. */
const machineNames: ReadonlySet<FacetDimension> = new Set([
  'actorType',
  'action',
  'category',
  'field',
  'source',
  'decision',
  'outcome',
  'quality',
])

/** What a person reads for a value: the name recorded beside it, or the words of a name made for machines. */
export const facetLabel = (
  dimension: FacetDimension,
  { value, label }: { readonly value: string; readonly label?: string },
): string => label ?? (machineNames.has(dimension) ? wordsOf(value) : value)
