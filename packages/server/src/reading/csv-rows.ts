import { formatTime } from '@daybook/core'
import { stringify } from 'csv-stringify/sync'
import type { EventView } from '../trail/view.ts'
import { type Cell, columnTitles, rowOf } from './export-table.ts'

const noteTitle = 'Note'
/** What `escape_formulas` puts an apostrophe before. */
const couldBeFormula = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/
const note = 'Cells that a spreadsheet could take for a formula begin with an apostrophe here; it is not part of the value.'

/** RFC 4180 with CRLF; every cell in quotes, so that a value's own separators stay inside it whatever reads the file. */
export const csvLines = (rows: readonly (readonly string[])[]): string =>
  stringify(rows as string[][], { escape_formulas: true, quoted: true, quoted_empty: true, record_delimiter: 'windows' })

/** The first line. UTF-8 with a byte order mark: without one, common spreadsheets read another encoding. */
export const csvHead = (): string => `\uFEFF${csvLines([[...columnTitles, noteTitle]])}`

export const csvRows = (views: readonly EventView[]): string =>
  csvLines(
    views.map((view) => {
      const cells = rowOf(view).map(textOf)
      return [...cells, formulaNote(cells)]
    }),
  )

/** What the last cell of a row says where one of its cells begins with an apostrophe for that reason. */
export const formulaNote = (cells: readonly string[]): string => (cells.some((cell) => couldBeFormula.test(cell)) ? note : '')

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : formatTime(cell.ms))
