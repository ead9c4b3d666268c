/** Where every line of an import went. `lines` is the sum of the others. */
export interface Tally {
  readonly lines: number
  readonly stored: number
  readonly duplicates: number
  readonly conflicts: number
  readonly refused: number
  readonly blank: number
}

export type LineFate = Exclude<keyof Tally, 'lines'>

/** Counts lines by fate; `close` proves that none was lost between reading and sending. */
export class Counting {
  #read = 0
  readonly #fates: { [fate in LineFate]: number } = { stored: 0, duplicates: 0, conflicts: 0, refused: 0, blank: 0 }
  readonly #codes = new Map<string, number>()

  lineRead(): void {
    this.#read++
  }

  fate(fate: LineFate): void {
    this.#fates[fate]++
  }

  refusal(fate: 'conflicts' | 'refused', code: string): void {
    this.fate(fate)
    this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1)
  }

  /** How often each code was the reason, most frequent first. */
  get codes(): readonly (readonly [code: string, count: number])[] {
    return [...this.#codes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  }

  get settled(): number {
    return Object.values(this.#fates).reduce((sum, one) => sum + one, 0)
  }

  tally(): Tally {
    return { lines: this.settled, ...this.#fates }
  }

  /** The counts, once every line is settled; anything else is a defect of the import. */
  close(): Tally {
    if (this.#read !== this.settled) throw new Error(`the import read ${this.#read} lines and settled ${this.settled}`)
    return this.tally()
  }
}
