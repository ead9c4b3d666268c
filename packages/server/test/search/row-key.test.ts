import { describe, expect, it } from 'vitest'
import { type KeyRange, keysAt, msOfKey, oddKeys, regularKeys, type Stretch } from '../../src/search/sqlite/row-key.ts'

const stretches = [true, false].flatMap((own) => (['plain', 'crowded'] as const).map((kind): Stretch => ({ own, kind })))
const whole = (stretch: Stretch): KeyRange => regularKeys(stretch, 0, Number.POSITIVE_INFINITY)

describe('the keys of rows', () => {
  it('are never negative, fit into 64 bits with a sign, and belong to one stretch each', () => {
    const ranges = [...stretches.map(whole), oddKeys(true), oddKeys(false)].sort((a, b) => (a.from < b.from ? -1 : 1))
    expect(ranges).toHaveLength(6)
    for (const [at, { from, to }] of ranges.entries()) {
      expect(from >= (ranges[at - 1]?.to ?? 0n) && to > from && to < 1n << 63n).toBe(true)
    }
  })

  it('say when an event occurred, and go up with it', () => {
    const times = [0, 1, 63, 64, 1_700_000_000_123, 2 ** 42 - 65]
    for (const stretch of stretches) {
      let before = -1n
      for (const ms of times) {
        const { from, to } = keysAt(ms, stretch)
        for (const key of [from, to - 1n]) {
          const told = msOfKey(key, ms, stretch)
          expect(told).toBe(ms)
        }
        expect(from >= before && from >= whole(stretch).from && to <= whole(stretch).to).toBe(true)
        before = from
      }
    }
  })
})
