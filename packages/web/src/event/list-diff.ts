import type { Json } from '@daybook/core'

export interface ListDiff {
  readonly added: readonly Json[]
  readonly removed: readonly Json[]
  readonly kept: number
}

/** What a list gained and lost, items compared whole; an item that stands twice counts twice. Order is not compared. */
export function diffLists(before: readonly Json[], after: readonly Json[]): ListDiff {
  const open = new Map<string, number>()
  for (const item of before) open.set(JSON.stringify(item), (open.get(JSON.stringify(item)) ?? 0) + 1)
  const added = after.filter((item) => !take(open, JSON.stringify(item)))
  const removed = before.filter((item) => take(open, JSON.stringify(item)))
  return { added, removed, kept: before.length - removed.length }
}

function take(open: Map<string, number>, key: string): boolean {
  const left = open.get(key) ?? 0
  if (left > 0) open.set(key, left - 1)
  return left > 0
}
