/** Something an engineer should mend; the event was recorded as well as it could be. The code never changes its meaning. */
export interface Warning {
  readonly code: WarningCode
  /** What is wrong and what to do; never a value. */
  readonly message: string
  /** Where in the program, as a line of a stack trace, where that could be told. */
  readonly where?: string
}

export type WarningCode =
  /** An event was recorded outside of `as`, `with` and every request: nobody is named as having done it. */
  | 'context_lost'
  /** There is a context, but it names nobody, or nobody that could be recorded. */
  | 'actor_unknown'
  /** The source is one that must be named and is not; it was left out. */
  | 'source_unnamed'
  /** Part of what was given could not be recorded and was left out or replaced. */
  | 'left_out'
  /** The event breaks its declaration; an open catalogue records it and marks it as weak. */
  | 'weak'
  /** The server will refuse the event; it is sent all the same, so that it ends where refused events are kept. */
  | 'misshapen'
  /** A file could not be read for its size and digest. */
  | 'file_unreadable'

/** How many places are told apart; a program with more has heard enough. */
const mostPlaces = 500
/** Finding the place takes a stack trace; after so many it is no longer looked for. */
const mostTraces = 5_000

/** Tells each warning once for each place in the program that causes it. */
export class Warner {
  readonly #tell: (warning: Warning) => void
  readonly #told = new Set<string>()
  #traces = 0

  constructor(tell: (warning: Warning) => void = emit) {
    this.#tell = tell
  }

  warn(code: WarningCode, message: string): void {
    if (this.#told.size >= mostPlaces || this.#traces >= mostTraces) return
    this.#traces++
    const where = callingPlace()
    const known = `${code} ${where ?? message}`
    if (this.#told.has(known)) return
    this.#told.add(known)
    try {
      this.#tell({ code, message, ...(where === undefined ? {} : { where }) })
    } catch {
      // who listens to warnings must not be able to stop the program's business
    }
  }
}

const emit = ({ code, message, where }: Warning): void =>
  process.emitWarning(where === undefined ? message : `${message} At ${where}`, { type: 'DaybookWarning', code })

/** This package's own folder, so that its frames are passed over; empty where a bundler took that away. */
const ownFolder = (import.meta.url as string | undefined)?.replace(/[^/]*$/, '') ?? ''

function callingPlace(): string | undefined {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = 25
  const lines = new Error().stack?.split('\n').slice(1) ?? []
  Error.stackTraceLimit = before
  const isOwn = (line: string): boolean =>
    line.includes('node:') || (ownFolder !== '' && (line.includes(ownFolder) || line.includes(ownFolder.replace('file://', ''))))
  return lines
    .find((line) => !isOwn(line))
    ?.trim()
    .replace(/^at /, '')
}
