import { writeSync } from 'node:fs'
import type { CommandFailure } from './failure.ts'

export interface ScreenOptions {
  readonly json: boolean
  readonly env: NodeJS.ProcessEnv
  readonly stdoutIsTerminal: boolean
  readonly stderrIsTerminal: boolean
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow'
const codes: Record<Style, string> = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33' }

/**
 * What a command says. Results go to stdout, everything else (progress, notes, failures) to stderr. With `--json`,
 * stdout carries exactly one JSON document, also when the command fails. Colour only on a terminal, never with
 * `NO_COLOR` (no-color.org) or `TERM=dumb`.
 */
export class Screen {
  readonly json: boolean
  readonly #stdoutColour: boolean
  readonly #stderrColour: boolean
  readonly #progressive: boolean
  #progressShown = false
  #progressAt = 0

  constructor(options: ScreenOptions) {
    this.json = options.json
    const allowed = !options.env.NO_COLOR && options.env.TERM !== 'dumb'
    this.#stdoutColour = allowed && options.stdoutIsTerminal && !options.json
    this.#stderrColour = allowed && options.stderrIsTerminal
    this.#progressive = options.stderrIsTerminal && options.env.TERM !== 'dumb'
  }

  /** A line for people on stdout; silent with `--json`. */
  say(text = ''): void {
    if (!this.json) write(1, `${text}\n`)
  }

  /** The document for programs; silent without `--json`. */
  document(value: unknown): void {
    if (this.json) write(1, `${JSON.stringify(value)}\n`)
  }

  /** A line on stderr, for people, whatever the mode. */
  note(text: string): void {
    this.endProgress()
    write(2, `${text}\n`)
  }

  /** Raw bytes for stdout (`--out -`). */
  raw(bytes: Uint8Array): void {
    write(1, bytes)
  }

  /** One line that rewrites itself on a terminal; nothing where stderr is a file. At most ten times a second. */
  progress(text: () => string): void {
    if (!this.#progressive) return
    const now = Date.now()
    if (now - this.#progressAt < 100) return
    this.#progressAt = now
    this.#progressShown = true
    write(2, `\r\u001b[2K${text()}`)
  }

  endProgress(): void {
    if (!this.#progressShown) return
    this.#progressShown = false
    write(2, '\r\u001b[2K')
  }

  /** A failure that ends the command: in words on stderr, and with `--json` as the document. */
  fail(failure: CommandFailure): void {
    this.document({ error: failure.document })
    this.complain(failure)
  }

  /** A failure in words, on stderr. */
  complain({ message, todo }: CommandFailure): void {
    this.note(`${this.#paint('red', 'daybook:', this.#stderrColour)} ${message}`)
    if (todo !== undefined) this.note(`  ${todo}`)
  }

  style(style: Style, text: string): string {
    return this.#paint(style, text, this.#stdoutColour)
  }

  #paint(style: Style, text: string, colour: boolean): string {
    return colour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text
  }
}

/** Synchronous, so that nothing is lost when the process ends; a reader that went away (`| head`) is not an error. */
function write(descriptor: number, data: string | Uint8Array): void {
  let rest = typeof data === 'string' ? Buffer.from(data) : data
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EPIPE') process.exit(0)
      if (code !== 'EAGAIN') throw error
    }
  }
}

/** Columns padded to the widest cell, two spaces apart. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length)
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** 12345 → "12,345". */
export const count = (value: number): string => value.toLocaleString('en-US')

/** "1 line", "2 lines". */
export const plural = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`
