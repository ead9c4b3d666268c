import { formatTime, type Json, parseTime, wordsOf } from '@daybook/core'
import { csvLines, formulaNote } from './csv-rows.ts'
import type { UndoRow } from './undo-rows.ts'

const titles = [
  'Record',
  'Record (type)',
  'Record (id)',
  'What it did',
  'Field',
  'Before',
  'After',
  'Changed since',
  'Now',
  'Changed since at (UTC)',
  'Changed since by',
  'Changed at (UTC)',
  'Event',
]

/** The first line, with a byte order mark. */
export const undoCsvHead = (): string => `\uFEFF${csvLines([[...titles, 'Note']])}`

/** One row a line: what to put back, and whether somebody has changed it since. */
export const undoCsvRows = (rows: readonly UndoRow[]): string =>
  csvLines(
    rows.map((row) => {
      const cells = cellsOf(row)
      return [...cells, formulaNote(cells)]
    }),
  )

const states: { readonly [state in UndoRow['state']]: string } = { as_left: 'no', changed: 'yes', put_back: 'put back' }

const cellsOf = (row: UndoRow): readonly string[] => {
  const { record, what, field, label, path, since, by, state, hidden } = row
  const name = field === undefined ? '' : `${label ?? wordsOf(field)}${path === undefined ? '' : ` (${path})`}`
  const shown = (value: Json | undefined) => (hidden ? 'hidden from you' : valueText(value, row))
  return [
    record.name ?? '',
    record.type,
    record.id,
    what,
    name,
    field === undefined ? '' : shown(row.before),
    field === undefined ? '' : shown(row.after),
    states[state],
    field === undefined || since === undefined ? '' : shown(row.now),
    since === undefined ? '' : time(since.occurredAt),
    since?.actor?.name ?? since?.actor?.id ?? '',
    time(by.occurredAt),
    by.id ?? '',
  ]
}

const time = (text: string): string => {
  const ms = parseTime(text)
  return ms === undefined ? text : formatTime(ms)
}

const valueText = (value: Json | undefined, { treated }: UndoRow): string => {
  if (value === undefined) return treated === undefined ? '' : `(${treated})`
  return typeof value === 'string' ? value : JSON.stringify(value)
}
