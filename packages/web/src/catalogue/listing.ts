import { type ActionDeclaration, type Catalogue, type FieldDeclaration, planOf, wordsOf } from '@daybook/core'
import type { Counted } from '../api/search-api.ts'

/** One kind of action, as people look it up. */
export interface ActionEntry {
  readonly action: string
  /** A sentence with invented names and values. */
  readonly example: string
  readonly declaration: ActionDeclaration
  /** Events of it on the trail; undefined while, or where, they were not counted. */
  readonly count: number | undefined
}

/** A kind of record or case, with its actions and fields. */
export interface CatalogueGroup {
  readonly name: string
  readonly title: string
  readonly steps: readonly string[]
  readonly actions: readonly ActionEntry[]
  readonly notLogged: readonly { readonly action: string; readonly because: string }[]
  readonly fields: readonly (readonly [name: string, field: FieldDeclaration])[]
}

/** The catalogue by kinds of records, with how often each action occurs; `isWhole`: what is not counted does not occur. */
export function groupsOf(
  catalogue: Catalogue,
  locale: string,
  counted: readonly Counted[],
  isWhole: boolean,
): readonly CatalogueGroup[] {
  const counts = new Map(counted.map(({ value, count }) => [value, count]))
  const none = isWhole ? 0 : undefined
  return planOf(catalogue, locale).map(({ name, title, steps = [], entries }) => ({
    name,
    title,
    steps,
    actions: entries.flatMap((entry) =>
      entry.logged
        ? [
            {
              action: entry.action,
              example: entry.example,
              declaration: entry.declaration,
              count: counts.get(entry.action) ?? none,
            },
          ]
        : [],
    ),
    notLogged: entries.flatMap((entry) => (entry.logged ? [] : [{ action: entry.action, because: entry.because }])),
    fields: Object.entries((Object.hasOwn(catalogue.objects, name) ? catalogue.objects[name]?.fields : undefined) ?? {}),
  }))
}

/** Actions that occur and that nobody declared; the trail's own are declared by Daybook. */
export const uncatalogued = (catalogue: Catalogue | undefined, counted: readonly Counted[]): readonly Counted[] =>
  counted.filter(({ value }) => !value.startsWith('trail.') && !Object.hasOwn(catalogue?.actions ?? {}, value))

/** The groups with what matches every word: names of actions, their sentences, fields and labels, readers. */
export function searched(groups: readonly CatalogueGroup[], asked: string): readonly CatalogueGroup[] {
  const words = asked
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return groups
  const fits = (...texts: readonly string[]) => {
    const text = texts.join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return groups.flatMap((group) => {
    if (fits(group.name, group.title)) return [group]
    const actions = group.actions.filter(({ action, example, declaration }) =>
      fits(group.title, action, wordsOf(action), example, declaration.category, ...(declaration.readers ?? [])),
    )
    const fields = group.fields.filter(([name, { label = '', readers = [], treatment = '' }]) =>
      fits(group.title, name, label, treatment, ...readers),
    )
    const notLogged = group.notLogged.filter(({ action, because }) => fits(group.title, action, because))
    return actions.length + fields.length + notLogged.length === 0 ? [] : [{ ...group, actions, fields, notLogged }]
  })
}
