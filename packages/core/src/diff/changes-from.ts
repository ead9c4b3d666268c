import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import type { ChangePair } from '../catalogue/define-catalogue.ts'
import type { Change, Json } from '../event/event.ts'
import { plainValue } from './plain-value.ts'

/** What changed, as a caller writes it: a pair for each field, or changes as an event carries them. */
export type GivenChanges =
  | { readonly [field: string]: ChangePair | undefined }
  | readonly (Omit<Change, 'before' | 'after'> & { readonly before?: unknown; readonly after?: unknown })[]

/**
 * The changes a caller gives by hand, `{ status: ['Pending Review', 'Approved'] }`, as an event carries them, with the
 * catalogue's labels. All are kept, also where both sides are the same: the caller says that it changed. A field without
 * a pair is absent where it is `undefined`, and a value after without one before where it is anything else. Never throws.
 */
export function changesFrom(objectType: string | undefined, given: GivenChanges, catalogue: CompiledCatalogue): Change[] {
  const changes: Change[] = []
  if (Array.isArray(given)) {
    for (const each of given) changes.push(completed(each, objectType, catalogue))
    return changes
  }
  for (const [field, pair] of Object.entries(given as { readonly [field: string]: unknown })) {
    if (pair === undefined) continue
    const [before, after] = isPair(pair) ? pair : [undefined, pair]
    const label = catalogue.field(objectType, field)?.label
    changes.push(withValues(label === undefined ? { field } : { field, label }, plainValue(before), plainValue(after)))
  }
  return changes
}

/** True for what is written as `[before, after]`. */
export const isPair = (value: unknown): value is readonly [before: unknown, after: unknown] =>
  Array.isArray(value) && value.length === 2

type Open<T> = { -readonly [K in keyof T]: T[K] }

function withValues(change: Open<Change>, before: Json | undefined, after: Json | undefined): Change {
  if (before !== undefined) change.before = before
  if (after !== undefined) change.after = after
  return change
}

function completed(given: unknown, objectType: string | undefined, catalogue: CompiledCatalogue): Change {
  const plain = plainValue(given)
  // no change at all: it stays for the check to name it
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return (plain ?? null) as unknown as Change
  const change = plain as unknown as Change
  const label = typeof change.field === 'string' ? catalogue.field(objectType, change.field)?.label : undefined
  return label === undefined || change.label !== undefined ? change : { ...change, label }
}
