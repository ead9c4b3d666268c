import type { completionAt } from '@daybook/core'
import { useQuery } from '@tanstack/react-query'
import { getValues } from '../api/search-api.ts'
import { showCount } from '../format/quantity.ts'
import { useNames } from '../names/use-names.ts'
import { type FoundRecord, useRecords } from './use-records.ts'
import { useSettled } from './use-settled.ts'

/** Something that may be meant by what is being typed. */
export interface Offer {
  readonly insert: string
  readonly shown: string
  readonly hint: string
  /** Leads to this record's page instead of filling in a word. */
  readonly record?: FoundRecord
}

type Completion = ReturnType<typeof completionAt>

/** What may be meant by the text at the place of the caret: records first, which lead to their pages, then words that go on. */
export function useQueryOffers(trail: string, text: string, completion: Completion, open: boolean): readonly Offer[] {
  const settled = useSettled(text)
  const records = useRecordOffers(trail, open && completion.what === 'text' ? settled : '')
  return [...records, ...useWordOffers(trail, completion, open)]
}

/** Records that what is typed may mean, by number or name. */
function useRecordOffers(trail: string, text: string): readonly Offer[] {
  const names = useNames(trail)
  return (useRecords(trail, text) ?? []).map((record) => ({
    insert: JSON.stringify([record.type, record.id]),
    shown: record.name,
    hint: `${names.kind(record.type)} ${record.id}`,
    record,
  }))
}

const valued = new Set(
  'actor actorType role action category object field status source integration workflow step decision organization customer batch outcome quality'.split(
    ' ',
  ),
)

/** Filters while a word is begun, values that exist while a value is. */
function useWordOffers(trail: string, completion: Completion, open: boolean): readonly Offer[] {
  const { what, filter, typed } = completion
  const asks = open && what === 'value' && filter !== undefined && valued.has(filter)
  const values = useQuery({
    queryKey: ['values', trail, filter, typed],
    queryFn: ({ signal }) => getValues(trail, filter ?? '', typed, signal),
    enabled: asks,
    staleTime: 30_000,
  })
  const begun = what === 'value' ? '' : typed.toLowerCase()
  const filters = useQuery({
    queryKey: ['filters'],
    queryFn: async () => (await import('./filter-help.ts')).filterHelp,
    enabled: open && begun !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!open) return []
  if (what === 'value')
    return (asks ? (values.data?.data ?? []) : []).map(({ value, label, count }) => ({
      insert: `${quoted(value)} `,
      shown: label === value ? value : `${label} (${value})`,
      hint: showCount(count),
    }))
  if (begun === '') return []
  return (filters.data ?? [])
    .filter(({ name }) => name.toLowerCase().startsWith(begun))
    .slice(0, 8)
    .map(({ name, sentence }) => ({ insert: `${name}:`, shown: `${name}:`, hint: sentence }))
}

const quoted = (value: string): string =>
  /^[\p{L}\p{N}_./@-]+$/u.test(value) && !value.startsWith('-') ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`
