import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AppendAnswer } from '../../src/trail/append-call.ts'
import { buffersOf, packAnswers, unpackAnswers } from '../../src/trail/packed-answers.ts'

const answer = fc.record<AppendAnswer>(
  {
    status: fc.integer({ min: 200, max: 599 }),
    text: fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 8_000, max: 9_000 }).map((length) => `"é${'x'.repeat(length)}"`),
    ),
    counts: fc.record({
      stored: fc.nat(),
      duplicates: fc.nat(),
      refused: fc.array(fc.constantFrom('id_conflict', 'missing_member')),
      producers: fc.array(fc.tuple(fc.string(), fc.array(fc.nat()))),
      size: fc.nat(),
    }),
    retryAfterSeconds: fc.nat(),
    defect: fc.string(),
  },
  { requiredKeys: ['status', 'text', 'counts'] },
)

it('gives the main thread the answers as they were written, short and long in any order', () => {
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 12 }), (answers) => {
      const packed = packAnswers(answers.map((each, call) => [call, each]))
      const arrived = unpackAnswers(structuredClone(packed, { transfer: [...buffersOf(packed)] }))
      expect(arrived.map(([call, each]) => [call, { ...each, text: Buffer.from(each.text).toString() }])).toEqual(
        answers.map((each, call) => [call, each]),
      )
    }),
    { numRuns: 60 },
  )
})
