import { readFileSync } from 'node:fs'
import { checkEvent, type Json } from '@daybook/core'
import { describe, expect, test } from 'vitest'
import { compileMapping } from '../../src/command/import/compile-mapping.ts'
import { BadMapping, LineRefused } from '../../src/command/import/mapping.ts'
import { operators } from '../../src/command/import/operators.ts'

const map = (event: Json, line: Json, more: object = {}): unknown => compileMapping({ name: 'test', event, ...more }).map(line)

const refusal = (work: () => unknown): LineRefused => {
  try {
    work()
  } catch (error) {
    if (error instanceof LineRefused) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const complaint = (mapping: unknown): string => {
  try {
    compileMapping(mapping)
  } catch (error) {
    if (error instanceof BadMapping) return `${error.where}: ${error.message}`
    throw error
  }
  throw new Error('the mapping was accepted')
}

describe('paths', () => {
  test('read members, items of lists and odd names', () => {
    const line = { a: { 'odd name': [{ b: 7 }] }, 'x-y': 'z' }
    expect(map({ v: "$.a['odd name'][0].b", w: '$.x-y' }, line)).toEqual({ v: 7, w: 'z' })
  })

  test('that find nothing leave the member out, and an object of which nothing is left', () => {
    expect(map({ v: '$.nothing', o: { p: '$.a.b.c' }, l: ['$.no'], k: 1 }, { a: 3 })).toEqual({ k: 1 })
  })

  test('never find what an object inherits', () => {
    expect(map({ a: '$.constructor', b: '$.toString', c: '$.list.length', k: 1 }, { list: [1] })).toEqual({ k: 1 })
  })

  test('that find null are absent, unless the mapping says that null is a value', () => {
    expect(map({ v: '$.a', k: 1 }, { a: null })).toEqual({ k: 1 })
    expect(map({ v: '$.a' }, { a: null }, { nulls: 'value' })).toEqual({ v: null })
  })

  test('are told from texts that only look like money or a handle', () => {
    expect(map({ a: '$5', b: '@maria', c: { $const: '$.kept' } }, {})).toEqual({ a: '$5', b: '@maria', c: '$.kept' })
  })
})

describe('operators', () => {
  test('$first takes the first that is there', () => {
    expect(map({ v: { $first: ['$.a', '$.b', 'none'] } }, { b: 2 })).toEqual({ v: 2 })
    expect(map({ v: { $first: ['$.a', '$.b', 'none'] } }, {})).toEqual({ v: 'none' })
  })

  test('$text joins, and is absent where a part is', () => {
    expect(map({ v: { $text: 'Order #{$.n} ({$.s})' } }, { n: 18, s: 'x' })).toEqual({ v: 'Order #18 (x)' })
    expect(map({ v: { $text: 'Order #{$.n}' }, k: 1 }, {})).toEqual({ k: 1 })
  })

  test('$map translates values, and names the place where a value has no entry', () => {
    const mapped = { v: { $map: '$.s', to: { A: 'Active', '1': 'One' } } }
    expect(map(mapped, { s: 'A' })).toEqual({ v: 'Active' })
    expect(map(mapped, { s: 1 })).toEqual({ v: 'One' })
    const refused = refusal(() => map(mapped, { s: 'secret-value' }))
    expect(refused).toMatchObject({ code: 'unmapped_value' })
    expect(refused.message).toContain('$.s')
    expect(refused.message).not.toContain('secret-value')
    expect(map({ v: { $map: '$.s', to: {}, else: '$.s' } }, { s: 'toString' })).toEqual({ v: 'toString' })
  })

  test('$absent leaves blanks out', () => {
    const blank = { v: { $absent: '$.v', when: ['', 'n/a', 0] }, k: 1 }
    for (const v of ['', 'n/a', 0]) expect(map(blank, { v })).toEqual({ k: 1 })
    expect(map(blank, { v: 'x' })).toEqual({ v: 'x', k: 1 })
  })

  test('$each makes one item of each, over lists and over the members of an object', () => {
    const each = (source: string) => ({
      $each: source,
      as: { field: '@.key', before: '@.value[0]', after: '@.value[1]', of: '$.id' },
    })
    expect(map({ changes: each('$.c') }, { id: 1, c: { status: ['a', 'b'] } })).toEqual({
      changes: [{ field: 'status', before: 'a', after: 'b', of: 1 }],
    })
    const kept = { $each: '$.c', where: { of: '@.f', in: ['x'] }, as: { field: '@.f' } }
    expect(map({ changes: kept }, { c: [{ f: 'x' }, { f: 'y' }] })).toEqual({ changes: [{ field: 'x' }] })
    expect(map({ changes: kept, k: 1 }, { c: [] })).toEqual({ k: 1 })
    expect(refusal(() => map({ changes: kept }, { c: 'text' })).code).toBe('mapping_failed')
  })

  test('$time reads the ways in which sources write times', () => {
    const time = (value: Json, more: object = {}) => (map({ t: { $time: '$.t', ...more } }, { t: value }) as { t: string }).t
    expect(time('2020-02-03T04:05:06.7891+02:00')).toBe('2020-02-03T04:05:06.7891+02:00')
    expect(time('2020-02-03 04:05:06Z')).toBe('2020-02-03T04:05:06Z')
    expect(time('2020-02-03 04:05', { offset: '-05:00' })).toBe('2020-02-03T04:05:00-05:00')
    expect(time('2020-02-03', { offset: 'Z' })).toBe('2020-02-03T00:00:00Z')
    expect(time('2020-02-03T04:05:06+0200')).toBe('2020-02-03T04:05:06+02:00')
    expect(time(1580702706, { format: 'seconds' })).toBe('2020-02-03T04:05:06.000Z')
    expect(time('1580702706789', { format: 'milliseconds' })).toBe('2020-02-03T04:05:06.789Z')
    for (const value of ['2020-02-03 04:05:06', 'yesterday', '', 17, '13-Jul-2000']) {
      expect(refusal(() => time(value)).code, String(value)).toBe('unreadable_time')
    }
  })

  test('$time reads the patterns a mapping states, and nothing else', () => {
    const time = (value: Json, format: string, more: object = { offset: 'Z' }) =>
      (map({ t: { $time: '$.t', format, ...more } }, { t: value }) as { t: string }).t
    expect(time('03.02.2020 04:05', 'DD.MM.YYYY HH:mm')).toBe('2020-02-03T04:05:00Z')
    expect(time('2/3/2020 12:05 AM', 'M/D/YYYY h:mm A')).toBe('2020-02-03T00:05:00Z')
    expect(time('2/3/2020 12:05 pm', 'M/D/YYYY h:mm A')).toBe('2020-02-03T12:05:00Z')
    expect(time('3 Feb 2020 at 04:05:06.789', 'D MMM YYYY [at] HH:mm:ss.SSS')).toBe('2020-02-03T04:05:06.789Z')
    expect(time('February 3, 2020', 'MMMM D, YYYY')).toBe('2020-02-03T00:00:00Z')
    expect(time('20200203T040506+0200', 'YYYYMMDDTHHmmssZ', {})).toBe('2020-02-03T04:05:06+02:00')
    expect(time('03/02/2020', 'DD/MM/YYYY')).toBe('2020-02-03T00:00:00Z')
    for (const [value, format] of [
      ['3.2.2020 04:05', 'DD.MM.YYYY HH:mm'],
      ['03.02.2020 04:05:06', 'DD.MM.YYYY HH:mm'],
      ['03x02x2020', 'DD.MM.YYYY'],
      ['2/3/2020 13:05 AM', 'M/D/YYYY h:mm A'],
      ['3 Foo 2020', 'D MMM YYYY'],
    ] as const)
      expect(refusal(() => time(value, format)).code, value).toBe('unreadable_time')
    for (const format of ['DD.MM.YY', 'DD.YYYY', 'YYYY-MM-DD h:mm', 'YYYY-MM-DD DD', 'YYYY MM MMM DD', 'YYYY-MM-DD at HH'])
      expect(complaint({ name: 'x', event: { t: { $time: '$.t', format } } }), format).toMatch(/^event\.t\.\$time\.format/)
  })

  test('$time finds the offset a zone had, and refuses what a zone leaves open', () => {
    const time = (value: Json, more: object = {}) =>
      (map({ t: { $time: '$.t', zone: 'Europe/Berlin', ...more } }, { t: value }) as { t: string }).t
    expect(time('2021-01-15 12:00')).toBe('2021-01-15T12:00:00+01:00')
    expect(time('2021-07-15 12:00')).toBe('2021-07-15T12:00:00+02:00')
    expect(time('2021-10-31 01:59')).toBe('2021-10-31T01:59:00+02:00')
    expect(time('2021-10-31 03:00')).toBe('2021-10-31T03:00:00+01:00')
    expect(time('2021-01-15T12:00:00-05:00')).toBe('2021-01-15T12:00:00-05:00')
    expect(time('2021-01-15 12:00', { zone: 'Asia/Kolkata' })).toBe('2021-01-15T12:00:00+05:30')
    expect(time('2021-01-15 12:00', { zone: 'America/St_Johns' })).toBe('2021-01-15T12:00:00-03:30')
    expect(refusal(() => time('2021-10-31 02:30')).message).toContain('came twice')
    expect(time('2021-10-31 02:30', { repeated: 'first' })).toBe('2021-10-31T02:30:00+02:00')
    expect(time('2021-10-31 02:30', { repeated: 'second' })).toBe('2021-10-31T02:30:00+01:00')
    expect(refusal(() => time('2021-03-28 02:30')).message).toContain('was left out')
    for (const wrong of [
      { zone: 'Europe/Atlantis' },
      { zone: 'Europe/Berlin', offset: 'Z' },
      { repeated: 'first' },
      { offset: '1' },
    ])
      expect(complaint({ name: 'x', event: { t: { $time: '$.t', ...wrong } } })).toMatch(/^event\.t\.\$time/)
  })

  test('$decimal keeps money as it was written, and refuses another way of writing', () => {
    const decimal = (value: Json, more: object = {}) =>
      (map({ v: { $decimal: '$.v', ...more } }, { v: value }) as { v: string }).v
    expect(decimal('1.234.567,50', { point: ',', group: '.' })).toBe('1234567.50')
    expect(decimal(' -1234,5 ', { point: ',', group: '.' })).toBe('-1234.5')
    expect(decimal('12,345.00', { group: ',' })).toBe('12345.00')
    expect(decimal('0.10')).toBe('0.10')
    for (const [value, more] of [
      ['1,5', {}],
      ['1.23,50', { point: ',', group: '.' }],
      ['€ 5', {}],
      ['', {}],
    ] as const)
      expect(refusal(() => decimal(value, more)).code, value).toBe('not_a_decimal')
    expect(complaint({ name: 'x', event: { v: { $decimal: '$.v', point: ';' } } })).toMatch(/point/)
  })

  test('$changes makes changes of pairs of columns, and none where nothing changed', () => {
    const changes: Json = {
      changes: {
        $changes: [
          { field: 'status', label: 'State', before: '$.was', after: '$.is' },
          { before: 'old_*', after: 'new_*' },
        ],
      },
      k: 1,
    }
    expect(
      map(changes, { was: 'a', is: 'b', old_price: '1', new_price: '2', old_same: 'x', new_same: 'x', new_owner: 'Mia' }),
    ).toEqual({
      changes: [
        { field: 'status', label: 'State', before: 'a', after: 'b' },
        { field: 'price', before: '1', after: '2' },
        { field: 'owner', after: 'Mia' },
      ],
      k: 1,
    })
    expect(map(changes, { was: null, is: null, old_x: null, new_x: null })).toEqual({ k: 1 })
    expect(map(changes, { was: null, is: 'b' }, { nulls: 'value' })).toMatchObject({
      changes: [{ field: 'status', before: null, after: 'b' }],
    })
    expect(complaint({ name: 'x', event: { c: { $changes: [{ before: '$.a' }] } } })).toMatch(/^event\.c\.\$changes\[0\]/)
  })

  test('$number and $string convert, and refuse what would be bent', () => {
    expect(map({ n: { $number: '$.n' }, s: { $string: '$.n' } }, { n: '12.50' })).toEqual({ n: 12.5, s: '12.50' })
    expect(map({ s: { $string: '$.n' } }, { n: 7 })).toEqual({ s: '7' })
    for (const n of ['12a', '', '9007199254740993', '1e3'])
      expect(refusal(() => map({ n: { $number: '$.n' } }, { n })).code).toBe('not_a_number')
  })

  test('$if chooses', () => {
    const chosen = { v: { $if: { of: '$.n', over: 1 }, yes: 'many', no: 'one' } }
    expect(map(chosen, { n: 2 })).toEqual({ v: 'many' })
    expect(map(chosen, { n: 1 })).toEqual({ v: 'one' })
  })

  test('$uuid5 gives the same id for the same key, as RFC 9562 says', () => {
    // RFC 9562 appendix A.4: www.example.com in the DNS namespace
    const rfc = { id: { $uuid5: '$.k', namespace: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' } }
    expect(map(rfc, { k: 'www.example.com' })).toEqual({ id: '2ed6657d-e927-568b-95e1-2665a8aea6a2' })
    const ours = { id: { $uuid5: ['$.a', '$.b'], namespace: 'https://example.org/orders' } }
    expect(map(ours, { a: 1, b: 'x' })).toEqual(map(ours, { a: 1, b: 'x' }))
    expect(map(ours, { a: 1, b: 'x' })).not.toEqual(map(ours, { a: '1', b: 'y' }))
  })
})

describe('rules', () => {
  const event = { action: '$.action', source: { type: 'user_action' } }
  const rules = [
    { when: { of: '$.n', over: 10 }, set: { source: { type: 'bulk_import', name: 'Loader' } } },
    {
      when: { all: [{ of: '$.action', startsWith: 'test.' }, { not: { of: '$.keep', exists: true } }] },
      refuse: 'Tests are left out.',
    },
  ]

  test('are laid over the event, member by member', () => {
    expect(map(event, { action: 'a.b', n: 11 }, { rules })).toEqual({
      action: 'a.b',
      source: { type: 'bulk_import', name: 'Loader' },
    })
    expect(map(event, { action: 'a.b', n: 10 }, { rules })).toEqual({ action: 'a.b', source: { type: 'user_action' } })
  })

  test('refuse lines in their own words', () => {
    expect(refusal(() => map(event, { action: 'test.run' }, { rules }))).toMatchObject({
      code: 'refused_by_mapping',
      message: 'Tests are left out.',
    })
    expect(map(event, { action: 'test.run', keep: 1 }, { rules })).toMatchObject({ action: 'test.run' })
  })

  test('know contains', () => {
    const action = { $if: { of: '$.a', contains: '.' }, yes: '$.a', no: { $text: 'ticket.{$.a}' } }
    expect(map({ action }, { a: 'label_added' })).toEqual({ action: 'ticket.label_added' })
    expect(map({ action }, { a: 'order.sent' })).toEqual({ action: 'order.sent' })
  })

  test('know any, is and in', () => {
    const any = [
      {
        when: {
          any: [
            { of: '$.a', is: 1 },
            { of: '$.a', in: ['x', null] },
          ],
        },
        refuse: 'no',
      },
    ]
    for (const a of [1, 'x'])
      expect(refusal(() => map(event, { action: 'a.b', a }, { rules: any })).code).toBe('refused_by_mapping')
    expect(map(event, { action: 'a.b', a: 'y' }, { rules: any })).toMatchObject({ action: 'a.b' })
  })
})

test('a function may be the event, and what it throws is a refusal of the line', () => {
  const mapping = compileMapping({
    name: 'by hand',
    event: (line: { n: number }) => {
      if (line.n < 0) throw new Error('negative')
      return { count: line.n }
    },
  })
  expect(mapping.map({ n: 3 })).toEqual({ count: 3 })
  expect(refusal(() => mapping.map({ n: -1 }))).toMatchObject({ code: 'mapping_failed' })
})

test('a wrong mapping is refused with its place', () => {
  expect(complaint({ name: 'x', event: { id: { $uid: '$.id' } } })).toMatch(/^event\.id: there is no operator \$uid/)
  expect(complaint({ name: 'x', event: { id: '$.a[x]' } })).toMatch(
    /^event\.id: the path \$\.a\[x\] cannot be read from character 4/,
  )
  expect(complaint({ name: 'x', event: {}, rules: [{ when: { of: '$.a' }, refuse: 'no' }] })).toMatch(/^rules\[0\]\.when/)
  expect(complaint({ name: 'x', event: {}, rules: [{ when: { of: '$.a', equals: 1 }, refuse: 'no' }] })).toMatch(/equals/)
  expect(complaint({ name: 'x', event: {}, extra: 1 })).toMatch(/^extra/)
  expect(complaint({ name: 'x', csv: { delimiter: ';;' }, event: {} })).toMatch(/^csv\.delimiter/)
  expect(complaint({ name: 'x', csv: { quote: "'" }, event: {} })).toMatch(/^csv\.quote/)
  expect(complaint({ event: {} })).toMatch(/^name/)
  expect(complaint({ name: 'x', event: { t: { $time: '$.t', format: 'french' } } })).toMatch(/^event\.t\.\$time/)
  expect(complaint([])).toMatch(/^the mapping/)
})

test('the mapping knows which members of a line it never reads', () => {
  const mapping = compileMapping({
    name: 'x',
    event: { a: '$.a.b', t: { $text: '{$.c}' } },
    rules: [{ when: { of: '$.d', exists: true }, refuse: 'no' }],
  })
  expect([...(mapping.reads ?? [])].sort()).toEqual(['a', 'c', 'd'])
  expect(compileMapping({ name: 'x', event: { context: '$' } }).reads).toBeUndefined()
  const keyed = compileMapping({ name: 'x', event: { id: { $uuid5: '$', namespace: 'x' }, a: '$["it\'s"]' } })
  expect([...(keyed.reads ?? [])]).toEqual(["it's"])
  expect(keyed.map({ "it's": 1 })).toMatchObject({ a: 1, id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
})

describe('docs/import.md', () => {
  const guide = readFileSync(new URL('../../../../docs/import.md', import.meta.url), 'utf8')
  const examples = [...guide.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => JSON.parse(text))
  const [line, mapping] = [examples.find(({ key }) => key !== undefined), examples.find(({ event }) => event !== undefined)]

  test('has a line and a mapping that make a good event of it', () => {
    const event = compileMapping(mapping).map(line)
    expect(checkEvent(event)).toBeUndefined()
    expect(event).toMatchObject({
      action: 'order.status_changed',
      occurredAt: '2021-03-04T09:15:00+01:00',
      actor: { name: 'Maria Lopez' },
      object: { id: '1842', name: 'Order #1842' },
    })
    expect(event).not.toHaveProperty('reason')
    const night = compileMapping(mapping).map({ ...line, by: 'cron' })
    expect(night).toMatchObject({ actor: { type: 'scheduled_job', id: 'cron' }, source: { name: 'Night run' } })
    expect(refusal(() => compileMapping(mapping).map({ ...line, what: 'T' })).code).toBe('refused_by_mapping')
  })

  test('describes every operator and every refusal of its own', () => {
    for (const name of Object.keys(operators)) expect(guide, name).toContain(`{"${name}":`)
    for (const code of [
      'line_too_long',
      'unmapped_value',
      'unreadable_time',
      'not_a_number',
      'not_a_decimal',
      'bad_quotes',
      'ragged_row',
      'mapping_failed',
      'refused_by_mapping',
    ]) {
      expect(guide).toContain(`| \`${code}\` |`)
    }
    for (const code of [
      'not_utf8',
      'old_line_ends',
      'empty_table',
      'bad_header',
      'ambiguous_delimiter',
      'unknown_column',
      'row_too_long',
    ])
      expect(guide).toContain(`\`${code}\``)
  })
})
