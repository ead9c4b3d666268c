import { describe, expect, it } from 'vitest'
import { type BodyFormat, type GatedEvent, gate } from '../../src/event/gate.ts'
import { Refusal, type RefusalCode } from '../../src/refusal.ts'
import { fullEvent, leastEvent } from './sample-events.ts'

const least = JSON.stringify(leastEvent)
const full = JSON.stringify(fullEvent)

function only(text: string, format: BodyFormat = 'json'): GatedEvent {
  const { events } = gate(text, format)
  expect(events).toHaveLength(1)
  return events[0] as GatedEvent
}

function refusalOf(text: string, format: BodyFormat = 'json') {
  try {
    gate(text, format)
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.problem
    throw thrown
  }
  throw new Error('the body was let in')
}

describe('a body', () => {
  it('may be one event', () => {
    expect(gate(full, 'json')).toEqual({ single: true, events: [{ value: fullEvent, bytes: full.length }] })
  })

  it('may be an array, also of one event', () => {
    expect(gate(`[${least}]`, 'json')).toEqual({ single: false, events: [{ value: leastEvent, bytes: least.length }] })
    expect(gate(` [ ${least} ,\n${full} ] `, 'json').events).toHaveLength(2)
  })

  it('may be lines, blank ones skipped, with either kind of line end', () => {
    const { single, events } = gate(`\n${least}\r\n  \t\n${full}\n\n`, 'ndjson')
    expect(single).toBe(false)
    expect(events.map((event) => 'value' in event && event.value)).toEqual([leastEvent, fullEvent])
  })

  it('may be one line', () => {
    expect(gate(least, 'ndjson').events).toHaveLength(1)
  })

  it.each<[string, BodyFormat]>([
    ['', 'json'],
    [' \n', 'json'],
    ['[]', 'json'],
    [' [ ] ', 'json'],
    ['', 'ndjson'],
    ['\n\r\n \n', 'ndjson'],
  ])('is refused in a sentence when it carries no event: %j as %s', (text, format) => {
    expect(refusalOf(text, format)).toMatchObject({ code: 'no_events', detail: expect.stringContaining('Send one event') })
  })

  it.each<[string, BodyFormat, string]>([
    ['{"id":1,}', 'json', 'line 1, column 9: expected a member name in double quotes.'],
    ['{"id" 1}', 'json', 'line 1, column 7: expected a colon.'],
    ['{"id":1', 'json', 'line 1, column 8: expected a comma or "}".'],
    ['[{}\n {}]', 'json', 'line 2, column 2: expected a comma or "]".'],
    ['[{},]', 'json', 'line 1, column 5: expected a value.'],
    ['[{}', 'json', 'line 1, column 4: expected a comma or "]".'],
    ['[{}] x', 'json', 'line 1, column 6: expected the end.'],
    ['{}\n{}', 'json', 'line 2, column 1: expected the end; several events are an array, or lines of application/x-ndjson.'],
    ['{"a":"\n"}', 'json', 'line 1, column 7: expected no control character inside a string; write it as an escape.'],
    ['{"a":"\\x"}', 'json', 'line 1, column 8: expected an escape that JSON knows.'],
    ['{"a":"\\u12g4"}', 'json', 'line 1, column 11: expected four hexadecimal digits.'],
    ['{"a":"', 'json', 'line 1, column 7: expected the end of a string.'],
    ['{"😀":1 x}', 'json', 'line 1, column 8: expected a comma or "}".'],
    ['{"a":01}', 'json', 'line 1, column 7: expected a comma or "}".'],
    ['{"a":1.}', 'json', 'line 1, column 8: expected a digit.'],
    ["{'a':1}", 'json', 'line 1, column 2: expected a member name in double quotes.'],
    ['<html></html>', 'json', 'line 1, column 1: expected a value.'],
    ['{}\n{}\n{"a"}', 'ndjson', 'line 3, column 5: expected a colon.'],
    ['{}\n{"a":\n1}', 'ndjson', 'line 2, column 6: expected a value.'],
    ['{} {}', 'ndjson', 'line 1, column 4: expected the end of the line, since each line is one event.'],
    [`[\n${least},\n${least}\n]`, 'ndjson', 'line 1, column 2: expected a value.'],
  ])('that is not JSON is refused whole with the place: %j as %s', (text, format, place) => {
    expect(refusalOf(text, format)).toEqual({ code: 'invalid_json', detail: `The body is not valid JSON at ${place}` })
  })

  it.each([
    [`\ufeff${least}`, 'byte order mark at line 1, column 1'],
    [`[${least},\ufeff]`, `byte order mark at line 1, column ${least.length + 3}`],
    ['{"a":"x\0y"}', 'line 1, column 8'],
    [`${least}\0`, 'NUL at line 1'],
    ['{"a":"\ud800"}', 'half of a surrogate pair'],
    [[...'{"a":1}'].join('\0'), 'NUL at line 1, column 2'],
  ])('that is not clean Unicode is refused whole: %j', (text, words) => {
    expect(refusalOf(text)).toMatchObject({ code: 'invalid_unicode', detail: expect.stringContaining(words) })
  })

  it('never repeats what was sent', () => {
    expect(refusalOf('{"password":"hunter2"').detail).not.toContain('hunter2')
    expect(JSON.stringify(only('{"n":9007199254740993}'))).not.toContain('40993')
  })
})

const refused: readonly (readonly [text: string, code: RefusalCode, pointer: string])[] = [
  // named twice
  ['{"status":"Approved","status":"Rejected"}', 'duplicate_key', '/status'],
  ['{"status":"Approved","st\\u0061tus":"Rejected"}', 'duplicate_key', '/status'],
  ['{"a":[{"b":1},{"b":1,"c":{},"b":2}]}', 'duplicate_key', '/a/1/b'],
  ['{"a":{"":1,"":2}}', 'duplicate_key', '/a/'],
  ['{"x/y":{"m~n":1,"m~n":1}}', 'duplicate_key', '/x~1y/m~0n'],
  ['{"1":1,"1":1}', 'duplicate_key', '/1'],
  // forbidden names
  ['{"__proto__":1}', 'forbidden_key', '/__proto__'],
  ['{"a":[{"\\u005f_proto__":{"x":1}}]}', 'forbidden_key', '/a/0/__proto__'],
  ['{"__proto\\u005F\\u005f":{}}', 'forbidden_key', '/__proto__'],
  ['{"constructor":{"prototype":{}}}', 'forbidden_key', '/constructor/prototype'],
  ['{"a":{"\\u0063onstructor":{"x":1,"\\u0070rototype":{}}}}', 'forbidden_key', '/a/constructor/prototype'],
  // Unicode
  ['{"a":"\\u0000"}', 'invalid_unicode', '/a'],
  ['{"a":["x","\\ud800"]}', 'invalid_unicode', '/a/1'],
  ['{"a":"\\udc00\\ud800"}', 'invalid_unicode', '/a'],
  ['{"a":"\\ud83d\\u0041"}', 'invalid_unicode', '/a'],
  ['{"a":{"\\ud800":1}}', 'invalid_unicode', '/a'],
  ['{"a":{"b\\u0000":1}}', 'invalid_unicode', '/a'],
  // numbers
  ['{"a":9007199254740993}', 'unsafe_number', '/a'],
  ['{"a":[1,-9007199254740992]}', 'unsafe_number', '/a/1'],
  ['{"a":9007199254740992.0}', 'unsafe_number', '/a'],
  ['{"a":1e16}', 'unsafe_number', '/a'],
  ['{"a":1e400}', 'unsafe_number', '/a'],
  ['{"a":-1e400}', 'unsafe_number', '/a'],
  ['{"a":1e-400}', 'unsafe_number', '/a'],
  ['{"a":0.000000000000000000001e-400}', 'unsafe_number', '/a'],
  ['{"a":-0}', 'unsafe_number', '/a'],
  ['{"a":-0.0}', 'unsafe_number', '/a'],
  ['{"a":-0e3}', 'unsafe_number', '/a'],
  ['{"a":0.123456789012345678}', 'unsafe_number', '/a'],
  ['{"a":1.00000000000000000001}', 'unsafe_number', '/a'],
  // not events
  ['null', 'not_an_object', ''],
  ['true', 'not_an_object', ''],
  ['"{}"', 'not_an_object', ''],
  ['42', 'not_an_object', ''],
  ['1e400', 'unsafe_number', ''],
]

describe('an event', () => {
  it.each(refused)('%s is refused as %s at %j', (text, code, pointer) => {
    expect(only(text)).toMatchObject({ problem: { code, pointer } })
    expect(only(`[${text}]`)).toMatchObject({ problem: { code, pointer } })
    expect(only(`${text}\n`, 'ndjson')).toMatchObject({ problem: { code, pointer } })
  })

  it('that is refused does not keep the others out', () => {
    const { events } = gate(`[${least},{"a":1e400},${full},[],3]`, 'json')
    expect(events.map((event) => ('problem' in event ? event.problem.code : 'taken'))).toEqual([
      'taken',
      'unsafe_number',
      'taken',
      'not_an_object',
      'not_an_object',
    ])
  })

  it('that is refused is named by its id where it has a readable one', () => {
    expect(only('{"context":{"n":-0},"id":"order 7"}')).toMatchObject({ id: 'order 7' })
    expect(only('{"n":-0,"i\\u0064":"x"}')).toMatchObject({ id: 'x' })
    for (const text of [
      '{"id":7,"n":-0}',
      '{"id":"a","id":"b"}',
      '{"n":-0,"id":"\\u0000"}',
      '{"a":{"id":"x"},"n":-0}',
      '["id",-0]',
    ]) {
      expect(only(`[${text}]`)).not.toHaveProperty('id')
    }
    expect(only(`{"n":-0,"id":"${'x'.repeat(129)}"}`)).not.toHaveProperty('id')
  })

  it('is pointed at no further than its names are short and clean', () => {
    const long = 'n'.repeat(129)
    expect(only(`{"a":{"${long}":-0}}`)).toMatchObject({ problem: { code: 'unsafe_number', pointer: '/a' } })
    expect(only(`{"a":{"${'n'.repeat(128)}":-0}}`)).toMatchObject({ problem: { pointer: `/a/${'n'.repeat(128)}` } })
  })

  it.each([
    '{"constructor":{"name":"Ferrari"},"prototype":"P-1"}',
    '{"constructor":[{"prototype":1}]}',
    '{"proto":1,"__proto":2,"_proto_":3}',
    '{"a":{"status":1},"b":{"status":1},"status":1}',
    '{"2":1,"1":2,"toString":3,"hasOwnProperty":4}',
    '{"a":9007199254740991,"b":-9007199254740991,"c":1e15,"d":0.30000000000000004,"e":5e-324,"f":0e400,"g":-0.5}',
    '{"a":1.10,"b":0.50000000000000000000000000,"c":1E+2,"d":0.12345678901234567}',
    '{"a":"\\u00e9\\ud83d\\ude00\\u0001\\u001f\\"\\\\\\/\\b\\f\\n\\r\\t","b":"e\u0301 \u00e9 \u2028 \u202e\ufdd0\uffff \u200b \u{e0041}"}',
    '{"a":"\\\\u0000","b":"\\\\\\\\ud800"}',
    '{"":"","a/b":"~"}',
    '{}',
  ])('with odd but sound content comes through exactly: %s', (text) => {
    expect(only(text)).toEqual({ value: JSON.parse(text), bytes: Buffer.byteLength(text) })
  })

  it('keeps the order of its members', () => {
    const event = only('{"z":1,"a":{"y":1,"b":2}}')
    expect(JSON.stringify('value' in event && event.value)).toBe('{"z":1,"a":{"y":1,"b":2}}')
  })
})

describe('text made to cost much', () => {
  const levels = 5_000_000
  const many = 1_000_000
  it.each([
    ['nested lists', '['.repeat(levels) + ']'.repeat(levels), 'event_too_large'],
    ['nested objects', `${'{"a":'.repeat(many / 5)}1${'}'.repeat(many / 5)}`, 'event_too_large'],
    ['nested lists that never close', '['.repeat(many), 'invalid_json'],
    ['nested ten thousand deep', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'too_deep'],
    ['backslashes', `"${'\\'.repeat(many)}"`, 'event_too_large'],
    ['one long number', '9'.repeat(many), 'event_too_large'],
    ['an unfinished string full of escaped quotes', `{"${'\\"'.repeat(many / 2)}`, 'invalid_json'],
    ['line ends', '\n'.repeat(many), 'no_events'],
    ['empty events', `[${'{},'.repeat(many / 5)}`, 'too_many_events'],
  ])('is answered like any other: %s', (_, text, code) => {
    expect(codeFor(text, 'json')).toBe(code)
    // As lines the first character of an array starts an event.
    if (!text.startsWith('[')) expect(codeFor(text, 'ndjson')).toBe(code)
  })

  function codeFor(text: string, format: BodyFormat): string {
    try {
      const [event] = gate(text, format).events
      return event && 'problem' in event ? event.problem.code : 'taken'
    } catch (thrown) {
      return (thrown as Refusal).problem.code
    }
  }
})
