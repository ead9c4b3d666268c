/** How every command ends. Documented in docs/command.md; scripts depend on the numbers. */
export const exitCodes = {
  /** Done; what was asked holds. */
  ok: 0,
  /** Refused or broken: an answer was reached and it is no. */
  no: 1,
  /** No answer: wrong usage, nothing found, no connection, interrupted. */
  unknown: 2,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** A command cannot go on. `message` is one sentence; `todo` says what to do about it; `code` is stable for programs. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly code: string
  readonly exitCode: ExitCode
  readonly todo: string | undefined
  constructor(code: string, sentence: string, options: { readonly todo?: string; readonly exitCode?: ExitCode } = {}) {
    super(sentence)
    this.code = code
    this.todo = options.todo
    this.exitCode = options.exitCode ?? exitCodes.unknown
  }

  /** As programs get it. */
  get document(): { readonly code: string; readonly sentence: string; readonly todo?: string } {
    return { code: this.code, sentence: this.message, ...(this.todo === undefined ? {} : { todo: this.todo }) }
  }
}

/** The system's own code of an error (`ENOENT`, `EADDRINUSE` …), also where `fetch` hides it in `cause`. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  return 'cause' in error ? systemCode(error.cause) : undefined
}
