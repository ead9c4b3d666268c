import fc from 'fast-check'
import { fullEvent, leastEvent } from './sample-events.ts'

/** Texts that are JSON or nearly, with what the gate looks for much more often than chance would have it. */

const space = fc.constantFrom('', '', '', ' ', '\n', '\t', '\r\n ')

const escapeOf = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
/** A string in JSON with some of its letters escaped. */
const spelled = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((flags) => `"${[...text].map((letter, i) => (flags[i] && letter.length === 1 ? escapeOf(letter) : letter)).join('')}"`)

const plainString = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\\\"', '"\\""', '"\\\\\\""', '"\\/"', '"\\u00e9"', '"\\ud83d\\ude00"', '":{}[],"', '"\u2028"', '"\u202e"'),
)
const badString = fc.constantFrom('"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"a\\u0000b"', '"\\uD83Dx"')
const brokenString = fc.constantFrom('"', '"\\', '"\\x"', '"\\u12"', '"a\nb"', "'a'", '"\0"')

const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('"id"', '"a"', '"b"', '"status"', '"a/b"', '"m~n"', '""') },
  {
    weight: 3,
    arbitrary: fc.constantFrom('__proto__', 'constructor', 'prototype', 'a', 'id', 'toString').chain(spelled),
  },
  { weight: 1, arbitrary: badString },
  { weight: 2, arbitrary: plainString },
)

const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '0',
    '-0',
    '0.0',
    '-0.0',
    '-0e5',
    '0e400',
    '1e400',
    '-1e400',
    '1e-400',
    '-1e-400',
    '1.10',
    '1E5',
    '1e+5',
    '5e-324',
  ),
  fc.constantFrom(
    '9007199254740991',
    '9007199254740992',
    '-9007199254740991',
    '-9007199254740993',
    '9007199254740991.0',
    '1e15',
    '1e16',
  ),
  fc.constantFrom(
    '0.12345678901234567',
    '0.123456789012345678',
    '0.30000000000000004',
    '100000000000000000000',
    '0.50000000000000000000000',
  ),
)
const brokenWord = fc.constantFrom(
  '01',
  '1.',
  '.5',
  '+1',
  '-',
  '1e',
  '0x10',
  'NaN',
  'Infinity',
  'tru',
  'True',
  'nul',
  'undefined',
  '',
  '\ufeff',
  '//',
)

const { value } = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { weight: 6, arbitrary: fc.oneof(plainString, number, fc.constantFrom('true', 'false', 'null')) },
    { weight: 5, arbitrary: tie('object') },
    { weight: 3, arbitrary: tie('list') },
    { weight: 1, arbitrary: badString },
  ),
  object: fc
    .array(fc.tuple(space, name, space, space, tie('value'), space), { maxLength: 5 })
    .map((members) => `{${members.map(([a, key, b, c, inner, d]) => `${a}${key}${b}:${c}${inner}${d}`).join(',')}}`),
  list: fc
    .array(fc.tuple(space, tie('value'), space), { maxLength: 4 })
    .map((items) => `[${items.map((parts) => parts.join('')).join(',')}]`),
}))

const nested = (depth: fc.Arbitrary<number>) =>
  fc.tuple(depth, value, fc.infiniteStream(fc.boolean())).map(([levels, inner, kinds]) => {
    const isObject = [...kinds.take(levels)]
    return `${isObject.map((object) => (object ? '{"a":' : '[')).join('')}${inner}${isObject
      .reverse()
      .map((object) => (object ? '}' : ']'))
      .join('')}`
  })

/** JSON in all its spellings, with forbidden things in it. */
export const jsonText = fc.oneof(
  { weight: 4, arbitrary: value },
  { weight: 1, arbitrary: nested(fc.integer({ min: 12, max: 24 })) },
)

/** Valid events, one to three of their characters removed, doubled or replaced by something that matters. */
export const mutatedEvent = fc
  .tuple(
    fc.constantFrom(JSON.stringify(fullEvent), JSON.stringify(leastEvent), JSON.stringify(fullEvent, null, 1)),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom('remove', 'insert', 'replace'),
        fc.oneof(fc.constantFrom(...'{}[],:"\\0-.eE \n\0\ufeff'), brokenWord, brokenString, number, name, badString),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((changed, [place, kind, piece]) => {
      const at = place % (changed.length + 1)
      return changed.slice(0, at) + (kind === 'remove' ? '' : piece) + changed.slice(kind === 'insert' ? at : at + 1)
    }, text),
  )
