import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterExplained, afterStored, noNumbers, type SequenceState, showRanges } from '../../src/access/producer-sequence.ts'
import type { SeqRange } from '../../src/access/seq-ranges.ts'

type Step = { readonly kind: 'stored' | 'lost'; readonly from: number; readonly to: number }

const follow = (steps: readonly Step[], max?: number): SequenceState =>
  steps.reduce(
    (state, { kind, from, to }, at) =>
      kind === 'stored' ? afterStored(state, { from, to }, at, max) : afterExplained(state, { from, to }, at, max),
    noNumbers,
  )

const numbersOf = (ranges: readonly SeqRange[]): number[] =>
  ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i))
const upTo = (from: number, to: number): number[] => numbersOf([{ from, to }])

/** The same, said with sets. */
const model = (steps: readonly Step[]) => {
  const of = (kind: Step['kind']) => steps.filter((step) => step.kind === kind).flatMap(({ from, to }) => upTo(from, to))
  const stored = new Set(of('stored'))
  const lost = new Set(of('lost').filter((number) => !stored.has(number)))
  const span = stored.size === 0 ? [] : upTo(Math.min(...stored), Math.max(...stored))
  return {
    gaps: span.filter((number) => !stored.has(number) && !lost.has(number)),
    explained: [...lost].sort((a, b) => a - b),
    repeated: of('stored').length - stored.size,
  }
}

const step: fc.Arbitrary<Step> = fc
  .tuple(fc.constantFrom('stored' as const, 'stored' as const, 'lost' as const), fc.nat(60), fc.nat(8))
  .map(([kind, from, more]) => ({ kind, from, to: from + more }))

describe('the numbers of a producer', () => {
  it('are missing exactly where a lower and a higher one are stored and it is neither stored nor owned up to', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const state = follow(steps)
        expect({
          gaps: numbersOf(state.gaps),
          explained: numbersOf(state.explained),
          repeated: state.repeated,
        }).toEqual(model(steps))
      }),
      { numRuns: 2_000 },
    )
  })

  it('leave the same gaps in whatever order they arrive', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200), { minLength: 1, maxLength: 60 }), (numbers) => {
        const one = (number: number): Step => ({ kind: 'stored', from: number, to: number })
        const sorted = follow([...numbers].sort((a, b) => a - b).map(one))
        expect(numbersOf(follow(numbers.map(one)).gaps)).toEqual(numbersOf(sorted.gaps))
      }),
    )
  })

  it('know since when each gap is open, also for what is left of it', () => {
    const state = follow([
      { kind: 'stored', from: 1, to: 3 },
      { kind: 'stored', from: 10, to: 10 },
      { kind: 'stored', from: 14, to: 14 },
      { kind: 'stored', from: 6, to: 7 },
    ])
    expect(state.gaps).toEqual([
      { from: 4, to: 5, sinceMs: 1 },
      { from: 8, to: 9, sinceMs: 1 },
      { from: 11, to: 13, sinceMs: 2 },
    ])
    expect(showRanges(state.gaps, 2)).toBe('4–5, 8–9 and 1 more range')
  })

  it('are at least what is said where there are more gaps than are followed, and never more', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const state = follow(steps, 3)
        expect(state.gaps.length).toBeLessThanOrEqual(3)
        expect(state.explained.length).toBeLessThanOrEqual(3)
        if (!steps.some(({ kind }) => kind === 'lost'))
          for (const number of numbersOf(state.gaps)) expect(model(steps).gaps).toContain(number)
        if (numbersOf(state.gaps).length < model(steps).gaps.length && !steps.some(({ kind }) => kind === 'lost'))
          expect(state.unfollowed).toBeGreaterThan(0)
      }),
      {
        numRuns: 1_000,
        // The first number that is stored divides what was said to be lost.
        examples: [
          [
            [
              { kind: 'lost', from: 0, to: 0 },
              { kind: 'lost', from: 0, to: 1 },
              { kind: 'lost', from: 0, to: 4 },
              { kind: 'stored', from: 3, to: 3 },
            ],
          ],
        ],
      },
    )
  })
})
