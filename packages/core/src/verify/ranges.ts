/** Positions joined into ranges; added in ascending order. */
export class Ranges {
  readonly list: [from: number, to: number][] = []

  add(seq: number): void {
    const last = this.list[this.list.length - 1]
    if (last?.[1] === seq) last[1] = seq + 1
    else this.list.push([seq, seq + 1])
  }

  has(seq: number): boolean {
    return this.list.some(([from, to]) => seq >= from && seq < to)
  }
}
