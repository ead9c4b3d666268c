/**
 * One argument of a message, in the four ways ICU MessageFormat may ask for it: as text (its parts), as the key of a
 * `select`, as the number of a `plural`, and not at all. An absent argument selects `none` and fails everywhere else.
 * Arguments are data: whatever they hold is never parsed as a message.
 */
export class Argument<Part> {
  readonly parts: readonly Part[]
  readonly #key: string
  readonly #number: number | undefined

  constructor(parts: readonly Part[], key: string, number?: number) {
    this.parts = parts
    this.#key = key
    this.#number = number
  }

  /** What `{name, select, …}` compares. */
  toString(): string {
    return this.#key
  }

  /** What `{name, plural, …}` and `{name, number}` count. Throws `MissingArgument` where there is no number. */
  valueOf(): number {
    if (this.#number === undefined) throw new MissingArgument()
    return this.#number
  }
}

/** An argument that the event does not have. */
export const absent: Argument<never> = new Argument([], 'none')

/** A message needed an argument that is not there: the caller falls back to a message that can do without. */
export class MissingArgument extends Error {
  override readonly name = 'MissingArgument'
}
