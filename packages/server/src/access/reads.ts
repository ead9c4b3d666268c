import { type Category, categories, type Query, type Wanted } from '@daybook/core'
import type { Caller } from './caller.ts'
import { type RoleBook, sightBy } from './sight.ts'

/** What somebody may read on a trail, in the large: enough for a page to offer nothing that they could not read. */
export interface Reads {
  /** Every event, sensitive ones too. Slots may be kept back nevertheless. */
  readonly everything: boolean
  /** Also some of what the catalogue calls sensitive; without it no such action is found at all. */
  readonly sensitive: boolean
  /** Every other category has no event for this reader. One that is named may have few, or none. */
  readonly categories: readonly Category[]
}

/** Stands for whatever a trail's catalogue calls sensitive: which actions these are changes nothing here. */
const anySensitive = ['*'] as const

/** What a caller may read on a trail now, by the same sight that every answer is made with. */
export const readsOn = (book: RoleBook, caller: Caller, trail: string): Reads => {
  const { events } = sightBy(book, caller, trail, anySensitive)
  const some = events === undefined ? categories : categoriesOf(events)
  return {
    everything: events === undefined,
    sensitive: events === undefined || findsSensitive(events),
    categories: categories.filter((category) => some.includes(category)),
  }
}

const findsSensitive = (query: Query): boolean => {
  if (query.kind === 'or') return query.parts.some(findsSensitive)
  if (query.kind === 'and') return query.parts.every(findsSensitive)
  return query.kind !== 'not' || !isAnySensitive(query.part)
}

const isAnySensitive = (part: Query): boolean =>
  part.kind === 'filter' &&
  part.filter === 'action' &&
  part.values.some((value) => value.match === 'is' && anySensitive.some((text) => text === value.text))

/** The categories that an event may have which a query finds; rather one too many than one too few. */
const categoriesOf = (query: Query): readonly Category[] => {
  if (query.kind === 'or') return query.parts.flatMap(categoriesOf)
  if (query.kind === 'and') return query.parts.map(categoriesOf).reduce(inBoth, categories)
  if (query.kind !== 'filter') return categories
  if (query.filter === 'category')
    return categories.filter((category) => query.values.some((value) => 'text' in value && value.text === category))
  return query.filter === 'action' ? query.values.flatMap(categoriesOfAction) : categories
}

const inBoth = (a: readonly Category[], b: readonly Category[]) => a.filter((category) => b.includes(category))

/** Actions that begin with `trail.` are the trail's own, and no others are. */
const categoriesOfAction = (value: Wanted): readonly Category[] => {
  const text = 'text' in value ? value.text : ''
  if (text.startsWith('trail.')) return ['trail']
  return value.match !== 'is' && 'trail.'.startsWith(text) ? categories : categories.filter((category) => category !== 'trail')
}
