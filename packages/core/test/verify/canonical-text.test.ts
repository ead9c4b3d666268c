import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/event/event.ts'
import { canonicalize } from '../../src/ledger/canonicalize.ts'
import { isCanonicalObject } from '../../src/verify/canonical-text.ts'
import { json } from '../ledger/events.ts'

/** What the scan stands for: parse, canonicalize again, compare. */
const byDefinition = (text: string): boolean => {
  try {
    const value = JSON.parse(text) as Json
    return typeof value === 'object' && value !== null && !Array.isArray(value) && canonicalize(value) === text
  } catch {
    return false
  }
}

const object = fc.dictionary(fc.string({ unit: 'binary', maxLength: 6 }), json, { maxKeys: 5, noNullPrototype: true })
const writable = (value: Json): string | undefined => {
  try {
    return canonicalize(value)
  } catch {
    return undefined
  }
}

describe('the scan of canonical text', () => {
  it('accepts what canonicalizing writes', () => {
    fc.assert(
      fc.property(object, (value) => {
        const text = writable(value as Json)
        if (text !== undefined) expect(isCanonicalObject(`x${text}]`, 1, ']')).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('answers as the definition does, for texts changed at random', () => {
    const pieces = fc.constantFrom(
      ' ',
      ',',
      ':',
      '"',
      '\\',
      '0',
      '1',
      '-',
      '.',
      'e',
      '+',
      'E',
      '{',
      '}',
      '[',
      ']',
      '\\u0001',
      '\\u001F',
      '\\u001f',
      '\\n',
      '\\/',
      '\\u000a',
      'é',
      '\u0000',
      '\u2028',
      '"a":1',
      'null',
      '1e21',
      '0.0',
      '-0',
      '\\u0000',
      '9007199254740993',
    )
    const edit = fc.record({ at: fc.nat(), remove: fc.nat({ max: 3 }), insert: fc.oneof(fc.constant(''), pieces) })
    fc.assert(
      fc.property(object, fc.array(edit, { minLength: 1, maxLength: 3 }), (value, edits) => {
        let text = writable(value as Json) ?? '{}'
        for (const { at, remove, insert } of edits) {
          const place = at % (text.length + 1)
          text = text.slice(0, place) + insert + text.slice(place + remove)
        }
        if (text.isWellFormed()) expect(isCanonicalObject(text, 0, ''), text).toBe(byDefinition(text))
      }),
      { numRuns: 5000 },
    )
  })

  it.each([
    '{}',
    '{"a":[]}',
    '{"a":{},"b":[[],{}]}',
    '{"a":1e+30}',
    '{"a":1e-7}',
    '{"a":0.1}',
    '{"a":1.0}',
    '{"a":01}',
    '{"a":-0}',
    '{"a":-1}',
    '{"a":1e400}',
    '{"a":9007199254740991}',
    '{"a":9007199254740992}',
    '{"b":1,"a":2}',
    '{"a":1,"a":2}',
    '{"\\n":1,"a":2}',
    '{"a":2,"\\n":1}',
    '{"\\u0007":1}',
    '{"\\u0008":1}',
    '{"\\u007f":1}',
    '{"a":"\\/"}',
    '{"a":"\\"\\\\"}',
    '{"a":"\t"}',
    '{"a":1 }',
    '{ "a":1}',
    '{"a":1}x',
    '{"a":1,}',
    '{"a"}',
    '{"a":}',
    '[]',
    '1',
    '',
    '{',
    '{"a":"',
    '{"a":"\\',
    '{"a":"\\u00',
    '{"a":tru}',
    '{"a":NaN}',
    '{"😀":1,"דּ":2}',
    '{"דּ":1,"😀":2}',
    `{"a":${'['.repeat(15)}${']'.repeat(15)}}`,
    `{"a":${'['.repeat(16)}${']'.repeat(16)}}`,
  ])('answers as the definition does for %s', (text) => {
    expect(isCanonicalObject(text, 0, '')).toBe(byDefinition(text))
  })
})
