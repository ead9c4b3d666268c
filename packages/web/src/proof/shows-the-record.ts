import type { Json } from '@daybook/core'
import type { EventDetail } from '../api/event-view.ts'

/** What the server adds to an event on the way to a reader; everything else must have been recorded. */
const added = new Set(['seq', 'hash', 'sentence', 'parts', 'defects', 'hidden', 'causes'])

type Members = { readonly [member: string]: unknown }

/**
 * The members in which what a page shows differs from what was recorded (and is proven); none when all agree. The
 * sentence, the weaknesses and the causes are the server's reading of the event and are not compared.
 */
export function differsFromRecord(shown: EventDetail, recorded: Members): readonly string[] {
  const view: Members = { ...shown }
  const members = new Set([...Object.keys(view).filter((member) => !added.has(member)), ...Object.keys(recorded)])
  return [...members].filter((member) => {
    const there = member === 'changes' ? plainChanges(view.changes, recorded.changes) : view[member]
    return !same(there as Json | undefined, recorded[member] as Json | undefined)
  })
}

/** Changes without what the server fills in from the catalogue: kinds, currencies, and labels where none were recorded. */
function plainChanges(shown: unknown, recorded: unknown): unknown {
  if (!Array.isArray(shown)) return shown
  return shown.map((change: Members, index) => {
    const { kind: _kind, currency: _currency, label, ...plain } = change
    const had = Array.isArray(recorded) && (recorded[index] as Members | undefined)?.label !== undefined
    return had ? { ...plain, label } : plain
  })
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]))
  const [left, right] = [a as { readonly [key: string]: Json }, b as { readonly [key: string]: Json }]
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]))
  )
}
