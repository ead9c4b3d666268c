/** Numbers `from` to `to`, both included. Lists of them are ascending and never touch each other. */
export interface SeqRange {
  readonly from: number
  readonly to: number
}

export const lengthOf = ({ from, to }: SeqRange): number => to - from + 1

export const countOf = (ranges: readonly SeqRange[]): number => ranges.reduce((sum, range) => sum + lengthOf(range), 0)

/** What of a range no range of the list has. */
export const without = (range: SeqRange, list: readonly SeqRange[]): readonly SeqRange[] => {
  const left: SeqRange[] = []
  let from = range.from
  for (const other of list) {
    if (other.to < from) continue
    if (other.from > range.to) break
    if (other.from > from) left.push({ from, to: other.from - 1 })
    from = other.to + 1
  }
  if (from <= range.to) left.push({ from, to: range.to })
  return left
}

/** What of a range the list has, each piece with what its range carries. */
export const within = <T extends SeqRange>(range: SeqRange, list: readonly T[]): readonly T[] =>
  list.flatMap((other) => {
    const from = Math.max(other.from, range.from)
    const to = Math.min(other.to, range.to)
    return from <= to ? [{ ...other, from, to }] : []
  })

/** The list without a range; a range that is cut in two keeps what it carries on both sides. */
export const minus = <T extends SeqRange>(list: readonly T[], range: SeqRange): readonly T[] =>
  list.flatMap((other) => {
    if (other.to < range.from || other.from > range.to) return [other]
    const below = other.from < range.from ? [{ ...other, to: range.from - 1 }] : []
    const above = other.to > range.to ? [{ ...other, from: range.to + 1 }] : []
    return [...below, ...above]
  })

/** The list with ranges that are not in it yet. */
export const plus = <T extends SeqRange>(list: readonly T[], ranges: readonly T[]): readonly T[] =>
  ranges.length === 0 ? list : [...list, ...ranges].sort((a, b) => a.from - b.from)
