import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CanonicalBytes } from '../../src/ledger/canonical-bytes.ts'
import { canonicalize } from '../../src/ledger/canonicalize.ts'
import { json } from './events.ts'

const textOf = ({ bytes, start, end }: CanonicalBytes): string => Buffer.from(bytes.subarray(start, end)).toString()
const written = (value: unknown, size = 64): string => {
  const text = new CanonicalBytes(size)
  text.json(value as never)
  return textOf(text)
}

describe('canonical JSON as bytes', () => {
  it('is the UTF-8 of the canonical text, for any value and however small the buffer', () => {
    fc.assert(
      fc.property(json, fc.integer({ min: 1, max: 300 }), (value, size) => {
        expect(written(value, size)).toBe(canonicalize(value))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    '',
    'plain',
    'a"b',
    'back\\slash',
    'tab\t',
    '\u0001',
    '\u007f',
    'é',
    '€',
    '😀',
    '\u2028',
    'x'.repeat(5_000),
    'é😀"'.repeat(999),
  ])('writes %j as the canonical text does, as a value and as a name', (text) => {
    expect(written({ [text]: [text] })).toBe(canonicalize({ [text]: [text] }))
  })

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['a hole in an array', new Array(1)],
    ['a BigInt', { a: 1n }],
    ['a Date', { at: new Date(0) }],
    ['a Map', new Map([['a', 1]])],
    ['-0', [-0]],
    ['NaN', Number.NaN],
    ['an integer beyond 2^53-1', 2 ** 53],
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate in a name', { '\udc00': 1 }],
    ['a NUL', 'a\0b'],
    ['a NUL in a name', { 'a\0b': 1 }],
  ])('refuses %s as the canonical text does', (_, value) => {
    expect(() => written(value)).toThrow('cannot canonicalize')
  })

  it('takes 16 levels and refuses 17', () => {
    const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))
    expect(written(nested(16))).toBe('['.repeat(16) + ']'.repeat(16))
    expect(() => written(nested(17))).toThrow('deeper than 16')
  })

  it('keeps pieces apart, and those handed out before as they were', () => {
    fc.assert(
      fc.property(fc.array(json, { maxLength: 20 }), fc.integer({ min: 1, max: 200 }), (values, size) => {
        const text = new CanonicalBytes(size)
        const pieces = values.map((value, n) => {
          text.begin()
          text.json(value)
          if (n % 3 === 2) text.drop()
          return { bytes: text.bytes, start: text.start, end: text.end }
        })
        const kept = pieces.filter((_, n) => n % 3 !== 2)
        const expected = values.filter((_, n) => n % 3 !== 2).map((value) => canonicalize(value))
        expect(kept.map(({ bytes, start, end }) => Buffer.from(bytes.subarray(start, end)).toString())).toEqual(expected)
      }),
    )
  })
})
