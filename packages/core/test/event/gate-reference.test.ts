import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BodyFormat, type GatedEvent, gate } from '../../src/event/gate.ts'
import { Refusal } from '../../src/refusal.ts'
import { jsonText, mutatedEvent } from './arbitrary-json.ts'
import { type Judged, judge } from './reference-gate.ts'

const said = (event: GatedEvent): Judged =>
  'problem' in event
    ? { verdict: 'problem', code: event.problem.code, pointer: event.problem.pointer ?? 'none' }
    : { verdict: 'fine', value: event.value }

/** What the gate says of each event of a body, or the code with which it refused the body. */
function gated(text: string, format: BodyFormat): readonly Judged[] | string {
  try {
    return gate(text, format, Buffer.byteLength(text)).events.map(said)
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.problem.code
    throw thrown
  }
}

const wholeBodyCodes = ['invalid_json', 'invalid_unicode', 'no_events']

describe('the gate and a second, slow reading of the same rules', () => {
  it('agree on any value, down to the pointer', () => {
    fc.assert(
      fc.property(fc.oneof(jsonText, mutatedEvent), (text) => {
        const expected = judge(text)
        fc.pre(!text.trimStart().startsWith('['))
        const answer = gated(text, 'json')
        if (expected.verdict === 'not json') expect(wholeBodyCodes).toContain(answer)
        else expect(answer).toEqual([expected])
      }),
      { numRuns: 4_000 },
    )
  })

  it('agree on each event of an array, wherever it stands', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(jsonText, mutatedEvent), { minLength: 1, maxLength: 4 }), (texts) => {
        const expected = texts.map(judge)
        fc.pre(expected.every(({ verdict }) => verdict !== 'not json'))
        expect(gated(` [ ${texts.join(' , ')}]\n`, 'json')).toEqual(expected)
      }),
      { numRuns: 600 },
    )
  })

  it('agree on each line', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(jsonText, mutatedEvent), { minLength: 1, maxLength: 4 }), (texts) => {
        const lines = texts.map((text) => text.replaceAll(/[\r\n]/g, ' '))
        const expected = lines.map(judge)
        fc.pre(expected.every(({ verdict }) => verdict !== 'not json'))
        expect(gated(lines.join('\r\n\n'), 'ndjson')).toEqual(expected)
      }),
      { numRuns: 600 },
    )
  })
})

describe('whatever it is given, the gate', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
    fc.array(fc.constantFrom(...'{}[],:"\\/u0019-+.eEtrfalsn \n\r\t\0\ufeff')).map((units) => units.join('')),
    fc.uint8Array().map((bytes) => new TextDecoder('latin1').decode(bytes)),
    fc.uint8Array().map((bytes) => new TextDecoder().decode(bytes)),
    mutatedEvent,
    jsonText,
  )

  it('takes events or says a coded refusal, and agrees with JSON.parse on what is JSON', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom<BodyFormat>('json', 'ndjson'), (text, format) => {
        const answer = gated(text, format)
        if (typeof answer === 'string') expect([...wholeBodyCodes, 'too_many_events']).toContain(answer)
        else {
          expect(answer.length).toBeGreaterThan(0)
          if (format === 'json') expect(() => JSON.parse(text)).not.toThrow()
        }
      }),
      { numRuns: 4_000 },
    )
  })
})
