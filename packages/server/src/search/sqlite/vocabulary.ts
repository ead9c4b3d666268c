import type { FacetDimension, FacetEntry, Sees } from '../search-index.ts'
import { isSeen } from '../seen.ts'
import { dimensionNumber, type ValueRef, valueId } from './facet-bytes.ts'
import type { IndexFile } from './index-file.ts'

/** At most so many values are remembered; the busiest come back at once. */
const rememberedAtMost = 100_000

/** The small numbers that stand for values and visibility classes. Given once, in the order in which events are recorded. */
export class Vocabulary {
  readonly #file: IndexFile
  readonly #values = new Map<string, Known>()
  readonly #classes = new Map<string, number>()

  constructor(file: IndexFile) {
    this.#file = file
  }

  /** Forgets what a transaction gave that was rolled back. */
  forget(): void {
    this.#values.clear()
    this.#classes.clear()
  }

  refOf({ dimension, value, label, readers }: FacetEntry): ValueRef {
    return { id: this.#idOf(dimension, value, label), class: this.classOf(readers) }
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

  #idOf(dimension: FacetDimension, text: string, label: string | undefined): number {
    const key = `${dimension} ${text}`
    const known = this.#values.get(key) ?? this.#find(key, dimensionNumber(dimension), text)
    // The label that was recorded last.
    if (label !== undefined && label !== known.label) {
      this.#file.run('UPDATE value SET label = ? WHERE id = ?', label, known.id)
      known.label = label
    }
    return known.id
  }

  #find(key: string, dimension: number, text: string): Known {
    const row = this.#file.get(
      'SELECT v.id, v.label FROM value_id i JOIN value v ON v.id = i.id WHERE i.dimension = ? AND i.text = ?',
      dimension,
      text,
    )
    const known = row ? { id: Number(row.id), label: textOf(row.label) } : { id: this.#give(dimension, text), label: undefined }
    if (this.#values.size >= rememberedAtMost) this.#values.clear()
    this.#values.set(key, known)
    return known
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
