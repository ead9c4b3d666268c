import { describe, expect, it } from 'vitest'
import { checkEvent } from '../../src/event/check-event.ts'
import { type GatedEvent, gate } from '../../src/event/gate.ts'
import { limits } from '../../src/event/limits.ts'
import { Refusal } from '../../src/refusal.ts'
import { leastEvent } from './sample-events.ts'

const first = (text: string): GatedEvent => gate(text, 'json').events[0] as GatedEvent
const codeOf = (event: GatedEvent): string => ('problem' in event ? `${event.problem.code} ${event.problem.pointer}` : 'taken')

describe('each limit holds on both of its sides:', () => {
  it.each([
    ['one byte each', 'x'],
    ['two bytes each', 'é'],
    ['three bytes each', '漢'],
    ['four bytes each', '😀'],
  ])('a string of 64 KiB, characters of %s', (_, letter) => {
    const size = Buffer.byteLength(letter)
    const fits = letter.repeat(Math.floor(limits.stringBytes / size)) + 'x'.repeat(limits.stringBytes % size)
    const escaped = fits.replaceAll(/[^x]/gu, (character) =>
      [...Array(character.length).keys()].map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
    )
    for (const text of escaped.length < limits.eventBytes ? [fits, escaped] : [fits]) {
      expect(codeOf(first(`{"context":{"a":"${text}"}}`))).toBe('taken')
      expect(codeOf(first(`{"context":{"a":["${text}x"]}}`))).toBe('string_too_long /context/a/0')
    }
    expect(checkEvent({ ...leastEvent, reason: fits })).toBeUndefined()
    expect(checkEvent({ ...leastEvent, reason: `${fits}x` })).toMatchObject({ code: 'string_too_long', pointer: '/reason' })
  })

  it('a member name of 64 KiB', () => {
    const name = 'n'.repeat(limits.stringBytes)
    expect(codeOf(first(`{"context":{"${name}":1}}`))).toBe('taken')
    expect(codeOf(first(`{"context":{"${name}n":1}}`))).toBe('string_too_long /context')
  })

  it.each(['x', '漢'])('an event of 256 KiB, made of %s', (letter) => {
    const part = letter.repeat(20_000)
    const sized = (bytes: number): string => {
      let text = `{"a":["${part}"`
      while (Buffer.byteLength(text) + Buffer.byteLength(part) + 100 < bytes) text += `,"${part}"`
      const room = bytes - Buffer.byteLength(text) - ',""]}'.length
      return `${text},"${'y'.repeat(room)}"]}`
    }
    const fits = sized(limits.eventBytes)
    expect(first(fits)).toHaveProperty('bytes', limits.eventBytes)
    expect(codeOf(first(sized(limits.eventBytes + 1)))).toBe('event_too_large ')
    expect(gate(`[ ${fits}\n,\t${fits} ]`, 'json').events.map(codeOf)).toEqual(['taken', 'taken'])
    expect(gate(`[{}, ${sized(limits.eventBytes + 1)} ,{}]`, 'json').events.map(codeOf)).toEqual([
      'taken',
      'event_too_large ',
      'taken',
    ])
  })

  it('counts bytes, not characters, also where it is told how many there are', () => {
    const text = (count: number): string => `{"a":"${'é'.repeat(count)}","b":"${'é'.repeat(count)}"}`
    for (const count of [10, 30_000]) {
      const body = text(count)
      const bytes = Buffer.byteLength(body)
      expect(gate(body, 'json', bytes)).toEqual(gate(body, 'json'))
      expect(gate(body, 'json', bytes).events[0]).toMatchObject({ bytes })
    }
  })

  it('an event too large still says its id', () => {
    expect(first(`{"id":"big one","a":"${'x'.repeat(limits.eventBytes)}"}`)).toMatchObject({ id: 'big one' })
  })

  it('sixteen levels, the event being the first', () => {
    const lists = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
    const objects = (levels: number): string => `${'{"a":'.repeat(levels)}0${'}'.repeat(levels)}`
    expect(codeOf(first(`{"a":${lists(15)}}`))).toBe('taken')
    expect(codeOf(first(`{"a":${lists(16)}}`))).toBe(`too_deep /a${'/0'.repeat(15)}`)
    expect(codeOf(first(objects(16)))).toBe('taken')
    expect(codeOf(first(objects(17)))).toBe(`too_deep ${'/a'.repeat(16)}`)
    expect(codeOf(first(`[${objects(16)}]`))).toBe('taken')
    expect(codeOf(first(`{"b":${lists(15)},"c":[${objects(14)},${objects(15)}]}`))).toBe(`too_deep /c/1${'/a'.repeat(14)}`)
  })

  it.each(['json', 'ndjson'] as const)('a thousand events as %s', (format) => {
    const body = (count: number): string =>
      format === 'json' ? `[${Array(count).fill('{}').join(',')}]` : Array(count).fill('{}\n\n').join('')
    expect(gate(body(limits.eventsPerRequest), format).events).toHaveLength(1_000)
    expect(() => gate(body(limits.eventsPerRequest + 1), format)).toThrow(Refusal)
    expect(() => gate(body(limits.eventsPerRequest + 1), format)).toThrow('1000 events')
  })

  it('two thousand changes', () => {
    const changes = (count: number) => Array.from({ length: count }, (_, i) => ({ field: `f${i}`, after: i }))
    expect(checkEvent({ ...leastEvent, changes: changes(2_000) })).toBeUndefined()
    expect(checkEvent({ ...leastEvent, changes: changes(2_001) })).toMatchObject({
      code: 'too_many_changes',
      pointer: '/changes',
    })
  })

  it('seventeen significant digits', () => {
    for (const text of ['0.12345678901234567', '1234567890123456.7e-9', '0.0001234567890123456700', '-1.2345678901234567']) {
      expect(codeOf(first(`{"a":${text}}`))).toBe('taken')
    }
    for (const text of ['0.123456789012345678', '12345678901234567.8e-9', '0.000123456789012345678', '1.000000000000000001']) {
      expect(codeOf(first(`{"a":${text}}`))).toBe('unsafe_number /a')
    }
  })

  it('whole numbers up to 2^53 - 1', () => {
    for (const text of ['9007199254740991', '-9007199254740991', '9007199254740991.0', '900719925474099.1e1']) {
      expect(codeOf(first(`{"a":${text}}`))).toBe('taken')
    }
    for (const text of ['9007199254740992', '-9007199254740992', '9007199254740992.0', '900719925474099.2e1']) {
      expect(codeOf(first(`{"a":${text}}`))).toBe('unsafe_number /a')
    }
  })
})
