/** Why a text or file is not what it should be, in a phrase that can follow "it": parsers of untrusted input answer it instead of throwing. */
export class Malformed {
  readonly why: string
  constructor(why: string) {
    this.why = why
  }
}

export const isMalformed = (value: unknown): value is Malformed => value instanceof Malformed
