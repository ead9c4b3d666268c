import type { Change } from '@daybook/core'

/** Settings as the log tells them, by field. */
export interface ToldSettings {
  readonly [field: string]: string | boolean | readonly string[]
}

/** What differs between settings as they are told, in the order of their labels; a field has no side where nothing was set. */
export const settingChanges = (
  labels: { readonly [field: string]: string },
  before: ToldSettings,
  after: ToldSettings,
): readonly Change[] =>
  Object.entries(labels).flatMap(([field, label]) => {
    const [was, is] = [before[field], after[field]]
    if (JSON.stringify(was) === JSON.stringify(is)) return []
    return [{ field, label, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }]
  })
