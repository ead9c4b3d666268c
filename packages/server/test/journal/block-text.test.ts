import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node-crypto.ts'
import { type BlockEvent, eventText, parseEvent, splitBlock } from '../../src/journal/block-text.ts'
import { slotOf } from './rows.ts'

const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url'))
const name = fc.stringMatching(/^[A-Za-z0-9_.%/-]{1,128}$/)
const position = fc.nat(Number.MAX_SAFE_INTEGER)

const slot = fc.oneof(
  fc.tuple(name, fc.string({ unit: 'binary' })).map(([name, value]) => slotOf(name, value.toWellFormed())),
  fc.record({ state: fc.constant('withheld' as const), name, digest }),
  fc.record({ state: fc.constant('erased' as const), name, digest, by: position }),
)
const event: fc.Arbitrary<BlockEvent> = fc.oneof(
  fc.record({ state: fc.constant('present' as const), own: fc.boolean(), slots: fc.array(slot, { minLength: 1, maxLength: 6 }) }),
  fc.record({ state: fc.constant('pruned' as const), own: fc.boolean(), hash: digest, by: position }),
)

it('gives back every state of events and slots it was given', () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 10 }), (events) => {
      const lines = splitBlock(events.map(eventText).join(''))
      expect(lines.map((each) => parseEvent(each, nodeCrypto))).toEqual(events)
    }),
  )
})

it.each(['', 'b', 'x\n', '["s","core",{}]\nb\n', '\nb\n'])('does not take %j for a block', (text) => {
  expect(() => splitBlock(text)).toThrow(SyntaxError)
})

it.each([
  ['B'],
  ['B short 3'],
  [`B ${'A'.repeat(43)} -1`],
  [`B ${'A'.repeat(43)} 3`, 'w core x'],
  ['b', ''],
  ['b', 'w core short'],
  ['b', '["not a salt","core",1]'],
  ['b', '["AAAAAAAAAAAAAAAAAAAAAA","no name",1]'],
])('does not take %j for an event', (...lines) => {
  expect(() => parseEvent(lines, nodeCrypto)).toThrow(SyntaxError)
})
