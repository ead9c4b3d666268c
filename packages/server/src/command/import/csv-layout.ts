import { isUtf8 } from 'node:buffer'
import type { Json } from '@daybook/core'
import { CommandFailure, exitCodes } from '../failure.ts'
import { BadMapping } from './mapping.ts'
import { RowCutter } from './row-cutter.ts'
import { type SourceLine, SourceReader } from './source-lines.ts'

/** What a mapping may say of the table it reads. */
export interface CsvOptions {
  readonly delimiter?: string
  /** Names of the columns, for a table without a row of names. */
  readonly columns?: readonly string[]
  /** Columns that the mapping reads and some tables lack. */
  readonly optional: readonly string[]
  /** What an empty cell is: `absent` (default), or `text`, the empty text. */
  readonly empty: 'absent' | 'text'
}

/** How a table is to be read. */
export interface CsvLayout {
  readonly delimiter: string
  readonly columns: readonly string[]
  /** Rows begin after this line. */
  readonly after: number
}

/** Reads the member `csv` of a mapping. Throws `BadMapping`. */
export function readCsvOptions(value: Json): CsvOptions {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadMapping('csv', 'an object is expected here')
  const { delimiter, columns, optional = [], empty = 'absent', ...unknown } = value as { readonly [name: string]: Json }
  const stranger = Object.keys(unknown)[0]
  if (stranger !== undefined)
    throw new BadMapping(`csv.${stranger}`, 'csv has delimiter, columns, optional and empty, and nothing else')
  if (empty !== 'absent' && empty !== 'text') throw new BadMapping('csv.empty', '"absent" or "text" is expected')
  return {
    ...(delimiter === undefined ? {} : { delimiter: delimiterOf(delimiter) }),
    ...(columns === undefined ? {} : { columns: names(columns, 'csv.columns') }),
    optional: names(optional, 'csv.optional'),
    empty,
  }
}

function delimiterOf(value: Json): string {
  const found = typeof value === 'string' ? namedDelimiter(value) : undefined
  if (found === undefined) throw new BadMapping('csv.delimiter', 'one character, or "tab", is expected')
  return found
}

/** `tab`, `\t` or one printable ASCII character; no quote, letter or digit. */
export function namedDelimiter(text: string): string | undefined {
  if (text === 'tab' || text === '\\t' || text === '\t') return '\t'
  return /^[ !#-/:-@[-`{-~]$/.test(text) ? text : undefined
}

function names(value: Json, where: string): readonly string[] {
  if (Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '')) return value as string[]
  throw new BadMapping(where, 'a list of column names is expected here')
}

/**
 * Looks through a whole table before anything is sent: that it is UTF-8 in every line, what stands between its cells, and
 * what its columns are called. Throws `CommandFailure`.
 */
export async function layOut(path: string, options: CsvOptions, delimiter = options.delimiter): Promise<CsvLayout> {
  const head = await readHead(path)
  const [first, ...others] = head
  if (first === undefined) throw new CommandFailure('empty_table', `${path} is empty.`, { todo: 'Check the path.' })
  // A line that spreadsheets write for each other: it says what the delimiter is, and is no part of the table.
  const stated = /^sep=(.)$/.exec(text(first))?.[1]
  const lines = stated === undefined ? head : others
  const chosen = delimiter ?? stated ?? detectDelimiter(path, lines)
  if (options.columns !== undefined) return { delimiter: chosen, columns: options.columns, after: stated === undefined ? 0 : 1 }
  return headerOf(path, lines, chosen)
}

const headLines = 50

/** The first lines; every other one is only checked. */
async function readHead(path: string): Promise<readonly SourceLine[]> {
  const head: SourceLine[] = []
  for await (const lines of new SourceReader(path).groups()) {
    for (const line of lines) {
      if (!isUtf8(line.bytes)) throw notUtf8(path, line.number)
      if (head.length < headLines) head.push({ ...line, bytes: Uint8Array.from(line.bytes) })
    }
  }
  const [only] = head
  if (
    only !== undefined &&
    head.length === 1 &&
    text(only)
      .replace(/"[^"]*"/g, '')
      .includes('\r')
  )
    throw oldLineEnds(path)
  return head
}

const text = (line: SourceLine): string => Buffer.from(line.bytes).toString('utf8')

const candidates = [',', ';', '\t', '|'] as const

/** The one of the usual delimiters that cuts the first rows into equally many cells, more than one. */
function detectDelimiter(path: string, lines: readonly SourceLine[]): string {
  const header = lines.find((line) => line.bytes.length > 0)
  const present = candidates.filter((candidate) => header !== undefined && text(header).includes(candidate))
  if (present.length === 0) return ','
  const fitting = present.filter((candidate) => cutsEvenly(lines, candidate))
  const [one, another] = fitting.length > 0 ? fitting : present
  if (one !== undefined && another === undefined) return one
  const seen = present.map((each) => (each === '\t' ? 'tab' : `"${each}"`)).join(' and ')
  throw new CommandFailure(
    'ambiguous_delimiter',
    `What separates the cells of ${path} cannot be told: ${seen} stand in its first line.`,
    {
      todo: 'Say it with --delimiter, or with "csv": {"delimiter": …} in the mapping.',
    },
  )
}

function cutsEvenly(lines: readonly SourceLine[], delimiter: string): boolean {
  const cutter = new RowCutter(delimiter)
  const counts = new Set<number>()
  for (const line of lines) {
    const row = cutter.push(line)
    if (row === undefined || row.line.bytes.length === 0) continue
    if (row.reading.state === 'wrong') return false
    counts.add(row.reading.cells.length)
  }
  return counts.size === 1 && !counts.has(1)
}

function headerOf(path: string, lines: readonly SourceLine[], delimiter: string): CsvLayout {
  const cutter = new RowCutter(delimiter)
  for (const line of lines) {
    const row = cutter.push(line)
    if (row === undefined || row.line.bytes.length === 0) continue
    if (row.reading.state === 'wrong') throw badHeader(path, row.reading.detail)
    return { delimiter, columns: columnNames(path, row.reading.cells), after: row.lastNumber }
  }
  throw badHeader(path, 'The first row does not end in the first 50 lines, or every line is empty.')
}

/** Spaces around a name are no part of it; a column without a name is called by its number. */
function columnNames(path: string, cells: readonly string[]): readonly string[] {
  const columns = cells.map((cell, i) => cell.trim() || String(i + 1))
  const twice = columns.find((name, i) => columns.indexOf(name) !== i)
  if (twice === undefined) return columns
  const [a = 0, b = 0] = columns.flatMap((name, i) => (name === twice ? [i + 1] : []))
  throw badHeader(path, `Columns ${a} and ${b} have the same name, “${twice}”.`)
}

const badHeader = (path: string, detail: string): CommandFailure =>
  new CommandFailure('bad_header', `The first row of ${path} is not a row of column names. ${detail}`, {
    todo: 'Correct it; for a table without names give them in the mapping: "csv": {"columns": ["id", …]}.',
    exitCode: exitCodes.no,
  })

const notUtf8 = (path: string, line: number): CommandFailure =>
  new CommandFailure('not_utf8', `${path} is not UTF-8: line ${line} has bytes that are none. Nothing was sent.`, {
    todo: `Convert it from what it was saved in, often Windows-1252: iconv -f WINDOWS-1252 -t UTF-8 ${path} > utf8.csv, and import that. In a spreadsheet: save as “CSV UTF-8”.`,
    exitCode: exitCodes.no,
  })

const oldLineEnds = (path: string): CommandFailure =>
  new CommandFailure('old_line_ends', `The lines of ${path} end in CR alone, as on very old systems.`, {
    todo: `Convert it: tr '\\r' '\\n' < ${path} > lines.csv, and import that.`,
    exitCode: exitCodes.no,
  })
