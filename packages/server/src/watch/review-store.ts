import type { AccessFile } from '../access/access-file.ts'
import type { ReviewKind, SignedReview } from './review.ts'

const schema = `
CREATE TABLE IF NOT EXISTS reviews (
  id TEXT PRIMARY KEY, trail TEXT NOT NULL, kind TEXT NOT NULL, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL, at INTEGER NOT NULL,
  by TEXT NOT NULL, by_name TEXT NOT NULL, note TEXT NOT NULL, count INTEGER NOT NULL, left_open TEXT NOT NULL,
  UNIQUE (trail, kind, to_seq)
) STRICT;
`
const listLength = 200

/** Reviews that were signed off, in `access.db`; each with its event in one transaction. The events on the trail are what proves them. */
export class ReviewStore {
  readonly #file: AccessFile

  constructor(file: AccessFile) {
    this.#file = file
    file.db.exec(schema)
  }

  /** Newest first. */
  of(trail: string, kind: ReviewKind): readonly SignedReview[] {
    return this.#file.db
      .prepare('SELECT * FROM reviews WHERE trail = ? AND kind = ? ORDER BY to_seq DESC, at DESC LIMIT ?')
      .all(trail, kind, listLength)
      .map(fromRow)
  }

  add(review: SignedReview, event: string): void {
    const { id, trail, kind, from, to, atMs, by, byName, note, count, leftOpen } = review
    this.#file.transaction(() => {
      this.#file.db
        .prepare('INSERT INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(id, trail, kind, from, to, atMs, by, byName, note, count, JSON.stringify(leftOpen))
      this.#file.addPending(trail, event)
    })
  }
}

const fromRow = (row: { readonly [column: string]: unknown }): SignedReview => ({
  id: String(row.id),
  trail: String(row.trail),
  kind: row.kind as ReviewKind,
  from: Number(row.from_seq),
  to: Number(row.to_seq),
  atMs: Number(row.at),
  by: String(row.by),
  byName: String(row.by_name),
  note: String(row.note),
  count: Number(row.count),
  leftOpen: JSON.parse(String(row.left_open)) as readonly number[],
})
