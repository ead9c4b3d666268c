import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { maxLineBytes, type SourceLine, SourceReader } from '../../src/command/import/source-lines.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-lines-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function save(content: string | Uint8Array, name = 'source'): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

async function read(path: string): Promise<{ lines: SourceLine[]; reader: SourceReader }> {
  const reader = new SourceReader(path)
  const lines: SourceLine[] = []
  for await (const group of reader.groups()) lines.push(...group.map((line) => ({ ...line, bytes: Uint8Array.from(line.bytes) })))
  return { lines, reader }
}
const texts = (lines: readonly SourceLine[]): string[] => lines.map(({ bytes }) => Buffer.from(bytes).toString('utf8'))

test('lines end in LF or CRLF, the last one also with the file, and a byte order mark is taken off', async () => {
  const { lines } = await read(save('\uFEFF{"a":1}\r\n\n{"b":2}\n{"c":3}'))
  expect(texts(lines)).toEqual(['{"a":1}', '', '{"b":2}', '{"c":3}'])
  expect(lines.map(({ number }) => number)).toEqual([1, 2, 3, 4])
})

test('an empty file has no lines', async () => {
  expect((await read(save(''))).lines).toEqual([])
})

test('gzip is told by the content, also in several members', async () => {
  const { lines } = await read(save(Buffer.concat([gzipSync('{"a":1}\n{"b"'), gzipSync(':2}\n')]), 'named.ndjson'))
  expect(texts(lines)).toEqual(['{"a":1}', '{"b":2}'])
})

test('size and hash are those of the file on the disk', async () => {
  const bytes = gzipSync('{"a":1}\n'.repeat(1000))
  const { reader } = await read(save(bytes))
  expect(reader.facts()).toEqual({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
})

test('a line over the limit is marked and not held, and the next one is read', async () => {
  const long = 'x'.repeat(maxLineBytes + 1)
  const { lines } = await read(save(`{"a":1}\n${long}\n${'y'.repeat(maxLineBytes)}\n{"b":2}\n`))
  expect(lines.map(({ tooLong, bytes }) => [tooLong, bytes.length])).toEqual([
    [false, 7],
    [true, 0],
    [false, maxLineBytes],
    [false, 7],
  ])
})

test('gzip that breaks off gives the lines before the break and then says where it broke', async () => {
  const noise = Array.from(
    { length: 20_000 },
    (_, i) => `{"n":${i},"h":"${createHash('md5').update(String(i)).digest('hex')}"}\n`,
  ).join('')
  const whole = gzipSync(noise)
  const reader = new SourceReader(save(whole.subarray(0, whole.length >> 1)))
  const seen: string[] = []
  const reading = (async () => {
    for await (const group of reader.groups()) seen.push(...texts(group))
  })()
  await expect(reading).rejects.toMatchObject({ code: 'broken_gzip' })
  expect(seen.length).toBeGreaterThan(100)
  expect(noise.startsWith(`${seen.join('\n')}\n`)).toBe(true)
  await expect(reading).rejects.toThrow(`after line ${seen.length}`)
})

test('damaged gzip, UTF-16, a folder and a missing file are refused in words', async () => {
  const damaged = gzipSync('{"a":1}\n'.repeat(1000))
  damaged.fill(0x55, 15, 30)
  await expect(read(save(damaged))).rejects.toMatchObject({ code: 'broken_gzip' })
  await expect(read(save(Buffer.from('\uFEFF{"a":1}', 'utf16le')))).rejects.toMatchObject({ code: 'not_utf8' })
  await expect(read(folder)).rejects.toMatchObject({ code: 'not_a_file' })
  await expect(read(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'file_not_found' })
})
