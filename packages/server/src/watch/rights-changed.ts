import { type Json, wordsOf } from '@daybook/core'
import type { EventView } from '../trail/view.ts'

/** What an event gave somebody, and what it took away, in the words of the record. */
export interface RightsChanged {
  readonly gained: readonly string[]
  readonly lost: readonly string[]
}

/** Where no catalogue says what a field is: in the trail's own events, and on trails that have none. */
const usualFields: ReadonlySet<string> = new Set(['role', 'roles', 'permission', 'permissions', 'rights', 'grants', 'owner'])

/** True for a change of who may do what: the catalogue says so of the field, or its name does in an event about security. */
const isRight = ({ category }: EventView, { kind, field }: NonNullable<EventView['changes']>[number]): boolean =>
  kind === 'permission' || (kind === undefined && (category === 'trail' || category === 'security') && usualFields.has(field))

/** Lists are compared item by item: what is on both sides neither came nor went. */
export const rightsChanged = (event: EventView): RightsChanged => {
  const gained: string[] = []
  const lost: string[] = []
  for (const change of event.changes ?? []) {
    if (!isRight(event, change)) continue
    const name = change.label ?? wordsOf(change.field)
    const [before, after] = [itemsOf(change.before, name), itemsOf(change.after, name)]
    gained.push(...after.filter((item) => !before.includes(item)))
    lost.push(...before.filter((item) => !after.includes(item)))
  }
  return { gained, lost }
}

export const changesRights = (event: EventView): boolean => (event.changes ?? []).some((change) => isRight(event, change))

/** What is yes or no is had or not, by its name. */
const itemsOf = (value: Json | undefined, name: string): readonly string[] => {
  if (value === undefined || value === null || value === '' || value === false) return []
  if (value === true) return [name]
  if (Array.isArray(value)) return value.flatMap((item) => itemsOf(item, name))
  return [typeof value === 'object' ? JSON.stringify(value) : String(value)]
}
