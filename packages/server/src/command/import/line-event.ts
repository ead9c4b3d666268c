import type { Json } from '@daybook/core'
import type { CompiledMapping } from './compile-mapping.ts'
import { LineRefused } from './mapping.ts'
import { readSourceLine } from './read-source-line.ts'
import type { SourceLine } from './source-lines.ts'

/** A line that is not on the trail, and why. `source` is the line as it was, where it can be shown. */
export interface RefusedLine {
  readonly line: number
  /** The last line of a row that goes over several. */
  readonly lastLine?: number
  readonly code: string
  readonly detail: string
  readonly pointer?: string
  readonly source?: string
}

/** What became of one line before anything was sent. */
export type LineEvent =
  | { readonly kind: 'event'; readonly line: SourceLine; readonly text: string }
  | { readonly kind: 'refused'; readonly refused: RefusedLine }
  | { readonly kind: 'blank' }

/** Reads a line strictly and applies the mapping. Every line has exactly one of three outcomes; nothing throws. */
export function lineEvent(line: SourceLine, mapping: CompiledMapping, seen: Set<string>): LineEvent {
  if (line.tooLong) return refuse(line, 'line_too_long', 'The line is longer than 4 MiB.')
  if (line.blank === true || (line.read === undefined && isBlank(line.bytes))) return { kind: 'blank' }
  const read = line.read ?? readSourceLine(line.bytes)
  if (!read.ok) return refuse(line, read.code, read.detail, read.pointer)
  if (isObject(read.value)) for (const name of Object.keys(read.value)) if (!seen.has(name)) seen.add(name)
  try {
    const value = mapping.map(read.value) as Json
    return { kind: 'event', line, text: JSON.stringify(value) ?? 'null' }
  } catch (error) {
    if (error instanceof LineRefused) return refuse(line, error.code, error.message, error.pointer)
    throw error
  }
}

/** The refusal of a line with its source text; bytes that are not UTF-8 are shown with replacement marks. */
export function refusedLine(
  { number, lastNumber = number, bytes }: SourceLine,
  problem: Omit<RefusedLine, 'line' | 'lastLine' | 'source'>,
): RefusedLine {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  const lastLine = lastNumber === number ? {} : { lastLine: lastNumber }
  return { line: number, ...lastLine, ...problem, ...(source === '' ? {} : { source }) }
}

function refuse(line: SourceLine, code: string, detail: string, pointer?: string): LineEvent {
  return { kind: 'refused', refused: refusedLine(line, { code, detail, ...(pointer === undefined ? {} : { pointer }) }) }
}

function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 32 && byte !== 9 && byte !== 13) return false
  return true
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)
