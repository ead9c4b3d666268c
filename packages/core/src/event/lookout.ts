/** Finds the places of one text in another, asked for in ascending order, in one pass over it. */
export class Lookout {
  readonly #text: string
  readonly #needle: string
  #next: number

  constructor(text: string, needle: string) {
    this.#text = text
    this.#needle = needle
    this.#next = text.indexOf(needle)
  }

  /** True when the text occurs from `start` on and starts before `end`. */
  sees(start: number, end: number): boolean {
    if (this.#next >= 0 && this.#next < start) this.#next = this.#text.indexOf(this.#needle, start)
    return this.#next >= 0 && this.#next < end
  }
}
