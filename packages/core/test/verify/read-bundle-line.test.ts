import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bundleLine } from '../../src/ledger/bundle-line.ts'
import { readAny, readBundleLine } from '../../src/verify/read-bundle-line.ts'
import { goldenTrail } from './golden-trail.ts'

const lines = goldenTrail().events.map(bundleLine)

it('reads every line as it was written', () => {
  for (const event of goldenTrail().events) expect(readBundleLine(bundleLine(event))).toEqual(event)
})

it('reads in one pass what reading as JSON and writing again would accept, and nothing else', () => {
  const pieces = fc.constantFrom(
    '',
    ' ',
    ',',
    '"',
    '\\',
    '{',
    '}',
    ']',
    '0',
    '-',
    'a',
    '\\u001f',
    '\\u001F',
    '\\/',
    '\u0000',
    '\n',
    'é',
    '"by":1',
    '99999999999999999',
  )
  const edit = fc.record({ at: fc.nat(), remove: fc.nat({ max: 4 }), insert: pieces })
  fc.assert(
    fc.property(fc.constantFrom(...lines), edit, (line, { at, remove, insert }) => {
      const place = at % (line.length + 1)
      const changed = line.slice(0, place) + insert + line.slice(place + remove)
      expect(readBundleLine(changed), changed).toEqual(readAny(changed))
    }),
    { numRuns: 3000 },
  )
})
