import type { Json } from '@daybook/core'
import { CommandFailure } from '../failure.ts'
import { CellReader, type RowReading } from './csv-cells.ts'
import type { ReadLine } from './read-source-line.ts'
import { maxLineBytes, type SourceLine } from './source-lines.ts'

/** A row of a table: the bytes of all its lines, the number of the first, and its cells. */
export interface TableRow {
  readonly line: SourceLine
  readonly lastNumber: number
  readonly reading: Exclude<RowReading, { state: 'open' }>
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Puts lines together to rows: a quoted cell may go over several. Where the quotes of a row are wrong, the row is all
 * lines up to there, and the next begins in the line after; where a quote is never closed, the row is everything to the
 * end. What may be inside of quotes is so never taken for a row.
 */
export class RowCutter {
  readonly #delimiter: string
  #cells: CellReader | undefined
  #lines: SourceLine[] = []
  #held = 0

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  /** The row that ends with this line, if one does. Throws a `CommandFailure` for a row that is too long to tell its end. */
  push(line: SourceLine): TableRow | undefined {
    const before = this.#lines.at(-1)
    this.#held += line.bytes.length + 2
    if (line.tooLong || this.#held > maxLineBytes) throw rowTooLong(this.#lines[0] ?? line)
    this.#cells ??= new CellReader(this.#delimiter)
    this.#lines.push(line)
    const reading = this.#cells.read(decoder.decode(line.bytes), before && lineEnd(before))
    return reading.state === 'open' ? undefined : this.#take(reading)
  }

  /** The row that the file ends in the middle of, if there is one. */
  end(): TableRow | undefined {
    if (this.#lines.length === 0) return undefined
    return this.#take({ state: 'wrong', detail: 'The quote that opens a cell of this row is never closed.' })
  }

  #take(reading: TableRow['reading']): TableRow {
    const [first, ...more] = this.#lines
    if (first === undefined) throw new Error('a row without a line')
    const lastNumber = (more.at(-1) ?? first).number
    const bytes = more.length === 0 ? first.bytes : joined(this.#lines)
    this.#cells = undefined
    this.#lines = []
    this.#held = 0
    return { line: { ...first, bytes }, lastNumber, reading }
  }
}

/** The row as the mapping sees it: an object of texts by column, empty cells `null`; or why it cannot be. */
export function readRow({ reading, line, lastNumber }: TableRow, columns: readonly string[], keepsEmpty: boolean): ReadLine {
  if (reading.state === 'wrong') {
    const lines = lastNumber === line.number ? '' : ` Lines ${line.number} to ${lastNumber} were taken for one row.`
    return { ok: false, code: 'bad_quotes', detail: `${reading.detail}${lines}` }
  }
  const { cells } = reading
  if (cells.length !== columns.length) {
    const detail = `The row has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, and the table ${columns.length} columns.`
    return { ok: false, code: 'ragged_row', detail }
  }
  const members = columns.map((column, i): [string, Json] => {
    const cell = cells[i] ?? ''
    return [column, cell === '' && !keepsEmpty ? null : cell]
  })
  return { ok: true, value: Object.fromEntries(members) }
}

const lineEnd = (line: SourceLine): string => (line.crlf ? '\r\n' : '\n')

/** The lines of a row as they stand in the file. */
const joined = (lines: readonly SourceLine[]): Uint8Array =>
  Buffer.concat(lines.flatMap((line, i) => (i === lines.length - 1 ? [line.bytes] : [line.bytes, Buffer.from(lineEnd(line))])))

const rowTooLong = ({ number }: SourceLine): CommandFailure =>
  new CommandFailure(
    'row_too_long',
    `The row that begins in line ${number} is longer than 4 MiB; where it ends cannot be told.`,
    {
      todo: 'A quote is probably not closed there. Correct it and run the same import again: what is on the trail is not doubled.',
    },
  )
