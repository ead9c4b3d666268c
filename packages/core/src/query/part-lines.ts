import { inOnePiece } from './word-lines.ts'

/** So many parts are kept of each kind. */
const keptAtMost = 4_000
/** Larger ones are not kept. */
const longestKept = 1_000

/**
 * What was made of parts that come again under the same name: of actors, sources, organizations. What it was made of is
 * compared, for a name may stand for something else next time.
 */
export class RememberedParts<Part> {
  readonly #kept = new Map<string, { readonly part: Part; readonly lines: string }>()
  readonly #isSame: (a: Part, b: Part) => boolean
  readonly #make: (part: Part) => string

  constructor(isSame: (a: Part, b: Part) => boolean, make: (part: Part) => string) {
    this.#isSame = isSame
    this.#make = make
  }

  of(name: string, part: Part): string {
    const known = this.#kept.get(name)
    if (known !== undefined && this.#isSame(known.part, part)) return known.lines
    const lines = this.#make(part)
    if (lines.length <= longestKept) {
      if (known === undefined && this.#kept.size >= keptAtMost) this.#kept.clear()
      this.#kept.set(name, { part, lines: inOnePiece(lines) })
    }
    return lines
  }
}
