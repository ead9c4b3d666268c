import { writeZip } from '../../bundle/index.ts'
import { csvHead } from '../../reading/csv-rows.ts'
import type { RowForm } from '../../reading/questions.ts'
import { viewerWho } from '../../reading/shelf.ts'
import { sheetEnd, sheetPath, sheetStart, workbookParts } from '../../reading/xlsx-parts.ts'
import { xlsxHead } from '../../reading/xlsx-rows.ts'
import type { Ask, ListOrder, Place } from '../../search/search-index.ts'
import { viewsOf } from '../../trail/reading.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import type { Service } from '../frame/service.ts'
import { journalPages } from './journal-pages.ts'

/** What a search finds below a position, in an order and a form; `count` is how many that is. */
export interface SearchedExport {
  readonly ask: Ask
  readonly order: ListOrder
  readonly below: number
  readonly form: RowForm
  readonly count: number
}

export const searchedChunks = (service: Service, trail: OpenTrail, made: SearchedExport): AsyncIterable<Uint8Array> => {
  if (made.form !== 'xlsx') return bytes(made.form === 'csv' ? csvHead() : '', searchedRows(service, trail, made), '')
  return writeZip(workbook(bytes(`${sheetStart}${xlsxHead()}`, searchedRows(service, trail, made), sheetEnd)))
}

/** The whole of a kind in the order of recording, from the record itself. */
export async function* recordedLines(trail: OpenTrail, { which, sees }: Ask, to: number): AsyncGenerator<Uint8Array> {
  for await (const page of journalPages(trail, { from: 0, to, which })) {
    const views = await viewsOf(page, viewerWho(sees), trail.reader)
    yield Buffer.from(views.map((view) => `${JSON.stringify(view)}\n`).join(''))
  }
}

/** Rows as text, some at a time: what is asked for next only when the reader has taken what was there. */
async function* searchedRows(service: Service, trail: OpenTrail, made: SearchedExport): AsyncGenerator<string> {
  const { count, ...rest } = made
  let written = 0
  for (let after: Place | undefined; ; ) {
    const question = { what: 'rows', trail: trail.facts.name, ...rest, ...(after === undefined ? {} : { after }) } as const
    const stretch = await service.searches.ask<'rows'>(question)
    written += stretch.count
    yield stretch.text
    if (stretch.next === undefined) break
    after = stretch.next
  }
  if (written !== count) throw new Error(`an export of ${count} events would have ${written}`)
}

async function* bytes(head: string, rows: AsyncIterable<string>, tail: string): AsyncGenerator<Uint8Array> {
  if (head !== '') yield Buffer.from(head)
  for await (const text of rows) if (text !== '') yield Buffer.from(text)
  if (tail !== '') yield Buffer.from(tail)
}

async function* workbook(sheet: AsyncIterable<Uint8Array>) {
  for (const { path, text } of workbookParts) yield { path, chunks: bytes(text, none(), '') }
  yield { path: sheetPath, chunks: sheet }
}

async function* none(): AsyncGenerator<string> {}
