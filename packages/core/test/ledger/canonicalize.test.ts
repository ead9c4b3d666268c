import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalize } from '../../src/ledger/canonicalize.ts'
import { json } from './events.ts'
import { officialVectors, vectorsAbsent } from './official-vectors.ts'

describe('canonicalize', () => {
  it('sorts members by UTF-16 code units, at every level', () => {
    expect(canonicalize({ b: 1, a: { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, ö: 6 } })).toBe(
      '{"a":{"\\r":2,"1":4,"ö":6,"€":1,"😀":5,"\ufb33":3},"b":1}',
    )
  })

  it('writes numbers as ECMAScript does', () => {
    expect(canonicalize([0, 1.5, 1e-7, 0.000001, -1e-27, 333333333.3333333, 9007199254740991])).toBe(
      '[0,1.5,1e-7,0.000001,-1e-27,333333333.3333333,9007199254740991]',
    )
  })

  it('escapes only what must be, in the shortest way', () => {
    expect(canonicalize('\u0001\b\t\n\f\r"\\/\u007f\u2028é😀')).toBe('"\\u0001\\b\\t\\n\\f\\r\\"\\\\/\u007f\u2028é😀"')
  })

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['a hole in an array', new Array(1)],
    ['a BigInt', { a: 1n }],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a Date', { at: new Date(0) }],
    ['a Map', new Map([['a', 1]])],
    ['a class instance', new (class Order {})()],
    ['a boxed string', Object('text')],
    ['-0', [-0]],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an integer beyond 2^53-1', 2 ** 53],
    ['an integer below -(2^53-1)', -(2 ** 53)],
    ['a very large integer', 1e21],
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate in a name', { '\udc00': 1 }],
    ['a NUL', 'a\0b'],
    ['a NUL in a name', { 'a\0b': 1 }],
  ])('refuses %s instead of bending it', (_, value) => {
    expect(() => canonicalize(value as never)).toThrow('cannot canonicalize')
  })

  it('takes 16 levels and refuses 17', () => {
    const nested = (levels: number): never => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as never
    expect(canonicalize(nested(16))).toBe('['.repeat(16) + ']'.repeat(16))
    expect(() => canonicalize(nested(17))).toThrow('deeper than 16')
  })

  it('is its own fixed point and means the same JSON', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalize(value)
        expect(JSON.parse(text)).toEqual(value)
        expect(canonicalize(JSON.parse(text))).toBe(text)
      }),
    )
  })

  it.skipIf(vectorsAbsent('jcs_vectors.json') !== '')(
    `agrees with the RFC 8785 reference suite${vectorsAbsent('jcs_vectors.json')}`,
    () => {
      const suite = JSON.parse(readFileSync(officialVectors('jcs_vectors.json'), 'utf8')) as {
        vectors: { name: string; input_b64: string; output_b64: string }[]
      }
      const text = (b64: string) => Buffer.from(b64, 'base64').toString()
      for (const { name, input_b64, output_b64 } of suite.vectors) {
        // The suite has 1E30, which JCS can write and the ledger refuses: an integer beyond ±(2^53-1).
        const [input, output] = [text(input_b64).replace('1E30,', ''), text(output_b64).replace('1e+30,', '')]
        expect(canonicalize(JSON.parse(input)), name).toBe(output)
      }
    },
  )
})
