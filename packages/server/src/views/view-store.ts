import type { Lane } from '@daybook/core'
import type { AccessFile } from '../access/access-file.ts'
import type { Audience, SavedView, ViewRange } from './saved-view.ts'

const schema = `
CREATE TABLE IF NOT EXISTS views (
  id TEXT PRIMARY KEY, trail TEXT NOT NULL, name TEXT NOT NULL, q TEXT NOT NULL, lane TEXT NOT NULL, range TEXT NOT NULL,
  audience TEXT NOT NULL, owner TEXT NOT NULL, owner_name TEXT NOT NULL, created_at TEXT NOT NULL, changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS views_by_trail ON views (trail, name);
`

/**
 * Saved views of every trail, in `access.db`. A view is a question and no data: who may see its answer is decided when it is
 * asked. Durability: a change and the event that tells of it are one transaction, fsynced when the call returns.
 */
export class ViewStore {
  readonly #file: AccessFile

  constructor(file: AccessFile) {
    this.#file = file
    file.db.exec(schema)
  }

  /** Every view of a trail, whosever, by name. */
  of(trail: string): readonly SavedView[] {
    const rows = this.#file.db.prepare('SELECT * FROM views WHERE trail = ? ORDER BY name, id').all(trail)
    return rows.map(viewFromRow)
  }

  /** A view by its id; undefined where the trail has none of this id. */
  get(trail: string, id: string): SavedView | undefined {
    const row = this.#file.db.prepare('SELECT * FROM views WHERE trail = ? AND id = ?').get(trail, id)
    return row && viewFromRow(row)
  }

  /** Puts a view in, or in the place of the one of its id, together with the event (JSON text with a fixed id) that will say so. */
  save(view: SavedView, event: string): void {
    const { id, trail, name, q, lane, range, audience, owner, ownerName, createdAt, changedAt } = view
    this.#file.transaction(() => {
      this.#file.db
        .prepare('INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(id, trail, name, q, lane, JSON.stringify(range), JSON.stringify(audience), owner, ownerName, createdAt, changedAt)
      this.#file.addPending(trail, event)
    })
  }

  /** Takes a view out, together with the event that will say so. */
  remove(trail: string, id: string, event: string): void {
    this.#file.transaction(() => {
      this.#file.db.prepare('DELETE FROM views WHERE trail = ? AND id = ?').run(trail, id)
      this.#file.addPending(trail, event)
    })
  }
}

const viewFromRow = (row: { readonly [column: string]: unknown }): SavedView => ({
  id: String(row.id),
  trail: String(row.trail),
  name: String(row.name),
  q: String(row.q),
  lane: row.lane as Lane,
  range: JSON.parse(String(row.range)) as ViewRange,
  audience: JSON.parse(String(row.audience)) as Audience,
  owner: String(row.owner),
  ownerName: String(row.owner_name),
  createdAt: String(row.created_at),
  changedAt: String(row.changed_at),
})
