import { type CaseShape, readShape, writeShape } from './case-shape.ts'
import type { IndexFile } from './index-file.ts'

interface KnownShape {
  readonly id: number
  readonly shape: CaseShape
}

/** The shapes of cases while one batch is written, and by how much the counts of their cases change. */
export class CaseShapes {
  readonly #file: IndexFile
  readonly #byId = new Map<number, CaseShape>()
  readonly #byText = new Map<string, KnownShape>()
  readonly #changes = new Map<number, number>()

  constructor(file: IndexFile) {
    this.#file = file
  }

  of(id: number): CaseShape {
    const known = this.#byId.get(id)
    if (known) return known
    const row = this.#file.get('SELECT text FROM work_shape WHERE id = ?', id)
    if (typeof row?.text !== 'string') throw new Error('a case without a shape')
    const shape = readShape(row.text)
    this.#byId.set(id, shape)
    return shape
  }

  /** The number of a shape; a case that had another has left that. */
  give(type: string, shape: CaseShape, before: number | undefined): number {
    const id = this.#idOf(type, shape)
    if (id === before) return id
    this.#changes.set(id, (this.#changes.get(id) ?? 0) + 1)
    if (before !== undefined) this.#changes.set(before, (this.#changes.get(before) ?? 0) - 1)
    return id
  }

  save(): void {
    for (const [id, change] of this.#changes) {
      this.#file.run('UPDATE work_shape SET cases = cases + ? WHERE id = ?', change, id)
      if (change <= 0) this.#file.run('DELETE FROM work_shape WHERE id = ? AND cases = 0', id)
    }
  }

  #idOf(type: string, shape: CaseShape): number {
    const text = writeShape(shape)
    const key = `${type} ${text}`
    const known = this.#byText.get(key)
    if (known) return known.id
    const there = this.#file.get('SELECT id FROM work_shape WHERE type = ? AND text = ?', type, text)
    if (!there) this.#file.run('INSERT INTO work_shape(type, text, cases) VALUES (?, ?, 0)', type, text)
    const row = there ?? this.#file.get('SELECT id FROM work_shape WHERE type = ? AND text = ?', type, text)
    const id = Number(row?.id)
    this.#byText.set(key, { id, shape })
    this.#byId.set(id, shape)
    return id
  }
}
