import { isMalformed, parsePolicy, verifyBundle } from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { parse } from 'csv-parse/sync'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTar } from '../../src/bundle/index.ts'
import { orderEvent, orderEvents } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
const events = orderEvents(450)
const odd = orderEvent(500, {
  action: 'order.flagged',
  reason: '=HYPERLINK("http://evil.example")',
  occurredAt: '1999-12-31T23:59:59Z',
})
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
  await server.post(`${trail.path}/events`, [...events, odd], trail.writer)
})
afterAll(() => server.remove())

const bytesOf = async (query: string, key = trail.reader) => {
  const answer = await fetch(`${server.url}${trail.path}/export?${query}`, { headers: { authorization: `Bearer ${key}` } })
  return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) }
}
const listed = async (query: string): Promise<string[]> => {
  const ids: string[] = []
  for (let cursor: string | null = null; ; ) {
    const { json } = await server.get(
      `${trail.path}/events?${query}&limit=1000${cursor ? `&cursor=${cursor}` : ''}`,
      trail.reader,
    )
    ids.push(...json.data.map(({ id }: { id: string }) => id))
    cursor = json.nextCursor
    if (cursor === null) return ids
  }
}
const exported = async () =>
  (await server.get(`${trail.path}/events?action=trail.exported&order=recorded-desc&limit=1`, trail.admin)).json.data[0]

describe('an export of what a query finds', () => {
  it.each([
    '',
    'order=asc',
    'order=recorded',
    'order=recorded-desc',
    'actor=maria',
    'q=order.flagged',
    'actor=nobody',
    'category=trail',
  ])('has exactly what the list has, in its order: ?%s', async (query) => {
    const ids = await listed(query)
    const { bytes } = await bytesOf(`format=ndjson&${query}`)
    const lines = Buffer.from(bytes).toString().split('\n').slice(0, -1)
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(ids)
    const { count, context } = await exported()
    expect([count, context.format, context.query ?? '']).toEqual([
      ids.length,
      'ndjson',
      {
        'actor=maria': 'actor:maria',
        'q=order.flagged': 'order.flagged',
        'actor=nobody': 'actor:nobody',
        'category=trail': 'category:trail',
      }[query] ?? '',
    ])
  })

  it('is on the trail before its first byte', async () => {
    const answer = await fetch(`${server.url}${trail.path}/export?format=csv&from=2026-11-02&to=2026-11-03`, {
      headers: { authorization: `Bearer ${trail.reader}` },
    })
    const said = await exported()
    await answer.body?.cancel()
    expect(said.context).toEqual({
      format: 'csv',
      order: 'desc',
      query: 'at:>=2026-11-02T00:00:00.000Z at:<2026-11-03T00:00:00.000Z',
    })
    expect(said).toMatchObject({ count: 450, actor: { type: 'api_client' } })
    expect((await server.get(`${trail.path}/events?q=${encodeURIComponent(said.context.query)}`)).json.total.value).toBe(450)
  })

  it('leaves out what is stored after it began', async () => {
    const answer = await fetch(`${server.url}${trail.path}/export?format=ndjson`, {
      headers: { authorization: `Bearer ${trail.reader}` },
    })
    const late = Array.from({ length: 5 }, (_, n) => orderEvent(n, { occurredAt: '1980-01-01T00:00:00Z' }))
    await server.post(`${trail.path}/events`, late, trail.writer)
    const lines = (await answer.text()).split('\n').slice(0, -1)
    expect(lines.length).toBe((await exported()).count)
    for (const { id } of late) expect(lines.some((line) => line.includes(String(id)))).toBe(false)
  })
})

describe('a spreadsheet', () => {
  it('of CSV has a row an event, and no cell that a spreadsheet takes for a formula', async () => {
    const { answer, bytes } = await bytesOf('format=csv&q=action:order.*')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="orders.csv"')
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const rows = parse(Buffer.from(bytes), { bom: true, columns: true }) as Record<string, string>[]
    expect(rows.map(({ Event }) => Event)).toEqual(await listed('q=action:order.*'))
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    const flagged = rows.find(({ Event }) => Event === odd.id)
    expect(flagged).toMatchObject({ Reason: `'${odd.reason}`, Note: expect.stringContaining('apostrophe') })
    expect(rows[0]).toMatchObject({ 'Changed fields': 'Status', Before: 'Pending Review', After: 'Approved' })
  })

  it('of XLSX is a workbook of typed strings and dates', async () => {
    const { answer, bytes } = await bytesOf('format=xlsx&q=action:order.*')
    expect(answer.headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    const files = unzipSync(bytes)
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        '[Content_Types].xml',
        '_rels/.rels',
        'xl/workbook.xml',
        'xl/styles.xml',
        'xl/worksheets/sheet1.xml',
      ]),
    )
    const sheet = Buffer.from(files['xl/worksheets/sheet1.xml'] ?? []).toString()
    expect(sheet.match(/<row>/g)?.length).toBe(1 + (await listed('q=action:order.*')).length)
    expect(sheet).toContain('=HYPERLINK("http://evil.example")')
    expect(sheet).not.toMatch(/<f>|t="str"/)
    // 1999-12-31T23:59:59Z, as spreadsheets count days.
    expect(sheet).toContain(
      `<c s="1"><v>${Math.round((Date.parse('1999-12-31T23:59:59Z') / 86_400_000 + 25_569) * 1e9) / 1e9}</v></c>`,
    )
  })
})

describe('a bundle of what a query finds', () => {
  const filesOf = async (query: string, key = trail.admin) => {
    const { answer, bytes } = await bytesOf(`format=bundle&${query}`, key)
    expect(answer.headers.get('content-type')).toBe('application/x-tar')
    const files = new Map<string, string>()
    for await (const { path, chunks } of readTar(once(bytes))) {
      const parts: Uint8Array[] = []
      for await (const chunk of chunks) parts.push(chunk)
      files.set(path, Buffer.concat(parts).toString())
    }
    return files
  }
  async function* once(bytes: Uint8Array) {
    yield bytes
  }
  const verdictOf = async (files: ReadonlyMap<string, string>) => {
    const policy = parsePolicy(trail.policy, nobleCrypto)
    if (isMalformed(policy)) throw new Error(policy.why)
    const reader = {
      list: async () => [...files.keys()],
      read: async (path: string) => Buffer.from(files.get(path) ?? ''),
      lines: async function* (path: string) {
        for (const line of (files.get(path) ?? '').split('\n')) if (line !== '') yield line
      },
    }
    const { verdict, findings } = await verifyBundle(reader as never, policy, nobleCrypto)
    return [verdict, findings]
  }

  it('has each event with a proof of its own, and verifies offline', async () => {
    const files = await filesOf('actor=maria')
    const seqs = (files.get('events.ndjson') ?? '')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line).seq)
    expect(seqs.length).toBe((await listed('actor=maria')).length)
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    for (const seq of seqs) expect(files.has(`proofs/${seq}.tlog-proof`)).toBe(true)
    expect(JSON.parse(files.get('manifest.json') ?? '')).toMatchObject({
      proof: 'proofs',
      query: 'actor:maria',
      counts: { events: seqs.length, pruned: 0 },
    })
    expect(files.get('README.txt')).toContain('actor:maria')
    expect(await verdictOf(files)).toEqual(['holds', []])
    expect((await exported()).count).toBe(seqs.length)
  })

  it('is for a reader of some events of these alone, verifies, and says that there may be more', async () => {
    const grants = [{ actions: ['order.flagged'] }]
    const role = { label: 'Flags', description: 'Reads flags.', grants, rights: ['read', 'export'] }
    await server.call('PUT', `${trail.path}/roles/flags`, { key: server.local, body: role })
    const { key } = (await server.post(`${trail.path}/keys`, { role: 'reader', reads: 'flags' }, trail.admin)).json
    for (const query of ['', 'category=all', 'q=order.*']) {
      const files = await filesOf(query, key)
      const manifest = JSON.parse(files.get('manifest.json') ?? '')
      expect([query, manifest.proof, manifest.counts.events]).toEqual([query, 'proofs', 1])
      expect(manifest.query).toContain('as far as whoever exported it may read')
      expect([...files.keys()].filter((path) => path.startsWith('proofs/'))).toHaveLength(1)
      expect(await verdictOf(files)).toEqual(['holds', []])
    }
  })

  it('says when a line of it was changed', async () => {
    const files = await filesOf('q=action:order.flagged')
    files.set('events.ndjson', (files.get('events.ndjson') ?? '').replace('evil.example', 'good.example'))
    expect((await verdictOf(files))[0]).toBe('broken')
  })

  it('is a whole log where nothing is filtered, and empty where nothing is found', async () => {
    expect(JSON.parse((await filesOf('')).get('manifest.json') ?? '').proof).toBe('log')
    expect(JSON.parse((await filesOf('category=trail')).get('manifest.json') ?? '').proof).toBe('proofs')
    const none = await filesOf('actor=nobody')
    expect(JSON.parse(none.get('manifest.json') ?? '').counts.events).toBe(0)
    expect(await verdictOf(none)).toEqual(['holds', []])
  })
})
