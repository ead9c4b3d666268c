import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CsvOptions, layOut } from '../../src/command/import/csv-layout.ts'
import { CsvRows } from '../../src/command/import/csv-rows.ts'
import { maxLineBytes, type SourceLine } from '../../src/command/import/source-lines.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-csv-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function save(content: string | Uint8Array, name = 'table.csv'): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const plain: CsvOptions = { optional: [], empty: 'absent' }

async function rows(
  content: string | Uint8Array,
  options: CsvOptions = plain,
  delimiter?: string,
): Promise<readonly SourceLine[]> {
  const path = save(content)
  const source = new CsvRows(path, await layOut(path, options, delimiter), options.empty)
  const all: SourceLine[] = []
  for await (const group of source.groups()) all.push(...group)
  return all
}

/** Values of good rows, codes of refused ones, `blank` for empty ones; each with its line. */
async function fates(...args: Parameters<typeof rows>): Promise<readonly unknown[]> {
  return (await rows(...args)).map(({ number, blank, read }) => [
    number,
    blank ? 'blank' : read?.ok ? read.value : (read?.code ?? 'unread'),
  ])
}

const layout = (content: string | Uint8Array, options = plain) => layOut(save(content), options)

describe('a table', () => {
  test('is read as rows of texts by column, with quotes, line ends in cells and empty cells', async () => {
    const text = '\uFEFFid, Full name ,note\r\n007,"Lopez, ""Mia""","one\r\ntwo"\r\n8,  ,\r\n'
    expect(await fates(text)).toEqual([
      [2, { id: '007', 'Full name': 'Lopez, "Mia"', note: 'one\r\ntwo' }],
      [4, { id: '8', 'Full name': '  ', note: null }],
    ])
  })

  test('agrees with another reader of CSV on whatever texts are in its cells', async () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.stringMatching(/^[",;\n\r a1]{0,6}$/))
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }))
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        async (cells, delimiter, end) => {
          const quoted = (text: string) => (/^$|["\r\n,;\t|\uFEFF]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
          const text = cells.map((row) => `${row.map(quoted).join(delimiter)}${end}`).join('')
          const columns = (cells[0] ?? []).map((_, i) => `c${i}`)
          const ours = (await rows(text, { ...plain, columns, empty: 'text' }, delimiter)).flatMap(({ blank, read }) =>
            blank ? [] : [read?.ok ? read.value : read],
          )
          const theirs: Record<string, string>[] = parse(text, { delimiter, columns, record_delimiter: end })
          expect(ours).toEqual(theirs.filter((row) => Object.values(row).some((value) => value !== '')))
        },
      ),
      { numRuns: 200 },
    )
  })

  test('may be gzipped, and may have no row of names', async () => {
    expect(await fates(gzipSync('1,2\n3,4\n'), { ...plain, columns: ['a', 'b'] })).toEqual([
      [1, { a: '1', b: '2' }],
      [2, { a: '3', b: '4' }],
    ])
  })

  test('refuses rows of another length by their line, and counts empty lines and rows as blank', async () => {
    expect(await fates('a,b\n1,2\n1\n1,2,3\n\n,\n3,4')).toEqual([
      [2, { a: '1', b: '2' }],
      [3, 'ragged_row'],
      [4, 'ragged_row'],
      [5, 'blank'],
      [6, 'blank'],
      [7, { a: '3', b: '4' }],
    ])
  })

  test('refuses a row with wrong quotes with every line taken for it, and goes on after it', async () => {
    const all = await rows('a,b\n1,x"y\n"2"z,3\n"open,3\n4,"5"\n6,7\n')
    expect(all.map(({ number, lastNumber, read }) => [number, lastNumber, read?.ok === false ? read.code : 'good'])).toEqual([
      [2, 2, 'bad_quotes'],
      [3, 3, 'bad_quotes'],
      [4, 5, 'bad_quotes'],
      [6, 6, 'good'],
    ])
    expect(Buffer.from(all[2]?.bytes ?? []).toString()).toBe('"open,3\n4,"5"')
  })

  test('takes nothing that may be inside of quotes for a row', async () => {
    expect(await fates('a,b\n1,"never closed\n2,forged\n3,forged\n')).toEqual([[2, 'bad_quotes']])
  })

  test('keeps a column named like a part of every object apart from it', async () => {
    const [row] = await rows('__proto__,constructor\nx,y\n')
    const value = row?.read?.ok ? row.read.value : {}
    expect(Object.entries(value as object)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
  })

  test('with a row too long to tell its end ends there in words', async () => {
    const long = `a,b\n1,2\n3,"${`${'x'.repeat(1023)}\n`.repeat(maxLineBytes / 1024)}`
    await expect(rows(long)).rejects.toMatchObject({ code: 'row_too_long', message: expect.stringContaining('line 3') })
    await expect(rows(`a,b\n1,${'x'.repeat(maxLineBytes + 1)}\n`)).rejects.toMatchObject({ code: 'row_too_long' })
  })
})

describe('what separates the cells', () => {
  test('is found out where one character cuts the first rows evenly', async () => {
    for (const [text, delimiter] of [
      ['a,b\n1,2\n', ','],
      ['a;b\n1,5;2,5\n', ';'],
      ['name, first;b\n1;2\n', ';'],
      ['a\tb\n1\t2,\n', '\t'],
      ['a|b|c\n"1|,"|2|3\n', '|'],
      ['only\n1\n', ','],
      ['sep=;\na;b,c\n1;2\n', ';'],
    ] as const) {
      expect((await layout(text)).delimiter, text).toBe(delimiter)
    }
  })

  test('is asked for where two characters could be it', async () => {
    await expect(layout('a;b,c;d,e\n1;2,3;4,5\n')).rejects.toMatchObject({ code: 'ambiguous_delimiter' })
    expect(await fates('a;b,c\n1;2,3\n', { ...plain, delimiter: ';' })).toEqual([[2, { a: '1', 'b,c': '2,3' }]])
    expect(await fates('a;b,c\n1;2,3\n', { ...plain, delimiter: ';' }, ',')).toEqual([[2, { 'a;b': '1;2', c: '3' }]])
  })

  test('may be said in a first line that is no part of the table', async () => {
    expect(await fates('sep=;\r\na;b\r\n1;2\r\n')).toEqual([[3, { a: '1', b: '2' }]])
  })
})

describe('the row of names', () => {
  test('gives unnamed columns their number, and may be after empty lines', async () => {
    expect(await fates('\n\na,,c\n1,2,3\n')).toEqual([[4, { a: '1', '2': '2', c: '3' }]])
  })

  test('is refused with two columns of one name, wrong quotes, or nothing at all', async () => {
    await expect(layout('a,b,a \n1,2,3\n')).rejects.toThrow('Columns 1 and 3 have the same name, “a”')
    await expect(layout('a,"b\n')).rejects.toMatchObject({ code: 'bad_header' })
    await expect(layout('')).rejects.toMatchObject({ code: 'empty_table' })
    await expect(layout('\n\n')).rejects.toMatchObject({ code: 'bad_header' })
  })
})

describe('an encoding other than UTF-8', () => {
  test('is refused with the line and the command that converts it', async () => {
    const latin = Buffer.concat([Buffer.from(`name\n${'x\n'.repeat(70)}Jos`), Buffer.from([0xe9]), Buffer.from('\n')])
    await expect(layout(latin)).rejects.toMatchObject({
      code: 'not_utf8',
      exitCode: 1,
      message: expect.stringContaining('line 72'),
      todo: expect.stringContaining('iconv -f WINDOWS-1252 -t UTF-8'),
    })
    await expect(layout(Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'))).rejects.toMatchObject({
      code: 'not_utf8',
      todo: expect.stringContaining('iconv -f UTF-16'),
    })
  })

  test('and line ends of CR alone are refused with the command that converts them', async () => {
    await expect(layout('a,b\r1,2\r3,4\r')).rejects.toMatchObject({ code: 'old_line_ends', todo: expect.stringContaining('tr ') })
  })
})
