import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { columnsOf, shownText } from '../../src/command/shown-text.ts'
import { type Served, Workplace } from './run-command.ts'

let place: Workplace
let server: Served
beforeAll(async () => {
  place = new Workplace()
  const lines = [
    event(1, '2026-11-20T23:30:00Z', 'order.approved', { reason: 'Receipt checked' }),
    event(2, '2026-11-21T08:00:00Z', 'order.cancelled', {
      object: { type: 'order', id: '2', name: 'Damaged \u001b[31mred\u202Eevil' },
    }),
    event(3, '2026-11-21T09:00:00Z', 'order.approved', {
      actor: { type: 'automation', id: 'closer', name: 'Order closer' },
      source: { type: 'automation', name: 'Nightly run' },
    }),
    ...Array.from({ length: 30 }, (_, i) => event(10 + i, `2026-10-01T10:00:${String(i).padStart(2, '0')}Z`, 'ticket.closed')),
  ]
  writeFileSync(join(place.folder, 'h.ndjson'), lines.map((line) => JSON.stringify(line)).join('\n'))
  writeFileSync(
    join(place.folder, 'm.json'),
    JSON.stringify({ name: 'as it is', event: '$' }).replace(
      '"$"',
      '{"id":"$.id","action":"$.action","occurredAt":"$.occurredAt","actor":"$.actor","source":"$.source","object":"$.object","changes":"$.changes","reason":"$.reason"}',
    ),
  )
  server = await place.serve('--trail', 'desk')
  const { document } = await place.json('import', 'h.ndjson', '--map', 'm.json', '--trail', 'desk')
  expect(document.stored).toBe(lines.length)
})
afterAll(() => place.close())

const event = (n: number, occurredAt: string, action: string, more: object = {}) => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  action,
  occurredAt,
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  source: { type: 'user_action', name: 'Order desk' },
  object: { type: action.split('.')[0], id: String(n), name: action.startsWith('order') ? `Order #${n}` : `Ticket #${n}` },
  changes: [{ field: 'status', before: 'Open', after: 'Done' }],
  ...more,
})

const search = (...args: readonly string[]) => place.run(['search', '--data', place.data, ...args], { TZ: 'Europe/Berlin' })

describe('search', () => {
  test('says one sentence a line under its day, newest first, in the time of this machine, with what it came through', async () => {
    const { code, stdout, stderr } = await search('object:order')
    expect([code, stderr]).toEqual([0, ''])
    const lines = stdout.split('\n')
    expect(lines[0]).toBe('Saturday, 21 November 2026')
    expect(lines[1]).toMatch(/^ {2}10:00:00 {2}Order closer.*approved Order #3.* {2}· Nightly run$/)
    expect(lines[3]).toMatch(/^ {2}00:30:00 {2}Maria Lopez approved Order #1.* {2}· Order desk$/)
    expect(lines[5]).toBe('3 of exactly 3 events. Times are those of Europe/Berlin.')
  })

  test('shows no part of an event that would move the terminal or turn its text', async () => {
    const { stdout } = await search('damaged')
    expect(stdout).toMatch(/Damaged .*red‹U\+202E›evil/)
    expect(stdout).not.toMatch(/[\u001b\u202e]/)
    expect(shownText('a\u001b[31m\nb\u202Ec')).toBe('a‹U+001B›[31m b‹U+202E›c')
  })

  test('takes words, filters, a range and an order, and says that there are more', async () => {
    const { stdout } = await search('action:ticket.*', '--limit', '2', '--order', 'asc')
    expect(stdout).toContain('12:00:00')
    expect(stdout).toContain('2 of exactly 30 events.')
    expect(stdout).toContain('More of them: --limit 10;')
    expect((await search('--from', '2026-11-21', '--to', '2026-11-21T08:30:00Z')).stdout).toContain('1 of exactly 1 event.')
    expect((await search('-source:user_action')).stdout).toContain('1 of exactly 1 event.')
    expect((await search('status:Done', '-maria', '--limit', '5', 'approved')).stdout).toContain('Order closer')
    expect((await search('nothing-like-it')).stdout).toBe('No event matches.\n')
  })

  test('answers one document with --json, page after page', async () => {
    const { code, document } = await place.json('search', 'action:ticket.*', '--limit', '25')
    expect(code).toBe(0)
    expect(document).toMatchObject({
      trail: 'desk',
      query: 'action:ticket.*',
      total: { value: 30, exact: true },
      index: { behind: 0 },
    })
    expect(document.data).toHaveLength(25)
    expect(typeof document.nextCursor).toBe('string')
  })

  test('points at the place where a query cannot be read', async () => {
    const { code, stdout, stderr } = await search('maria', '日本 (order')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('At column 10, ')
    expect(stderr).toMatch(/\n {2}maria 日本 \(order\n {13}\^\n$/)
    const { document } = await place.json('search', 'acto:maria')
    expect(document.error).toMatchObject({ code: 'bad_query', sentence: expect.stringContaining('At column 1') })
    expect(columnsOf('e\u0301日')).toBe(3)
  })

  test('refuses an order, a limit and a time that are none', async () => {
    for (const args of [
      ['--order', 'up'],
      ['--limit', '0'],
      ['--from', 'yesterday'],
    ]) {
      const { code, stderr } = await search('x', ...args)
      expect([code, stderr === ''], args.join(' ')).toEqual([2, false])
    }
  })

  test('answers the same without a server, once everything is indexed', async () => {
    const through = await search('order', '--limit', '50')
    expect(await server.stop()).toBe(0)
    expect(await search('order', '--limit', '50')).toEqual(through)
  })
})
