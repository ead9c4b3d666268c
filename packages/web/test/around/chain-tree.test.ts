import { expect, test } from 'vitest'
import { foldedLine, lineFrom } from '../../src/around/chain-line.ts'
import { type ChainNode, chainTree, othersIn } from '../../src/around/chain-tree.ts'

const step = (id: string) => ({ id, seq: 0, sentence: id })
const effect = (id: string, causedBy: string, depth: number) => ({ ...step(id), causedBy, depth })
const drawn = ({ step: { id }, isHere, effects }: ChainNode): unknown =>
  effects.length === 0 ? `${id}${isHere ? '!' : ''}` : [`${id}${isHere ? '!' : ''}`, effects.map(drawn)]

test('draws the chain down to the event, and a tree below it', () => {
  const tree = chainTree({
    event: step('here'),
    causes: [step('cause'), step('root')],
    effects: [effect('a', 'here', 1), effect('b', 'here', 1), effect('c', 'a', 2)],
    more: false,
    moreCauses: false,
  })
  expect(drawn(tree)).toEqual(['root', [['cause', [['here!', [['a', ['c']], 'b']]]]]])
  expect(othersIn(tree)).toBe(5)
})

test('an event that nothing led to and that led to nothing stands alone', () => {
  const tree = chainTree({ event: step('here'), causes: [], effects: [], more: false, moreCauses: false })
  expect([drawn(tree), othersIn(tree)]).toEqual(['here!', 0])
})

const chainOf = (causes: number, effects: number) =>
  chainTree({
    event: step('here'),
    causes: Array.from({ length: causes }, (_, n) => step(`c${n}`)),
    effects: Array.from({ length: effects }, (_, n) => effect(`e${n}`, n === 0 ? 'here' : `e${n - 1}`, n + 1)),
    more: false,
    moreCauses: false,
  })
const told = (tree: ChainNode) => foldedLine(lineFrom(tree)).map((one) => ('count' in one ? one.count : one.step.id))

test('a line of events is no list in a list, and of a long one its ends and what is next to the event are shown', () => {
  expect(lineFrom(chainOf(200, 200))).toHaveLength(401)
  expect(told(chainOf(200, 200))).toEqual(['c199', 'c198', 196, 'c1', 'c0', 'here', 'e0', 'e1', 196, 'e198', 'e199'])
  expect(told(chainOf(2, 2))).toEqual(['c1', 'c0', 'here', 'e0', 'e1'])
  expect(told(chainOf(0, 40))).toEqual(['here', 'e0', 'e1', 36, 'e38', 'e39'])
})

test('a line ends where an event triggered several', () => {
  const tree = chainTree({
    event: step('here'),
    causes: [step('cause')],
    effects: [effect('a', 'here', 1), effect('b', 'here', 1)],
    more: false,
    moreCauses: false,
  })
  expect(lineFrom(tree).map(({ step: { id } }) => id)).toEqual(['cause', 'here'])
})
