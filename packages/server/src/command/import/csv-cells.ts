/** One row of a table as far as its text has been read: the cells, or what is wrong with its quotes. */
export type RowReading =
  | { readonly state: 'whole'; readonly cells: readonly string[] }
  /** A quoted cell goes on in the next line. */
  | { readonly state: 'open' }
  | { readonly state: 'wrong'; readonly detail: string }

const quote = '"'

/**
 * Reads the cells of one row, RFC 4180 section 2: cells between delimiters, quoted ones with `""` for a quote, and line
 * ends inside of quotes. A quote anywhere else is wrong, and never guessed away. Fed line by line, so that a long row is
 * looked at once.
 */
export class CellReader {
  readonly #delimiter: string
  readonly #cells: string[] = []
  #cell = ''
  #open = false

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  /** `text` is the next line of the row; `lineEnd` what stood between it and the one before. */
  read(text: string, lineEnd = ''): RowReading {
    let at = 0
    if (this.#open) {
      this.#cell += lineEnd
      at = this.#quoted(text, 0)
      if (at === -1) return { state: 'open' }
      if (!this.#endsAt(text, at)) return wrongAfter(this.#cells.length)
    } else if (text === '') {
      return { state: 'whole', cells: [''] }
    }
    return this.#rest(text, at)
  }

  /** From the beginning of a cell, or from the end of a quoted one. */
  #rest(text: string, from: number): RowReading {
    let at = from
    let ended = from > 0
    for (;;) {
      if (ended) {
        this.#cells.push(this.#cell)
        this.#cell = ''
        if (at === text.length) return { state: 'whole', cells: this.#cells }
        at++
      }
      if (text[at] === quote) {
        at = this.#quoted(text, at + 1)
        if (at === -1) return { state: 'open' }
        if (!this.#endsAt(text, at)) return wrongAfter(this.#cells.length)
      } else {
        const next = text.indexOf(this.#delimiter, at)
        const end = next === -1 ? text.length : next
        this.#cell = text.slice(at, end)
        if (this.#cell.includes(quote)) return wrongInside(this.#cells.length)
        at = end
      }
      ended = true
    }
  }

  /** Takes quoted text from `from` on; answers the place behind the closing quote, or -1 where it is not in this line. */
  #quoted(text: string, from: number): number {
    this.#open = true
    for (let at = from; ; ) {
      const end = text.indexOf(quote, at)
      if (end === -1) {
        this.#cell += text.slice(at)
        return -1
      }
      this.#cell += text.slice(at, end)
      if (text[end + 1] !== quote) {
        this.#open = false
        return end + 1
      }
      this.#cell += quote
      at = end + 2
    }
  }

  #endsAt(text: string, at: number): boolean {
    return at === text.length || text[at] === this.#delimiter
  }
}

const wrongAfter = (cells: number): RowReading => ({
  state: 'wrong',
  detail: `Something stands between the closing quote of cell ${cells + 1} and the next delimiter; a quote inside of quotes is written twice.`,
})

const wrongInside = (cells: number): RowReading => ({
  state: 'wrong',
  detail: `A quote stands inside of cell ${cells + 1}, which does not begin with one; quote the whole cell and write the inner quote twice.`,
})
