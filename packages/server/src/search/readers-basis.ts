import { hash } from 'node:crypto'
import type { CompiledCatalogue } from '@daybook/core'

/**
 * Names what the newest catalogue keeps back from whom. Terms and values stand in an index under the readers of their
 * slots, so one that was made under another basis would show what is kept back by now: it is thrown away and made again.
 */
export const readersBasis = (newest: CompiledCatalogue): string => {
  const { actions, objects } = newest.source
  const kept: unknown[] = []
  for (const [name, { readers }] of entriesOf(actions)) if (readers?.length) kept.push([name, ...readers])
  for (const [type, { fields = {} }] of entriesOf(objects)) {
    // All of an object's fields where any has readers: one that is declared does not take its parent's.
    const list = entriesOf(fields)
    if (list.some(([, { readers }]) => readers?.length))
      kept.push([type, list.map(([field, { readers = [] }]) => [field, ...readers])])
  }
  return hash('sha256', JSON.stringify(kept), 'base64url')
}

const entriesOf = <T>(object: { readonly [name: string]: T }): (readonly [string, T])[] =>
  Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))
