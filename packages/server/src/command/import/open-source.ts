import { CommandFailure } from '../failure.ts'
import type { CompiledMapping } from './compile-mapping.ts'
import { type CsvLayout, type CsvOptions, layOut, namedDelimiter } from './csv-layout.ts'
import { CsvRows } from './csv-rows.ts'
import { type LineSource, SourceReader } from './source-lines.ts'

export interface OpenedSource {
  readonly lines: LineSource
  /** Of a table: what was found of it. */
  readonly table: CsvLayout | undefined
}

export interface SourceChoice {
  readonly path: string
  /** What the flags say; undefined where they do not. */
  readonly format: string | undefined
  readonly delimiter: string | undefined
}

const plain: CsvOptions = { optional: [], empty: 'absent' }

/**
 * Opens the source as what it is: a table where the flag, the mapping's `csv` or the file's name says so, NDJSON
 * otherwise. A table is looked through first, so that nothing of one that cannot be read is ever sent.
 */
export async function openSource(choice: SourceChoice, mapping: CompiledMapping): Promise<OpenedSource> {
  if (formatOf(choice, mapping) === 'ndjson') {
    if (choice.delimiter !== undefined) throw usage('--delimiter is for tables.', 'Add --format csv if the file is one.')
    return { lines: new SourceReader(choice.path), table: undefined }
  }
  const options = mapping.csv ?? plain
  const table = await layOut(choice.path, options, delimiterOf(choice))
  refuseUnknownColumns(mapping, table, options)
  return { lines: new CsvRows(choice.path, table, options.empty), table }
}

function formatOf({ format, path }: SourceChoice, mapping: CompiledMapping): 'csv' | 'ndjson' {
  if (format === 'csv' || format === 'ndjson') return format
  if (format !== undefined) throw usage(`There is no source format ${format}.`, 'Formats: csv, ndjson.')
  return mapping.csv !== undefined || /\.(csv|tsv)(\.gz)?$/i.test(path) ? 'csv' : 'ndjson'
}

function delimiterOf({ delimiter }: SourceChoice): string | undefined {
  const named = delimiter === undefined ? undefined : namedDelimiter(delimiter)
  if (delimiter !== undefined && named === undefined)
    throw usage(`${delimiter} is not a delimiter.`, 'Give one character, such as , or ; or |, or the word tab.')
  return named
}

/** A column misspelt in the mapping would be absent in every event, for ever: that is asked back. */
function refuseUnknownColumns(mapping: CompiledMapping, table: CsvLayout, { optional }: CsvOptions): void {
  const missing = [...(mapping.reads ?? [])].filter((name) => !table.columns.includes(name) && !optional.includes(name))
  if (missing.length === 0) return
  const one = missing.length === 1
  throw new CommandFailure(
    'unknown_column',
    `The mapping reads ${one ? 'a column' : 'columns'} that the table does not have: ${missing.join(', ')}. It has: ${table.columns.join(', ')}.`,
    { todo: 'Correct the mapping; a column that some tables lack is named in "csv": {"optional": […]}.' },
  )
}

const usage = (sentence: string, todo: string): CommandFailure => new CommandFailure('usage', sentence, { todo })
