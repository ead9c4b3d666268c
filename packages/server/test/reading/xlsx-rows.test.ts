import { expect, it } from 'vitest'
import { xlsxHead, xlsxRows } from '../../src/reading/xlsx-rows.ts'
import { view } from './view.ts'

const unescaped = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

/** The cells of a row as a spreadsheet reads them: numbers, or texts. */
const cells = (row: string): (string | number)[] =>
  [
    ...row.matchAll(
      /<c\/>|<c t="inlineStr" s="\d"><is><t xml:space="preserve">([^<]*)<\/t><\/is><\/c>|<c s="1"><v>([^<]*)<\/v><\/c>/g,
    ),
  ].map(([, text, number]) => (number === undefined ? unescaped(text ?? '') : Number(number)))

const titles = cells(xlsxHead())
const column = (row: string, title: string) => cells(row)[titles.indexOf(title)]

it('has a cell for every title in every row', () => {
  expect(titles).toContain('What happened')
  expect(cells(xlsxRows([view()])).length).toBe(titles.length)
})

it.each(['=1+1', '@x', '<b>&amp;</b>', 'a\u0000b\u000bc\u001f', '_x0041_', '__x0041__', 'line\nline\r\n\ttab', '😀', '\uFFFE'])(
  'keeps %j as the text it is, never as a formula',
  (reason) => {
    const row = xlsxRows([view({ reason })])
    expect(column(row, 'Reason')).toBe(reason)
    expect(row).not.toContain('<f>')
    expect(row).not.toMatch(/[\0-\x08\x0B-\x1F]/)
  },
)

it('writes times as days that spreadsheets count with, to the millisecond', () => {
  for (const occurredAt of ['1970-01-01T00:00:00.000Z', '2026-11-22T09:15:02.123Z', '9999-12-31T23:59:59.999Z']) {
    const days = column(xlsxRows([view({ occurredAt })]), 'Occurred at (UTC)') as number
    expect(Math.round((days - 25_569) * 86_400_000)).toBe(Date.parse(occurredAt))
  }
})

it('says where a cell could not hold all of a text, and cuts no character in two', () => {
  const longest = 32_767
  const whole = xlsxRows([view({ reason: 'x'.repeat(longest) })])
  expect([String(column(whole, 'Reason')).length, column(whole, 'Note')]).toEqual([longest, ''])
  const cut = xlsxRows([view({ reason: `${'x'.repeat(longest - 2)}😀😀` })])
  expect(column(cut, 'Reason')).toBe(`${'x'.repeat(longest - 2)}…`)
  expect(column(cut, 'Note')).toContain('Reason is cut')
})
