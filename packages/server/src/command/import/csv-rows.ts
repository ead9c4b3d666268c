import type { CsvLayout } from './csv-layout.ts'
import { RowCutter, readRow, type TableRow } from './row-cutter.ts'
import { type LineSource, type SourceFacts, type SourceLine, SourceReader } from './source-lines.ts'

/** The rows of a table as lines that have been read already: each is one, numbered by the line it begins in. */
export class CsvRows implements LineSource {
  readonly #source: SourceReader
  readonly #layout: CsvLayout
  readonly #keepsEmpty: boolean

  constructor(path: string, layout: CsvLayout, empty: 'absent' | 'text') {
    this.#source = new SourceReader(path)
    this.#layout = layout
    this.#keepsEmpty = empty === 'text'
  }

  get position(): number {
    return this.#source.position
  }

  facts(): SourceFacts {
    return this.#source.facts()
  }

  async *groups(): AsyncGenerator<readonly SourceLine[]> {
    const cutter = new RowCutter(this.#layout.delimiter)
    for await (const lines of this.#source.groups()) {
      const rows: SourceLine[] = []
      for (const line of lines) {
        if (line.number <= this.#layout.after) continue
        const row = cutter.push(line)
        if (row !== undefined) rows.push(this.#read(row))
      }
      if (rows.length > 0) yield rows
    }
    const last = cutter.end()
    if (last !== undefined) yield [this.#read(last)]
  }

  #read(row: TableRow): SourceLine {
    const { cells } = row.reading.state === 'whole' ? row.reading : { cells: ['?'] }
    if (cells.every((cell) => cell === '')) return { ...row.line, blank: true }
    return { ...row.line, lastNumber: row.lastNumber, read: readRow(row, this.#layout.columns, this.#keepsEmpty) }
  }
}
