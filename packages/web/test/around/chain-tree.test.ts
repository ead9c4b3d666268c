import { expect, test } from 'vitest'
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
  })
  expect(drawn(tree)).toEqual(['root', [['cause', [['here!', [['a', ['c']], 'b']]]]]])
  expect(othersIn(tree)).toBe(5)
})

test('an event that nothing led to and that led to nothing stands alone', () => {
  const tree = chainTree({ event: step('here'), causes: [], effects: [], more: false })
  expect([drawn(tree), othersIn(tree)]).toEqual(['here!', 0])
})
