import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AppendCall } from '../../src/trail/append-call.ts'
import { packCalls, unpackCalls } from '../../src/trail/packed-calls.ts'

const body = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  // Large enough to cross alone, with its buffer to itself and as a part of one.
  fc.integer({ min: 30_000, max: 40_000 }).map((length) => new Uint8Array(length).fill(length)),
  fc.integer({ min: 30_000, max: 40_000 }).map((length) => new Uint8Array(length + 8).fill(length).subarray(8)),
)
const call = fc.record<AppendCall>(
  {
    trail: fc.constantFrom('orders', 'refunds'),
    key: fc.string(),
    requestId: fc.string(),
    format: fc.constantFrom('json', 'ndjson'),
    body,
    waitForCheckpoint: fc.boolean(),
    seen: fc.record({ size: fc.nat(), root: fc.base64String() }),
  },
  { requiredKeys: ['trail', 'key', 'requestId', 'format', 'body', 'waitForCheckpoint'] },
)

it('gives the other thread the calls as they were, small and large bodies in any order', () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 12 }), (calls) => {
      const expected = calls.map((each, number) => ({ number, call: { ...each, body: Buffer.from(each.body).toString('hex') } }))
      const packed = packCalls(calls.map((each, number) => ({ number, call: each })))
      const arrived = unpackCalls(structuredClone(packed, { transfer: [...packed.bytes] }))
      expect(
        arrived.map(({ number, call: each }) => ({ number, call: { ...each, body: Buffer.from(each.body).toString('hex') } })),
      ).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})
