import type { FacetDimension, FacetEntry, Sees } from '../search-index.ts'
import { isSeen } from '../seen.ts'
import { dimensionNumber, type ValueRef, valueId } from './facet-bytes.ts'
import type { IndexFile } from './index-file.ts'

/** At most so many values are remembered; the busiest come back at once. */
const rememberedAtMost = 100_000

/** The small numbers that stand for values and visibility classes. Given once, in the order in which events are recorded. */
export class Vocabulary {
  readonly #file: IndexFile
  /** Whose label is not written yet. */
  readonly #relabelled = new Set<Known>()
  /** By dimension and value. */
  readonly #values = new Map<FacetDimension, Map<string, Known>>()
  #remembered = 0
  readonly #classes = new Map<string, number>()

  constructor(file: IndexFile) {
    this.#file = file
  }

  /** Forgets what a transaction gave that was rolled back. */
  forget(): void {
    this.#relabelled.clear()
    this.#forgetValues()
    this.#classes.clear()
  }

  refOf({ dimension, value, label, readers }: FacetEntry): ValueRef {
    const known = this.#values.get(dimension)?.get(value) ?? this.#find(dimension, value)
    if (label !== undefined) this.#relabel(known, label)
    return readers ? { id: known.id, class: this.classOf(readers) } : known.open
  }

  /** Writes what is not written yet. */
  save(): void {
    for (const { id, label } of this.#relabelled) this.#file.run('UPDATE value SET label = ? WHERE id = ?', label ?? null, id)
    this.#relabelled.clear()
  }

  classOf(readers: readonly string[] | undefined): number {
    if (!readers) return 0
    const text = JSON.stringify([...readers].sort())
    const known = this.#classes.get(text)
    if (known !== undefined) return known
    this.#file.run('INSERT INTO class(readers) VALUES (?) ON CONFLICT DO NOTHING', text)
    const id = Number(this.#file.get('SELECT id FROM class WHERE readers = ?', text)?.id)
    this.#classes.set(text, id)
    return id
  }

  /** The label that was recorded last. Written at the end: two names that take turns would be written as often. */
  #relabel(value: Known, label: string): void {
    if (label === value.label) return
    value.label = label
    this.#relabelled.add(value)
  }

  #find(dimension: FacetDimension, text: string): Known {
    const number = dimensionNumber(dimension)
    const row = this.#file.get(
      'SELECT v.id, v.label FROM value_id i JOIN value v ON v.id = i.id WHERE i.dimension = ? AND i.text = ?',
      number,
      text,
    )
    const id = row ? Number(row.id) : this.#give(number, text)
    const known = { id, label: textOf(row?.label), open: { id, class: 0 } }
    if (this.#remembered >= rememberedAtMost) this.#forgetValues()
    const values = this.#values.get(dimension) ?? new Map<string, Known>()
    this.#values.set(dimension, values.set(text, known))
    this.#remembered += 1
    return known
  }

  #forgetValues(): void {
    this.save()
    this.#values.clear()
    this.#remembered = 0
  }

  #give(dimension: number, text: string): number {
    const last = Number(this.#file.get('SELECT max(id) AS last FROM value')?.last ?? 0)
    const id = valueId(Math.floor(last / 32) + 1, dimension)
    this.#file.run('INSERT INTO value(id, text) VALUES (?, ?)', id, text)
    this.#file.run('INSERT INTO value_id(dimension, text, id) VALUES (?, ?, ?)', dimension, text, id)
    return id
  }
}

interface Known {
  readonly id: number
  label: string | undefined
  /** The value where everybody may see it. */
  readonly open: ValueRef
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The classes, beside class 0, of which somebody may see what is kept. */
export const classesSeen = (file: IndexFile, sees: Sees): readonly number[] =>
  file
    .statement('SELECT id, readers FROM class ORDER BY id')
    .all()
    .filter(({ readers }) => isSeen(JSON.parse(String(readers)) as string[], sees))
    .map(({ id }) => Number(id))

export const namedValue = (file: IndexFile, id: number): { readonly value: string; readonly label: string | undefined } => {
  const row = file.get('SELECT text, label FROM value WHERE id = ?', id)
  return { value: String(row?.text), label: textOf(row?.label) }
}

/** The number of a value; undefined where no event has it. */
export const knownValue = (file: IndexFile, dimension: FacetDimension, text: string): number | undefined => {
  const row = file.get('SELECT id FROM value_id WHERE dimension = ? AND text = ?', dimensionNumber(dimension), text)
  return row && Number(row.id)
}
