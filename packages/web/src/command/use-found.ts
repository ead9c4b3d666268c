import { completionAt } from '@daybook/core'
import { useQuery } from '@tanstack/react-query'
import { getValues } from '../api/search-api.ts'
import { useRecords } from '../search/use-records.ts'
import type { Found } from './offer.ts'

/** Names that begin with fewer letters are too many to be of help, and long to count. */
const fewestLetters = 3
const plainWords = /^[\p{L}\p{N}#][\p{L}\p{N}\s#.@_'’-]*$/u

/** What the trail knows of a text: records, people, customers and imports by their numbers and names, values of a filter. */
export function useFound(trail: string, text: string): Found {
  const plain = plainWords.test(text) ? text.replaceAll('#', ' ').trim() : ''
  const words = plain.length >= fewestLetters || /\d/.test(plain) ? plain : ''
  const records = useRecords(trail, words) ?? []
  const people = useValues(trail, 'actor', words)
  const customers = useValues(trail, 'customer', words)
  const batches = useValues(trail, 'batch', words)
  const { what, filter = '', typed, from } = completionAt(text, text.length)
  const isValue = what === 'value' && text.includes(':')
  const values = useValues(trail, filter, typed, isValue)
  return {
    records,
    people,
    customers,
    batches,
    values: isValue ? values.map(({ value, label }) => ({ query: `${text.slice(0, from)}${quoted(value)} `, label })) : [],
  }
}

const valued = new Set(
  'actor actorType role action category object field status source integration workflow step decision organization customer batch outcome quality'.split(
    ' ',
  ),
)

function useValues(trail: string, filter: string, typed: string, isWanted = typed.length > 1) {
  const asks = isWanted && valued.has(filter)
  const found = useQuery({
    queryKey: ['values', trail, filter, typed],
    queryFn: ({ signal }) => getValues(trail, filter, typed, signal),
    enabled: asks,
    staleTime: 30_000,
  })
  return asks ? (found.data?.data ?? []) : []
}

const quoted = (value: string): string =>
  /^[\p{L}\p{N}_./@-]+$/u.test(value) && !value.startsWith('-') ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`
