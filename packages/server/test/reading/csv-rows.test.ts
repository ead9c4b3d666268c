import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvHead, csvRows } from '../../src/reading/csv-rows.ts'
import type { EventView } from '../../src/trail/view.ts'
import { view } from './view.ts'

type Row = { readonly [column: string]: string }
const read = (...views: EventView[]): Row[] => parse(csvHead() + csvRows(views), { bom: true, columns: true }) as Row[]
const one = (more: Partial<EventView>): Row => read(view(more))[0] as Row

it('begins with a byte order mark and one row of titles', () => {
  expect(csvHead().charCodeAt(0)).toBe(0xfeff)
  expect(csvHead()).toMatch(/^\uFEFF"Occurred at \(UTC\)","What happened",.*,"Note"\r\n$/)
})

it('has one row an event, with its changes readable side by side', () => {
  const row = one({
    changes: [
      { field: 'status', label: 'Status', before: 'Pending Review', after: 'Approved' },
      { field: 'tags', before: ['a'], after: ['a', 'b'] },
    ],
  })
  expect(row).toMatchObject({
    'Occurred at (UTC)': '2026-11-22T09:15:02.123Z',
    'What happened': 'Maria Lopez updated Order #1842',
    Who: 'Maria Lopez',
    'Changed fields': 'Status\nTags',
    Before: 'Status: Pending Review\nTags: ["a"]',
    After: 'Status: Approved\nTags: ["a","b"]',
    Position: '7',
    Note: '',
  })
  expect(one({ changes: [{ field: 'total', before: 5, after: null }] })).toMatchObject({ Before: '5', After: 'null' })
})

it('gives back every text exactly, but for the apostrophe of which its note speaks', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text.isWellFormed()),
      (reason) => {
        const row = one({ reason })
        const isFormula = /^[=+\-@\t\r＝＋－＠]/.test(reason)
        expect(row.Reason).toBe(isFormula ? `'${reason}` : reason)
        expect(row.Note !== '').toBe(isFormula)
      },
    ),
  )
})

it.each(['=1+1', '+1', '-2', '@SUM(A1)', '\tx', '\rx', '＝1', '=HYPERLINK("http://x","y")'])(
  'lets no cell begin as a formula does: %j',
  (text) => {
    const row = one({ reason: text, sentence: text, changes: [{ field: text, before: text, after: text }] })
    for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
    expect(row.Note).toContain('apostrophe')
  },
)
