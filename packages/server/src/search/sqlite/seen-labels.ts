import type { FacetDimension } from '../search-index.ts'
import { everyDay } from './day-counts.ts'
import { dimensionNumber } from './facet-bytes.ts'
import type { IndexFile } from './index-file.ts'
import { keysAt, msOfKey, regularKeys } from './row-key.ts'
import { knownValue } from './vocabulary.ts'

const keptAtMost = 20_000

interface Kept {
  readonly stamp: string
  readonly label: string | undefined
}

/** Names of values as some readers see them, for as long as no event came that has the value. */
export class SeenLabels {
  readonly #kept = new Map<string, Kept>()

  /** `whose` says everything that decides which events are looked at. */
  labelOf(
    file: IndexFile,
    { whose, dimension, value }: { readonly whose: string; readonly dimension: FacetDimension; readonly value: string },
    find: () => string | undefined,
  ): string | undefined {
    const stamp = stampOf(file, dimension, value)
    if (stamp === undefined) return find()
    const name = JSON.stringify([whose, dimension, value])
    const known = this.#kept.get(name)
    if (known?.stamp === stamp) return known.label
    const label = find()
    if (this.#kept.size >= keptAtMost) this.#kept.clear()
    this.#kept.set(name, { stamp, label })
    return label
  }
}

/** How many business events have the value, and which of the trail's own came last; undefined where that is not counted. */
const stampOf = (file: IndexFile, dimension: FacetDimension, value: string): string | undefined => {
  const id = knownValue(file, dimension, value)
  if (id === undefined) return undefined
  const counted = file.get(
    'SELECT sum(count) AS count FROM day WHERE category = 0 AND dimension = ? AND day = ? AND value = ?',
    dimensionNumber(dimension),
    everyDay,
    id,
  )
  if (counted?.count === null || counted?.count === undefined) return undefined
  return `${counted.count} ${lastOwn(file, 'plain')} ${lastOwn(file, 'crowded')}`
}

/** The trail writes its own events as they happen, so that none comes much later than those around it: looks are told half an hour late at most. */
const lateMs = 3_600_000

/** The last key of its kind, and how many there are in the hour before it. */
const lastOwn = (file: IndexFile, kind: 'plain' | 'crowded'): string => {
  const stretch = { own: true, kind } as const
  const { from, to } = regularKeys(stretch, 0, Number.POSITIVE_INFINITY)
  const last = file.statement('SELECT max(key) AS last FROM event WHERE key >= ? AND key < ?', true).get(from, to)?.last
  if (typeof last !== 'bigint') return ''
  const since = keysAt(Math.max(0, msOfKey(last, 0, stretch) - lateMs), stretch).from
  return `${last}/${file.get('SELECT count(*) AS count FROM event WHERE key >= ? AND key <= ?', since, last)?.count}`
}
