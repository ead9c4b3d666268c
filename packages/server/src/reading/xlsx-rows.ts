import type { EventView } from '../trail/view.ts'
import { type Cell, columnTitles, rowOf } from './export-table.ts'

/** ECMA-376 part 1, and what the programs that read it hold: rows of a sheet, characters of a cell. */
export const mostSheetRows = 1_048_576
const longestCell = 32_767

/** Beside the columns of the table; says where a cell is not all there is. */
const noteTitle = 'Note'

/** Rows of a sheet with their column titles first. Rows carry no numbers of their own: they follow each other. */
export const xlsxHead = (): string => rowText([...columnTitles, noteTitle].map((title) => textCell(title, 2)))

export const xlsxRows = (views: readonly EventView[]): string =>
  views
    .map((view) => {
      const cells = rowOf(view)
      const cut = columnTitles.filter((_, at) => lengthOf(cells[at]) > longestCell)
      const note =
        cut.length === 0
          ? ''
          : `A cell holds ${longestCell} characters: ${cut.join(', ')} is cut. The NDJSON export has all of it.`
      return rowText([...cells, note].map(cellText))
    })
    .join('')

const lengthOf = (cell: Cell | undefined): number => (typeof cell === 'string' ? cell.length : 0)

const rowText = (cells: readonly string[]): string => `<row>${cells.join('')}</row>`

const cellText = (cell: Cell): string => {
  if (typeof cell === 'string') return cell === '' ? '<c/>' : textCell(cell, 0)
  return `<c s="1"><v>${serialDay(cell.ms)}</v></c>`
}

/** Always a typed string, never a formula and never a guess at a number. */
const textCell = (text: string, style: number): string =>
  `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${xmlText(shortened(text))}</t></is></c>`

const shortened = (text: string): string => {
  if (text.length <= longestCell) return text
  const end = /[\uD800-\uDBFF]/.test(text.charAt(longestCell - 2)) ? longestCell - 2 : longestCell - 1
  return `${text.slice(0, end)}…`
}

/** Days since 1899-12-30, as spreadsheets count; milliseconds stay exact. */
const serialDay = (ms: number): number => Math.round((ms / 86_400_000 + 25_569) * 1e9) / 1e9

/** XML 1.0 text. Characters it cannot have are written as the format does (ECMA-376 22.9.2.19), and what reads like that too. */
const xmlText = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      /[\0-\x08\x0B-\x1F\x7F\uFFFE\uFFFF]/g,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
