import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type BundleEntry,
  bytesEntry,
  readTar,
  readZip,
  safePath,
  textEntry,
  writeFolder,
  writeTar,
  writeZip,
} from '../../src/bundle/index.ts'
import { formatTarHeader } from '../../src/bundle/tar-header.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-archives-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function* listed(...entries: readonly BundleEntry[]): AsyncGenerator<BundleEntry> {
  yield* entries
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

async function save(chunks: AsyncIterable<Uint8Array>, name: string): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  writeFileSync(join(folder, name), Buffer.concat(parts))
  return join(folder, name)
}

async function contents(entries: AsyncIterable<BundleEntry>): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const entry of entries) {
    const parts: Uint8Array[] = []
    for await (const chunk of entry.chunks) parts.push(chunk)
    found[entry.path] = Buffer.concat(parts).toString('utf8')
  }
  return found
}

/** Cut at awkward places, as a network does. */
async function* inBites(path: string, bite: number): AsyncGenerator<Uint8Array> {
  const bytes = readFileSync(path)
  for (let at = 0; at < bytes.length; at += bite) yield bytes.subarray(at, at + bite)
}

const long = `log/${'tile/entries/x001/'.repeat(9)}067.p/123`
const sample = (): AsyncIterable<BundleEntry> =>
  listed(
    textEntry('README.txt', 'read me\n'),
    bytesEntry('log/tile/0/000', new Uint8Array(512).fill(65)),
    { path: 'events.ndjson', chunks: pieces('{"seq":0}\n', '', '{"seq":1}\n') },
    textEntry('empty.txt', ''),
    textEntry(long, 'deep'),
  )
const expected = {
  'README.txt': 'read me\n',
  'log/tile/0/000': 'A'.repeat(512),
  'events.ndjson': '{"seq":0}\n{"seq":1}\n',
  'empty.txt': '',
  [long]: 'deep',
}

describe('a tar archive', () => {
  test('gives back every file, whatever the chunks it arrives in', async () => {
    const path = await save(writeTar(sample()), 'a.tar')
    for (const bite of [1, 511, 513, 100_000]) expect(await contents(readTar(inBites(path, bite)))).toEqual(expected)
  })

  test('is read by the system’s tar, and ours reads the system’s', async () => {
    const path = await save(writeTar(sample()), 'a.tar')
    mkdirSync(join(folder, 'out'))
    execFileSync('tar', ['-xf', path, '-C', join(folder, 'out')])
    expect(readFileSync(join(folder, 'out', long), 'utf8')).toBe('deep')
    for (const format of ['gnu', 'posix', 'ustar']) {
      const theirs = join(folder, `${format}.tar`)
      execFileSync('tar', ['-cf', theirs, `--format=${format}`, '-C', join(folder, 'out'), '.'])
      const found = await contents(readTar(inBites(theirs, 4096)))
      expect(Object.fromEntries(Object.entries(found).map(([name, text]) => [safePath(name), text]))).toEqual(expected)
    }
  })

  test('goes on with the next file when one is passed over unread', async () => {
    const path = await save(writeTar(sample()), 'a.tar')
    const names: string[] = []
    for await (const entry of readTar(inBites(path, 700))) names.push(entry.path)
    expect(names).toEqual(Object.keys(expected))
  })

  test('that breaks off is refused, wherever it breaks', async () => {
    const path = await save(writeTar(sample()), 'a.tar')
    const whole = readFileSync(path)
    for (const cut of [0, 100, 512, 600, 1024, whole.length - 1024]) {
      writeFileSync(path, whole.subarray(0, cut))
      await expect(contents(readTar(inBites(path, 300)))).rejects.toThrow(/breaks off/)
    }
  })

  test('with a link or a changed header is refused', async () => {
    const path = await save(writeTar(sample()), 'a.tar')
    const whole = readFileSync(path)
    whole[0] = 66
    writeFileSync(path, whole)
    await expect(contents(readTar(inBites(path, 300)))).rejects.toThrow(/not a whole tar archive/)
    mkdirSync(join(folder, 'links'))
    execFileSync('ln', ['-s', '/etc/passwd', join(folder, 'links', 'events.ndjson')])
    execFileSync('tar', ['-cf', path, '-C', join(folder, 'links'), '.'])
    await expect(contents(readTar(inBites(path, 300)))).rejects.toThrow(/not a file/)
  })

  test('may hold files beyond 8 GiB, as far as its headers go', async () => {
    const size = 9 * 1024 ** 3
    const entries = readTar(
      (async function* () {
        yield formatTarHeader('large', size)
      })(),
    )
    const { value } = await entries.next()
    expect(value).toMatchObject({ path: 'large', size })
  })
})

describe('a zip archive', () => {
  test('gives back every file', async () => {
    expect(await contents(readZip(await save(writeZip(sample()), 'a.zip')))).toEqual(expected)
  })

  test('that is cut or damaged is refused', async () => {
    const path = await save(writeZip(sample()), 'a.zip')
    const whole = readFileSync(path)
    writeFileSync(path, whole.subarray(0, whole.length - 30))
    await expect(contents(readZip(path))).rejects.toThrow(/not a whole zip|damaged/)
    const damaged = Buffer.from(whole)
    damaged.fill(0xff, 40, 60)
    writeFileSync(path, damaged)
    await expect(contents(readZip(path))).rejects.toThrow(/damaged|size/)
  })
})

describe('unpacking', () => {
  test('writes below its folder only', async () => {
    const bad = ['../x', '/etc/x', 'a/../../x', 'a/..', '..', 'C:\\x', 'a\\..\\x', 'a\u0000b', '', '.', 'a\nb', 'x:y']
    for (const path of bad) {
      await expect(writeFolder(listed(textEntry(path, 'x')), join(folder, 'out')), JSON.stringify(path)).rejects.toThrow(
        /outside of its folder/,
      )
    }
    expect(readdirSync(folder).filter((name) => name !== 'out')).toEqual([])
  })

  test('refuses a file that is there twice, and never writes over one', async () => {
    await expect(writeFolder(listed(textEntry('a', '1'), textEntry('./a', '2')), join(folder, 'out'))).rejects.toThrow(/twice/)
    expect(readFileSync(join(folder, 'out', 'a'), 'utf8')).toBe('1')
    await expect(writeFolder(listed(textEntry('a/b', '2')), join(folder, 'out'))).rejects.toThrow()
  })
})
