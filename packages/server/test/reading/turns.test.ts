import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Turns } from '../../src/reading/turns.ts'

const any = (): boolean => true
const waitingFor = (...asked: readonly string[]): Turns<string> => {
  const turns = new Turns<string>()
  for (const one of asked) turns.add(one.slice(0, 1), one)
  return turns
}
const inOrder = (turns: Turns<string>): readonly string[] =>
  Array.from({ length: turns.size }, () => turns.take(any) ?? 'nothing')

describe('turns', () => {
  it('go from reader to reader, and what one asks stays in its order', () => {
    expect(inOrder(waitingFor('a1', 'a2', 'a3', 'b1', 'c1', 'b2'))).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
  })

  it('pass over who may have none now, and keep their place', () => {
    const turns = waitingFor('a1', 'b1', 'c1')
    expect(turns.take((reader) => reader !== 'a')).toBe('b1')
    expect(turns.take((reader) => reader === 'x')).toBeUndefined()
    expect(inOrder(turns)).toEqual(['a1', 'c1'])
  })

  it('come last to who has just had one', () => {
    const turns = waitingFor('a1')
    turns.take(any)
    for (const one of ['a2', 'b1']) turns.add(one.slice(0, 1), one)
    turns.hadOne('a')
    expect(inOrder(turns)).toEqual(['b1', 'a2'])
  })

  it('give back a turn that came to nothing', () => {
    const turns = waitingFor('a1', 'a2', 'b1')
    turns.putBack('a', turns.take(any) ?? '')
    expect(inOrder(turns)).toEqual(['a1', 'b1', 'a2'])
  })

  it('forget what is not asked any more', () => {
    const turns = waitingFor('a1', 'a2', 'b1')
    expect([turns.remove('a', 'a1'), turns.remove('a', 'a1'), turns.remove('b', 'b1'), turns.size]).toEqual([
      true,
      false,
      true,
      1,
    ])
    expect(turns.clear()).toEqual(['a2'])
    expect([turns.size, turns.take(any)]).toEqual([0, undefined])
  })

  it('lose nothing, and let nobody wait for more than one of each other reader', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 }), (readers) => {
        const taken = inOrder(waitingFor(...readers.map((reader, at) => `${reader}${at}`)))
        expect(taken.toSorted()).toEqual(readers.map((reader, at) => `${reader}${at}`).toSorted())
        for (const reader of new Set(readers)) {
          const at = taken.flatMap((one, place) => (one.startsWith(reader) ? place : []))
          for (const [n, place] of at.entries()) {
            const between = taken.slice(n === 0 ? 0 : (at[n - 1] ?? 0) + 1, place).map((one) => one.slice(0, 1))
            expect(new Set(between).size).toBe(between.length)
          }
        }
      }),
    )
  })
})
