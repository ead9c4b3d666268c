import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gate } from '../../src/event/gate.ts'
import { parseJson } from '../../src/event/parse-json.ts'
import { jsonText } from './arbitrary-json.ts'
import { judge } from './reference-gate.ts'

/** Each pair: a text to read first, and one that V8 may then misread. Fresh names, so that no other test has a part in it. */
const poisons: readonly (readonly [first: string, text: string, value: unknown])[] = [
  ['{"p1":1,"\\\\":1}', '{"p1":1,"\\u0061":2}', { p1: 1, a: 2 }],
  ['{"p2":1,"\\\\":1}', '{"p2":1,"\\n":2}', { p2: 1, '\n': 2 }],
  ['{"p3":1,"ab\\\\":1}', '{"p3":1,"ab\\/":2}', { p3: 1, 'ab/': 2 }],
  ['{"p4":1,"\\\\\\"":1}', '{"p4":1,"\\"x":2}', { p4: 1, '"x': 2 }],
  ['{"p5":1,"\\\\":1}', '{"p5":1 , "\\"" : {"\\u0062":[]}}', { p5: 1, '"': { b: [] } }],
]

describe('parseJson', () => {
  it.each(poisons)('after %s reads %s as it is written', (first, text, value) => {
    JSON.parse(first)
    expect(parseJson(text)).toEqual(value)
    expect(gate(text, 'json').events).toEqual([{ value, bytes: text.length }])
    expect(gate(`[${first},${text}]`, 'json').events[1]).toEqual({ value, bytes: text.length })
  })

  it('reads what a second reading reads', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const judged = judge(text)
        if (judged.verdict === 'fine') expect(parseJson(text)).toEqual(judged.value)
      }),
      { numRuns: 1_000 },
    )
  })

  it('reads texts with odd spacing, scalars, names given twice and __proto__ as JSON.parse is meant to', () => {
    expect(parseJson(' { "\\u0061" : [ 1 , -2.5e3 , "x" , { } , [ ] , null , true ] , "a" : { "\\n" : false } } ')).toEqual({
      a: { '\n': false },
    })
    expect(parseJson('"\\n"')).toBe('\n')
    expect(parseJson(' -1e3 ')).toBe(-1000)
    const value = parseJson('{"\\u005f_proto__":{"polluted":true}}') as object
    expect(Object.getOwnPropertyNames(value)).toEqual(['__proto__'])
    expect(value).not.toHaveProperty('polluted')
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  it('refuses what is not JSON', () => {
    for (const text of ['', '{"\\u0061":}', '{"\\x":1}', '[1,]', '{"\\u0061":1} x'])
      expect(() => parseJson(text)).toThrow(SyntaxError)
  })
})
