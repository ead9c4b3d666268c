import { dayMs } from './day-counts.ts'
import type { IndexFile } from './index-file.ts'
import { msPerBucket, oddKeys, regularKeys } from './row-key.ts'

/** A stretch of time as the whole days in it and what is left at its ends. */
export interface Days {
  /** Days since 1970, `[from, to)`. */
  readonly from: number
  readonly to: number
  readonly ends: readonly (readonly [fromMs: number, toMs: number])[]
}

/** Times after the last of `Date` are as good as none. */
export const lastMs = 8_640_000_000_000_000

export const daysOf = (fromMs: number, toMs: number): Days => {
  const end = Math.min(toMs, lastMs)
  const from = Math.ceil(Math.max(0, fromMs) / dayMs)
  const to = Math.floor(end / dayMs)
  if (from >= to) return { from: 0, to: 0, ends: fromMs < end ? [[fromMs, end]] : [] }
  const ends = [[fromMs, from * dayMs] as const, [to * dayMs, end] as const].filter(([start, stop]) => start < stop)
  return { from, to, ends }
}

/** How many business events occurred in `[fromMs, toMs)`: exact, from the days and what is left beside them. */
export const countPlain = (file: IndexFile, fromMs: number, toMs: number): number => {
  const { from, to, ends } = daysOf(fromMs, toMs)
  const days = file.get(
    'SELECT sum(count) AS count FROM day WHERE category = 0 AND dimension = 0 AND day >= ? AND day < ?',
    from,
    to,
  )
  return ends.reduce((sum, [start, stop]) => sum + countRows(file, start, stop), Number(days?.count ?? 0))
}

const countRows = (file: IndexFile, fromMs: number, toMs: number): number => {
  if (fromMs >= toMs) return 0
  const count = (sql: string, ...values: (number | bigint)[]): number => Number(file.get(sql, ...values)?.count)
  // At the ends, keys are shared with events before and behind: there a row says when it was, as `msOfKey` has it.
  const from = Math.ceil(fromMs / msPerBucket) * msPerBucket
  const to = Math.floor(toMs / msPerBucket) * msPerBucket
  const within = 'SELECT count(*) AS count FROM event WHERE key >= ? AND key < ?'
  const shared = (start: number, end: number): number => {
    const keys = regularKeys({ own: false, kind: 'plain' }, start, end)
    return count(
      `${within} AND key / 4 * ${msPerBucket} + place % ${msPerBucket} BETWEEN ? AND ?`,
      keys.from,
      keys.to,
      start,
      end - 1,
    )
  }
  const whole = regularKeys({ own: false, kind: 'plain' }, from, to)
  const crowd = regularKeys({ own: false, kind: 'crowded' }, fromMs, toMs)
  const odd = oddKeys(false)
  return (
    (from < to ? shared(fromMs, from) + count(within, whole.from, whole.to) + shared(to, toMs) : shared(fromMs, toMs)) +
    count(within, crowd.from, crowd.to) +
    count('SELECT count(*) AS count FROM odd WHERE key >= ? AND key < ? AND ms >= ? AND ms < ?', odd.from, odd.to, fromMs, toMs)
  )
}
