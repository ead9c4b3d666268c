import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ended, type Served, Workplace } from './run-command.ts'

const place = new Workplace()
let server: Served
/** Of a file whose import is ended before it is done. */
const total = process.env.DAYBOOK_LONG ? 12_000 : 6_000
/** An empty one for each test. */
let trail: string
let trails = 0
beforeAll(async () => {
  server = await place.serve('--trail', 'desk')
  writeFileSync(join(place.folder, 'mapping.json'), JSON.stringify(mapping))
})
beforeEach(async () => {
  trail = `desk-${++trails}`
  const headers = { authorization: `Bearer ${token()}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ name: trail })
  expect((await fetch(`${server.url}/v1/trails`, { method: 'POST', headers, body })).status).toBe(201)
})
afterEach(() => {
  for (const name of readdirSync(place.folder)) if (/\.(ndjson|gz|csv)$/.test(name)) rmSync(join(place.folder, name))
})
afterAll(() => place.close())

const mapping = {
  name: 'desk history',
  event: {
    id: { $uuid5: '$.key', namespace: 'https://example.org/desk' },
    action: { $map: '$.what', to: { closed: 'ticket.closed', opened: 'ticket.opened' } },
    occurredAt: { $time: '$.at', offset: 'Z' },
    actor: { type: 'user', id: '$.who', name: '$.who' },
    object: { type: 'ticket', id: { $string: '$.ticket' } },
    history: true,
  },
}
const line = (n: number, more: object = {}): string =>
  JSON.stringify({ key: `k${n}`, what: 'closed', at: '2020-02-03 04:05:06', who: 'Sam Okoro', ticket: n, ...more })

function save(name: string, content: string | Uint8Array): string {
  writeFileSync(join(place.folder, name), content)
  return name
}
const load = (file: string, ...more: string[]) => place.json('import', file, '--map', 'mapping.json', '--trail', trail, ...more)
const refusedLines = (file: string) =>
  readFileSync(join(place.folder, `${file}.refused.ndjson`), 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text))

async function events(): Promise<readonly { readonly id: string; readonly seq: number; readonly history?: boolean }[]> {
  const exported = await fetch(`${server.url}/v1/trails/${trail}/export?format=ndjson&order=recorded`, {
    headers: { authorization: `Bearer ${token()}` },
  })
  return (await exported.text())
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text))
}

describe('an import', () => {
  test('puts every line on the trail in the order of the lines, and a second one changes nothing', async () => {
    const lines = Array.from({ length: 2500 }, (_, i) => line(i))
    save('h.ndjson', `${lines.join('\n')}\n`)
    const first = await load('h.ndjson')
    expect(first.code).toBe(0)
    expect(first.document).toMatchObject({
      lines: 2500,
      stored: 2500,
      duplicates: 0,
      conflicts: 0,
      refused: 0,
      blank: 0,
      unread: [],
    })
    const recorded = await events()
    expect(recorded).toHaveLength(2500)
    save('h2.ndjson.gz', gzipSync(`${lines.join('\r\n')}`))
    const second = await load('h2.ndjson.gz')
    expect(second.document).toMatchObject({ lines: 2500, stored: 0, duplicates: 2500, refused: 0 })
    const again = await load('h.ndjson')
    expect(again.document).toMatchObject({ lines: 2500, stored: 0, duplicates: 2500 })
    expect(await events()).toEqual(recorded)
    expect(recorded.every(({ history }) => history === true)).toBe(true)
    expect(await eventCount()).toBe(2500)
  })

  test('is itself on the trail, once for a file and a mapping', async () => {
    save('h.ndjson', `${line(1)}\nnot json\n`)
    await load('h.ndjson')
    await load('h.ndjson')
    const answer = await fetch(`${server.url}/v1/trails/${trail}/events?category=trail&order=recorded&limit=100`, {
      headers: { authorization: `Bearer ${token()}` },
    })
    const { data } = (await answer.json()) as { data: { action: string; batch?: object }[] }
    const imports = data.filter(({ action }) => action === 'trail.history_imported')
    expect(imports).toHaveLength(1)
    const sha256 = createHash('sha256')
      .update(readFileSync(join(place.folder, 'h.ndjson')))
      .digest('hex')
    expect(imports[0]?.batch).toMatchObject({ file: { name: 'h.ndjson', sha256 }, rows: 2, claimed: { created: 1, failed: 1 } })
  })

  test('names every refused line, with its number and reason, and the counts add up', async () => {
    const good = line(1)
    const bad = [
      '{"broken',
      '[1,2]',
      '{"key":"a","key":"b"}',
      '{"key":"n","n":12345678901234567890}',
      line(2, { what: 'exploded' }),
      line(3, { at: 'yesterday' }),
      line(4, { at: '2020-02-30' }),
      line(5, { who: null }),
      line(6, { key: null }),
      '{"__proto__":{"a":1}}',
      JSON.stringify({ deep: JSON.parse('['.repeat(40) + ']'.repeat(40)) }),
    ]
    const file = Buffer.concat([
      Buffer.from(`${good}\n\n${bad.join('\n')}\n   \n`),
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]),
      Buffer.from(`${'x'.repeat(5 * 1024 * 1024)}\n${line(7)}\n${good}\n${line(1, { ticket: 99 })}`),
    ])
    save('h.ndjson', file)
    const { code, document } = await load('h.ndjson')
    expect(code).toBe(1)
    const { lines, stored, duplicates, conflicts, refused, blank } = document
    expect({ lines, stored, duplicates, conflicts, refused, blank }).toEqual({
      lines: 19,
      stored: 2,
      duplicates: 1,
      conflicts: 1,
      refused: 13,
      blank: 2,
    })
    const named = refusedLines('h.ndjson')
    expect(named.map(({ line, code }) => [line, code]).sort((a, b) => a[0] - b[0])).toEqual([
      [3, 'invalid_json'],
      [4, 'not_an_object'],
      [5, 'duplicate_key'],
      [6, 'unsafe_number'],
      [7, 'unmapped_value'],
      [8, 'unreadable_time'],
      [9, 'bad_time'],
      [10, 'missing_member'],
      [11, 'missing_member'],
      [12, 'forbidden_key'],
      [13, 'too_deep'],
      [15, 'invalid_unicode'],
      [16, 'line_too_long'],
      [19, 'id_conflict'],
    ])
    expect(Object.values(document.refusals as Record<string, number>).reduce((a, b) => a + b)).toBe(refused + conflicts)
    expect(named.find(({ line }) => line === 7).source).toBe(bad[4])
    expect(await events()).toHaveLength(2)
  })

  test('goes on where it was interrupted, and stores nothing twice', async () => {
    save('h.ndjson', Array.from({ length: total }, (_, i) => line(i)).join('\n'))
    const args = ['import', 'h.ndjson', '--map', 'mapping.json', '--trail', trail, '--data', place.data, '--json']
    const child = place.start(args)
    const waiting = ended(child)
    while ((await eventCount()) === 0);
    child.kill('SIGINT')
    const stopped = await waiting
    const { interrupted, stored } = JSON.parse(stopped.stdout)
    if (interrupted) expect(stopped.code).toBe(2)
    const again = await load('h.ndjson')
    expect(again.code).toBe(0)
    expect(again.document).toMatchObject({ lines: total, duplicates: stored, stored: total - stored })
    expect(await eventCount()).toBe(total)
  })

  test('survives that it is killed outright', async () => {
    save('h.ndjson', Array.from({ length: total }, (_, i) => line(i)).join('\n'))
    const child = place.start(['import', 'h.ndjson', '--map', 'mapping.json', '--trail', trail, '--data', place.data])
    const waiting = ended(child)
    while ((await eventCount()) === 0);
    child.kill('SIGKILL')
    await waiting
    expect((await load('h.ndjson')).document.lines).toBe(total)
    expect(await eventCount()).toBe(total)
  })

  test('of gzip that breaks off stores what came before the break and says where it broke', async () => {
    const whole = gzipSync(
      Array.from({ length: 5000 }, (_, i) => line(i, { noise: createHash('md5').update(String(i)).digest('hex') })).join('\n'),
    )
    save('h.ndjson.gz', whole.subarray(0, whole.length >> 1))
    const { code, document } = await load('h.ndjson.gz')
    expect(code).toBe(2)
    expect(document).toMatchObject({ error: { code: 'broken_gzip' }, refused: 0 })
    expect(document.stored).toBe(document.lines)
    const after = Number(/after line (\d+)/.exec(document.error.sentence)?.[1])
    expect(after).toBeGreaterThan(0)
    expect((await events()).length).toBe(after)
    save('h.ndjson.gz', whole)
    expect((await load('h.ndjson.gz')).document).toMatchObject({ lines: 5000, duplicates: after, stored: 5000 - after })
  })

  test('goes over the network with a key as well', async () => {
    save('h.ndjson', `${line(1)}\n`)
    const done = await place.run(
      ['import', 'h.ndjson', '--map', 'mapping.json', '--trail', 'desk', '--url', server.url, '--json'],
      { DAYBOOK_KEY: server.first?.key },
    )
    expect(done.code, done.stderr).toBe(0)
    expect(JSON.parse(done.stdout)).toMatchObject({ stored: 1 })
    const foreign = await place.run(
      ['import', 'h.ndjson', '--map', 'mapping.json', '--trail', 'other', '--url', server.url, '--json'],
      { DAYBOOK_KEY: server.first?.key },
    )
    expect(foreign.code).toBe(2)
  })
})

describe('a dry run', () => {
  test('judges every line, shows how events read, and sends nothing', async () => {
    save('h.ndjson', `${line(1)}\n${line(2, { what: 'exploded' })}\n${line(3, { at: '2020-02-30' })}\n`)
    const { code, document } = await load('h.ndjson', '--dry-run')
    expect(code).toBe(1)
    expect(document).toMatchObject({
      dryRun: true,
      lines: 3,
      stored: 1,
      refused: 2,
      refusals: { unmapped_value: 1, bad_time: 1 },
    })
    expect(document.sentences).toEqual(['Sam Okoro closed Ticket 1'])
    expect(await events()).toEqual([])
  })

  test('shows no value that the catalogue will hide', async () => {
    const phone = { label: 'Phone', treatment: 'mask', keep: 2 }
    const iban = { label: 'IBAN', treatment: 'encrypt', readers: ['finance'] }
    save('c.json', JSON.stringify({ objects: { ticket: { label: 'Ticket', fields: { phone, iban } } }, actions: {} }))
    expect((await place.json('catalogue', 'push', 'c.json', '--trail', trail)).code).toBe(0)
    const changes = [
      { field: 'phone', after: '030 555 12' },
      { field: 'iban', after: 'DE02120300000000202051' },
    ]
    const event = { ...mapping.event, action: 'ticket.updated', changes }
    save('hiding.json', JSON.stringify({ ...mapping, event, rules: [] }))
    save('h.ndjson', `${line(1)}\n`)
    const args = ['import', 'h.ndjson', '--map', 'hiding.json', '--trail', trail, '--dry-run']
    const [sentence] = (await place.json(...args)).document.sentences
    expect(sentence).toMatch(/Phone set to •+12/)
    expect(sentence).not.toMatch(/555|DE02|A{8}/)
  })

  test('says which members of the lines the mapping never reads', async () => {
    save('h.ndjson', `${line(1, { price: 3, note: 'x' })}\n`)
    expect((await load('h.ndjson', '--dry-run')).document.unread).toEqual(['note', 'price'])
  })
})

describe('a table', () => {
  const guide = readFileSync(new URL('../../../../docs/import.md', import.meta.url), 'utf8')
  const block = (language: string, having: string) =>
    [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))]
      .map(([, text = '']) => text)
      .find((text) => text.includes(having)) ?? ''
  const table = block('csv', 'Order No')

  test('of the guide is imported as the guide says', async () => {
    save('orders.csv', table)
    save('table.json', block('json', 'order table 2021'))
    const args = ['import', 'orders.csv', '--map', 'table.json', '--trail', trail, '--data', place.data]
    const dry = await place.run([...args, '--dry-run'])
    expect([dry.code, dry.stdout]).toEqual([0, block('text', '2 rows')])
    expect((await place.run(args)).stdout).toBe('2 rows = 2 stored + 0 there before + 0 in conflict + 0 refused.\n')
    const again = await place.json(...args.slice(0, -2))
    expect(again.document).toMatchObject({ lines: 2, duplicates: 2, delimiter: ';', unread: [] })
    expect(await events()).toMatchObject([
      { changes: [{ field: 'status', before: 'open', after: 'shipped' }], reason: 'said "yes", then paid' },
      { changes: [{ field: 'total', before: '80.00', after: '95.50' }], occurredAt: '2021-03-04T08:17:00.000Z' },
    ])
  })

  test('adds up with its bad rows, each shown with its line', async () => {
    save('orders.csv', `${table}1844;04.03.2021 09:18\n\n1845;28.03.2021 02:30;mlopez;open;shipped;;;\n1846;x"y;;;;;;\n`)
    save('table.json', block('json', 'order table 2021'))
    const args = ['import', 'orders.csv', '--map', 'table.json', '--trail', trail]
    const dry = await place.run([...args, '--dry-run', '--data', place.data])
    expect(dry.code).toBe(1)
    expect(dry.stdout).toMatch(/line 4 {2}ragged_row {2}/)
    expect(dry.stdout).toMatch(/line 6 {2}unreadable_time .*left out/)
    expect(dry.stdout).toMatch(/line 7 {2}bad_quotes {2}/)
    const { code, document } = await place.json(...args)
    expect(code).toBe(1)
    expect(document).toMatchObject({ lines: 6, stored: 2, duplicates: 0, conflicts: 0, refused: 3, blank: 1 })
    expect(refusedLines('orders.csv').map(({ line, code, source }) => [line, code, source])).toEqual([
      [4, 'ragged_row', '1844;04.03.2021 09:18'],
      [6, 'unreadable_time', '1845;28.03.2021 02:30;mlopez;open;shipped;;;'],
      [7, 'bad_quotes', '1846;x"y;;;;;;'],
    ])
  })

  test('that lacks a column the mapping reads, or is not UTF-8, is refused before anything is sent', async () => {
    save('table.json', block('json', 'order table 2021'))
    save('orders.csv', table.replace('Note', 'Notes'))
    const args = ['import', 'orders.csv', '--map', 'table.json', '--trail', trail]
    expect((await place.json(...args)).document.error).toMatchObject({
      code: 'unknown_column',
      sentence: expect.stringContaining('does not have: Note.'),
    })
    save('orders.csv', Buffer.concat([Buffer.from(table), Buffer.from([0xfc, 0x0a])]))
    const latin = await place.json(...args)
    expect([latin.code, latin.document.error.code]).toEqual([1, 'not_utf8'])
    expect(await events()).toEqual([])
  })
})

test('a run without refusals takes away the file of refusals of an earlier one', async () => {
  save('h.ndjson', `${line(1)}\nbroken\n`)
  await load('h.ndjson')
  expect(existsSync(join(place.folder, 'h.ndjson.refused.ndjson'))).toBe(true)
  save('h.ndjson', `${line(1)}\n`)
  await load('h.ndjson')
  expect(existsSync(join(place.folder, 'h.ndjson.refused.ndjson'))).toBe(false)
})

test('a wrong mapping, file or trail is refused in words before anything is sent', async () => {
  save('h.ndjson', `${line(1)}\n`)
  save('wrong.json', JSON.stringify({ name: 'x', event: { id: { $uid: '$.id' } } }))
  for (const [args, words] of [
    [['h.ndjson', '--map', 'wrong.json', '--trail', trail], 'event.id'],
    [['h.ndjson', '--map', 'none.json', '--trail', trail], 'There is no file none.json'],
    [['none.ndjson', '--map', 'mapping.json', '--trail', trail], 'There is no file'],
    [['h.ndjson', '--map', 'mapping.json', '--trail', 'nothing'], 'no such trail'],
    [['h.ndjson', '--trail', trail], '--map'],
  ] as const) {
    const { code, stderr } = await place.run(['import', ...args, '--data', place.data])
    expect(code, stderr).toBe(2)
    expect(stderr).toContain(words)
  }
  expect(await events()).toEqual([])
})

const token = (): string => JSON.parse(readFileSync(join(place.data, 'server.json'), 'utf8')).token

async function eventCount(): Promise<number> {
  const answer = await fetch(`${server.url}/v1/trails/${trail}`, { headers: { authorization: `Bearer ${token()}` } })
  return ((await answer.json()) as { events: number }).events
}
