import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge, type Match, type Memory, nothingYet } from '../../src/watch/judge.ts'
import { questionOfFiring } from '../../src/watch/rule.ts'
import { firingsOf } from '../../src/watch/try-rule.ts'

const minute = 60_000
const at = (minutes: number, seq = Math.round(minutes * 10)): Match => ({ seq, occurredAtMs: minutes * minute, isOpen: true })
const rule = (atLeast: number, withinMinutes = 10, cooldownMinutes = 0) => ({ atLeast, withinMinutes, cooldownMinutes })

describe('a rule', () => {
  it('that any event is enough for fires for each look that finds one, and tells all of it at once', () => {
    const one = judge(nothingYet, rule(1), [at(1)], 0)
    expect(one.firing).toMatchObject({ count: 1, positions: [10] })
    const many = judge(one.memory, rule(1), [at(2), at(3), at(4)], 0)
    expect(many.firing).toMatchObject({ count: 3, positions: [20, 30, 40] })
    expect(judge(many.memory, rule(1), [], 0).firing).toBeUndefined()
  })

  it('says from when to when what it tells of occurred, what came while it was quiet included', () => {
    const first = judge(nothingYet, rule(2, 10, 5), [at(9), at(3), at(30)], 40 * minute)
    expect(first.firing).toMatchObject({ count: 3, span: { fromMs: 3 * minute, toMs: 30 * minute } })
    const quiet = judge(first.memory, rule(2, 10, 5), [at(41), at(42), at(20)], 42 * minute)
    expect(quiet.firing).toBeUndefined()
    const later = judge(quiet.memory, rule(2, 10, 5), [], 45 * minute)
    expect(later.firing).toMatchObject({ count: 3, span: { fromMs: 20 * minute, toMs: 42 * minute } })
  })

  it.each([
    [{ q: '', lane: 'business' as const }, 'upto:8', 'business'],
    [{ q: 'a:b OR c', lane: 'business' as const }, '(a:b OR c) upto:8', 'business'],
    [{ q: 'maria', lane: 'all' as const }, 'maria -action:trail.alert_fired upto:8', 'all'],
    [{ q: 'action:trail.key_created', lane: 'own' as const }, 'action:trail.key_created upto:8', 'own'],
  ])('leads from what it found for %j to the very events', (asked, q, lane) => {
    const span = { fromMs: 1_000, toMs: 2_000 }
    const times = { from: '1970-01-01T00:00:01.000Z', to: '1970-01-01T00:00:02.001Z' }
    expect(questionOfFiring(asked, { positions: [3, 7], span })).toEqual({ q, lane, ...times })
    expect(questionOfFiring(asked, { positions: [3, 7], span: null })).toEqual({ q, lane })
  })

  it('counts what occurred close together, whenever it arrived', () => {
    const first = judge(nothingYet, rule(3), [at(0), at(9)], 0)
    expect(first.firing).toBeUndefined()
    expect(judge(first.memory, rule(3), [at(10)], 0).firing).toBeUndefined()
    expect(judge(first.memory, rule(3), [at(9.9)], 0).firing).toMatchObject({ count: 3 })
    const lateComer = judge(first.memory, rule(3), [at(50, 90), at(4, 91)], 0)
    expect(lateComer.firing).toMatchObject({ count: 3, positions: [0, 90, 91] })
  })

  it('says whether somebody who sees nothing that is kept for roles would have found all of it', () => {
    const hidden = { ...at(2), isOpen: false }
    expect(judge(nothingYet, rule(2), [at(1), hidden], 0).firing).toMatchObject({ count: 2, isOpen: false })
    expect(judge(nothingYet, rule(2), [at(1), at(2), hidden], 0).firing).toMatchObject({ count: 3, isOpen: false })
    expect(judge(nothingYet, rule(2), [at(1), at(2)], 0).firing).toMatchObject({ isOpen: true })
  })

  it('tells no event twice', () => {
    const fired = judge(nothingYet, rule(2), [at(0), at(1)], 0)
    expect(fired.firing).toMatchObject({ count: 2 })
    expect(judge(fired.memory, rule(2), [at(2)], 0).firing).toBeUndefined()
    expect(judge(fired.memory, rule(2), [at(2), at(3)], 0).firing).toMatchObject({ count: 2 })
  })

  it('is quiet for as long as it is told to after it fired, and then tells what came meanwhile', () => {
    const fired = judge(nothingYet, rule(1, 10, 60), [at(0)], 0)
    expect(fired.firing).toBeDefined()
    const meanwhile = judge(fired.memory, rule(1, 10, 60), [at(5), at(6)], 6 * minute)
    expect(meanwhile.firing).toBeUndefined()
    expect(judge(meanwhile.memory, rule(1, 10, 60), [], 59 * minute).firing).toBeUndefined()
    expect(judge(meanwhile.memory, rule(1, 10, 60), [], 60 * minute).firing).toMatchObject({ count: 2, positions: [50, 60] })
  })

  it('that fires for everything waits now and then, and leaves nothing out', () => {
    let memory = nothingYet
    let told = 0
    let firings = 0
    for (let second = 0; second <= 3600; second++) {
      const verdict = judge(memory, rule(1), second < 3000 ? [at(second / 60, second)] : [], second * 1000)
      memory = verdict.memory
      told += verdict.firing?.count ?? 0
      firings += verdict.firing ? 1 : 0
    }
    expect(told).toBe(3000)
    expect(firings).toBeLessThan(35)
  })

  it('says the same whether what it remembers was kept as text or not, and however what it looks at is cut up', () => {
    const matches = fc
      .array(fc.integer({ min: 0, max: 60 * 60 }), { maxLength: 40 })
      .map((all) => all.toSorted((a, b) => a - b).map((second, seq) => ({ seq, occurredAtMs: second * 1000, isOpen: true })))
    fc.assert(
      fc.property(matches, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 20 }), (all, atLeast, within) => {
        const threshold = rule(atLeast, within, 0)
        let memory: Memory = nothingYet
        const fired: number[] = []
        for (const match of all) {
          const verdict = judge(JSON.parse(JSON.stringify(memory)), threshold, [match], 0)
          memory = verdict.memory
          if (verdict.firing) fired.push(match.seq)
        }
        // By definition: a firing at a match where so many untold ones, this one the newest, lie within the window.
        const expected: number[] = []
        let untold: Match[] = []
        for (const match of all) {
          untold.push(match)
          const near = untold.filter(({ occurredAtMs }) => match.occurredAtMs - occurredAtMs < within * minute)
          if (near.length < atLeast) continue
          expected.push(match.seq)
          untold = []
        }
        expect(fired).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a rule tried on the past', () => {
  it('fires when it would have fired, events of the same second together', async () => {
    expect(await firingsOf(rule(1), [at(0), at(0.01), at(5)])).toEqual([0.01 * minute, 5 * minute])
    expect(await firingsOf(rule(2), [at(0), at(20), at(29), at(40)])).toEqual([29 * minute])
    expect(await firingsOf(rule(1, 10, 60), [at(0), at(5), at(90)])).toEqual([0, 60 * minute, 90 * minute].slice(0, 2))
    expect(await firingsOf(rule(1), [])).toEqual([])
  })
})
