import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { againWindowMs, firstWindowMs, LookFold } from '../../src/looks/look-fold.ts'

const at = 1_800_000_000_000
const one = { shown: 50 }

describe('looks that are alike', () => {
  it('are told as one within a minute, with how often and the most that was shown', () => {
    const folds = new LookFold<string>()
    expect(folds.add('a', 'r', 'a', one, at)).toBe(true)
    expect(folds.add('a', 'r', 'a', { shown: 1 }, at + 20_000)).toBe(true)
    expect(folds.due(at + firstWindowMs - 1)).toEqual([])
    expect(folds.due(at + firstWindowMs)).toEqual([
      { reader: 'r', about: 'a', told: { times: 2, shown: 50, firstMs: at, lastMs: at + 20_000, typed: [] } },
    ])
    expect(folds.add('a', 'r', 'a', one, at + firstWindowMs)).toBe(false)
  })

  it('count further pages on top of the first', () => {
    const folds = new LookFold<string>()
    folds.add('a', 'r', 'a', one, at)
    for (let page = 0; page < 3; page++) folds.add('a', 'r', 'a', { shown: 50, isFurther: true }, at)
    expect(folds.due(at, true)[0]?.told.shown).toBe(200)
  })

  it('are told every half hour where a page goes on asking, and at once again after a pause', () => {
    const folds = new LookFold<string>()
    const tellings: number[] = []
    for (let ms = 0; ms < 8 * 3_600_000; ms += 5_000) {
      folds.add('a', 'r', 'a', one, at + ms)
      if (folds.due(at + ms).length > 0) tellings.push(ms)
    }
    expect(tellings.length).toBe(1 + Math.floor((8 * 3_600_000 - firstWindowMs - 1) / againWindowMs))
    folds.due(at + 9 * 3_600_000)
    folds.due(at + 10 * 3_600_000)
    expect(folds.size).toBe(0)
    expect(folds.add('a', 'r', 'a', one, at + 10 * 3_600_000)).toBe(true)
    expect(folds.due(at + 10 * 3_600_000 + firstWindowMs).length).toBe(1)
  })

  it('tell the widest range, and none where one of them had none', () => {
    const folds = new LookFold<string>()
    folds.add('a', 'r', 'a', { shown: 0, range: { fromMs: 20, toMs: 30 } }, at)
    folds.add('a', 'r', 'a', { shown: 0, range: { fromMs: 10, toMs: undefined } }, at)
    folds.add('b', 'r', 'b', { shown: 0, range: { fromMs: undefined, toMs: undefined } }, at)
    folds.add('b', 'r', 'b', { shown: 0, range: { fromMs: 10, toMs: 20 } }, at)
    const [a, b] = folds.due(at, true)
    expect(a?.told).toMatchObject({ fromMs: 10 })
    expect(a?.told).not.toHaveProperty('toMs')
    expect(b?.told).not.toHaveProperty('fromMs')
  })

  it('keep of what was typed the longest words', () => {
    const folds = new LookFold<string>()
    for (const typed of ['', 'm', 'ma', 'mar', 'ma', 'jo']) folds.add('a', 'r', 'a', { shown: 3, typed }, at)
    expect(folds.due(at, true)[0]?.told.typed).toEqual(['mar', 'jo'])
  })
})

describe('a fold of looks', () => {
  it('stays within its bounds, and tells what finds no room instead of forgetting it', () => {
    const folds = new LookFold<number>({ folds: 10, bytes: 1_000_000 })
    const told: number[] = []
    for (let n = 0; n < 100; n++) {
      folds.add(`q${n}`, 'r', n, one, at)
      for (const { about } of folds.tooMuch(at)) told.push(about)
      expect(folds.size).toBeLessThanOrEqual(10)
    }
    for (const { about } of folds.due(at, true)) told.push(about)
    expect(told.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n))
    const wide = new LookFold<string>({ folds: 1_000, bytes: 10_000 })
    for (let n = 0; n < 50; n++) {
      wide.add(`${n} ${'x'.repeat(1_000)}`, 'r', '', one, at)
      wide.tooMuch(at)
    }
    expect(wide.size).toBeLessThan(10)
  })

  it('makes room at the cost of who takes most of it', () => {
    const folds = new LookFold<string>({ folds: 10, bytes: 1_000_000 })
    folds.add('quiet', 'sam', 'quiet', one, at)
    for (let n = 0; n < 10; n++) folds.add(`q${n}`, 'maria', `q${n}`, one, at)
    expect(folds.tooMuch(at).map(({ reader }) => reader)).toEqual(Array.from({ length: 10 }, () => 'maria'))
    expect(folds.size).toBe(1)
  })

  it('loses and invents no look, whatever comes in what order', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      afterMs: fc.integer({ min: 0, max: 3_000_000 }),
      take: fc.boolean(),
      takesAlong: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const folds = new LookFold<string>({ folds: 2, bytes: 1_000_000 })
        const counted: Record<string, number> = {}
        const told: Record<string, number> = {}
        const hear = (some: ReturnType<typeof folds.due>) => {
          for (const { about, told: what } of some) told[about] = (told[about] ?? 0) + what.times
        }
        let ms = at
        for (const { key, afterMs, take, takesAlong } of steps) {
          ms += afterMs
          hear(folds.due(ms))
          hear(folds.tooMuch(ms))
          folds.add(key, 'r', key, one, ms)
          counted[key] = (counted[key] ?? 0) + 1
          if (takesAlong) hear(folds.along(new Set(['r']), ms))
          const taken = take ? folds.take(key, ms) : undefined
          if (taken) hear([taken])
        }
        hear(folds.due(ms, true))
        expect(told).toEqual(counted)
        expect(folds.size).toBe(0)
      }),
    )
  })
})
