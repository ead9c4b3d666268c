import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { CommandFailure, systemCode } from '../failure.ts'
import type { ReadLine } from './read-source-line.ts'

/** Longer lines are refused by name without being held in memory. */
export const maxLineBytes = 4 * 1024 * 1024

/** One line of a source: its bytes without the line end, or `tooLong`. */
export interface SourceLine {
  readonly number: number
  readonly bytes: Uint8Array
  readonly tooLong: boolean
  /** It ended in CRLF. */
  readonly crlf: boolean
  /** Of a row of a table: what it holds, where it ends, and whether every cell is empty. */
  readonly read?: ReadLine
  readonly lastNumber?: number
  readonly blank?: boolean
}

/** Where the lines of an import come from. */
export interface LineSource {
  /** Bytes of the file read so far. */
  readonly position: number
  facts(): SourceFacts
  groups(): AsyncGenerator<readonly SourceLine[]>
}

/** What is known of the file once every line has been read. */
export interface SourceFacts {
  readonly size: number
  /** SHA-256 of the file as it is on disk (compressed if it is), hex. */
  readonly sha256: string
}

/**
 * The lines of a file, in groups, gunzipped where the file begins as gzip does. Lines end in LF or CRLF; a byte order
 * mark at the start is taken off. Memory is bounded by the longest line. If the compressed data breaks off, everything
 * before the break has been given (but not the line that is cut) and the failure says after which line.
 */
export class SourceReader implements LineSource {
  readonly #path: string
  readonly #hash = createHash('sha256')
  #size = 0
  #lines = 0

  constructor(path: string) {
    this.#path = path
  }

  /** Bytes of the file read so far. */
  get position(): number {
    return this.#size
  }

  facts(): SourceFacts {
    return { size: this.#size, sha256: this.#hash.copy().digest('hex') }
  }

  async *groups(): AsyncGenerator<readonly SourceLine[]> {
    const cutter = new LineCutter()
    try {
      for await (const chunk of await this.#bytes()) {
        const lines = cutter.push(chunk)
        this.#lines += lines.length
        if (lines.length > 0) yield lines
      }
    } catch (error) {
      throw this.#readFailure(error)
    }
    const last = cutter.end()
    if (last.length > 0) yield last
  }

  async #bytes(): Promise<AsyncIterable<Uint8Array>> {
    const first = await firstBytes(this.#path)
    if ((first[0] === 0xff && first[1] === 0xfe) || (first[0] === 0xfe && first[1] === 0xff)) {
      throw new CommandFailure('not_utf8', `${this.#path} is UTF-16, not UTF-8.`, {
        todo: `Convert it: iconv -f UTF-16 -t UTF-8 ${this.#path} > utf8.file, and import that.`,
      })
    }
    const file = this.#noted(createReadStream(this.#path, { highWaterMark: 256 * 1024 }))
    if (first[0] !== 0x1f || first[1] !== 0x8b) return file
    const gunzip = createGunzip({ chunkSize: 256 * 1024 })
    // The error is thrown where the lines are read; without this listener it would end the process.
    pipeline(Readable.from(file), gunzip, () => {})
    return gunzip
  }

  async *#noted(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of file) {
      this.#size += chunk.length
      this.#hash.update(chunk)
      yield chunk
    }
  }

  #readFailure(error: unknown): unknown {
    const code = systemCode(error)
    if (error instanceof CommandFailure || code === undefined) return error
    if (!code.startsWith('Z_')) return unreadable(this.#path, code)
    const after = this.#lines === 0 ? 'before the first line' : `after line ${this.#lines}`
    const what = code === 'Z_BUF_ERROR' ? 'breaks off' : 'is damaged'
    return new CommandFailure('broken_gzip', `The compressed data of ${this.#path} ${what} ${after}.`, {
      todo: 'Get a whole copy and run the same import again: lines that are already on the trail are not doubled.',
    })
  }
}

/** Cuts a stream of bytes into lines. */
class LineCutter {
  #parts: Uint8Array[] = []
  #held = 0
  #tooLong = false
  #number = 0

  push(chunk: Uint8Array): SourceLine[] {
    const lines: SourceLine[] = []
    let from = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      this.#hold(chunk.subarray(from, end))
      lines.push(this.#take())
      from = end + 1
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from))
    return lines
  }

  end(): SourceLine[] {
    return this.#held > 0 || this.#tooLong ? [this.#take()] : []
  }

  #hold(bytes: Uint8Array): void {
    if (this.#held + bytes.length > maxLineBytes) {
      this.#tooLong = true
      this.#parts = []
    }
    this.#held += bytes.length
    if (!this.#tooLong) this.#parts.push(bytes)
  }

  #take(): SourceLine {
    const joined = this.#parts.length === 1 ? (this.#parts[0] ?? new Uint8Array()) : Buffer.concat(this.#parts)
    const crlf = joined.at(-1) === 13
    const line = { number: ++this.#number, bytes: trimmed(joined, this.#number === 1), tooLong: this.#tooLong, crlf }
    this.#parts = []
    this.#held = 0
    this.#tooLong = false
    return line
  }
}

function trimmed(bytes: Uint8Array, first: boolean): Uint8Array {
  const end = bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length
  const marked = first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return bytes.subarray(marked ? 3 : 0, end)
}

async function firstBytes(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path)
    try {
      const buffer = new Uint8Array(4)
      const { bytesRead } = await file.read(buffer, 0, 4, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw unreadable(path, systemCode(error))
  }
}

function unreadable(path: string, code: string | undefined): CommandFailure {
  if (code === 'ENOENT') return new CommandFailure('file_not_found', `There is no file ${path}.`, { todo: 'Check the path.' })
  if (code === 'EISDIR') return new CommandFailure('not_a_file', `${path} is a folder.`, { todo: 'Name the file in it.' })
  return new CommandFailure('file_unreadable', `${path} cannot be read (${code ?? 'unknown error'}).`, {
    todo: 'Check its permissions.',
  })
}
