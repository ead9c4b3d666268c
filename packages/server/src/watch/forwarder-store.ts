import type { AccessFile } from '../access/access-file.ts'
import type { SecretBox } from '../access/secret-box.ts'
import type { Forwarder, ForwarderSettings, ForwarderState } from './forwarder.ts'

const schema = `
CREATE TABLE IF NOT EXISTS forwarders (
  id TEXT PRIMARY KEY, trail TEXT NOT NULL, settings TEXT NOT NULL, state TEXT NOT NULL, secret TEXT, created_at TEXT NOT NULL,
  makers TEXT
) STRICT;
`

/**
 * Forwarders of every trail and how far each has come, in `access.db`. A cursor is saved after its events were taken by the
 * receiver, never before: what a crash cuts off is sent again.
 */
export class ForwarderStore {
  readonly #file: AccessFile
  readonly #box: SecretBox

  constructor(file: AccessFile, box: SecretBox) {
    this.#file = file
    this.#box = box
    file.db.exec(schema)
    file.addColumn('forwarders', 'makers')
  }

  all(): readonly Forwarder[] {
    return this.#file.db.prepare('SELECT * FROM forwarders ORDER BY created_at, id').all().map(fromRow)
  }

  /** Puts one in, or in the place of the one of its id, with the event (JSON text with a fixed id) that will say so. */
  save({ id, trail, settings, state, makers, createdAt }: Forwarder, event: string, secret?: string): void {
    const closed = secret === undefined ? null : this.#box.sealText(secret, id)
    this.#file.transaction(() => {
      this.#file.db
        .prepare(
          `INSERT INTO forwarders (id, trail, settings, state, secret, created_at, makers) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, state = excluded.state, makers = excluded.makers, secret = coalesce(excluded.secret, secret)`,
        )
        .run(id, trail, JSON.stringify(settings), JSON.stringify(state), closed, createdAt, JSON.stringify(makers))
      this.#file.addPending(trail, event)
    })
  }

  remove({ id, trail }: Forwarder, event: string): void {
    this.#file.transaction(() => {
      this.#file.db.prepare('DELETE FROM forwarders WHERE id = ?').run(id)
      this.#file.addPending(trail, event)
    })
  }

  /** How it stands now, with the event that tells of it where there is one. */
  saveState({ id, trail }: Pick<Forwarder, 'id' | 'trail'>, state: ForwarderState, event?: string): void {
    this.#file.transaction(() => {
      this.#file.db.prepare('UPDATE forwarders SET state = ? WHERE id = ?').run(JSON.stringify(state), id)
      if (event !== undefined) this.#file.addPending(trail, event)
    })
  }

  /** What the forwarder signs with; undefined where there is none, or the key of the keys folder does not open it. */
  secret(id: string): string | undefined {
    const row = this.#file.db.prepare('SELECT secret FROM forwarders WHERE id = ?').get(id)
    return typeof row?.secret === 'string' ? this.#box.openText(row.secret, id) : undefined
  }
}

const fromRow = (row: { readonly [column: string]: unknown }): Forwarder => ({
  id: String(row.id),
  trail: String(row.trail),
  settings: JSON.parse(String(row.settings)) as ForwarderSettings,
  state: JSON.parse(String(row.state)) as ForwarderState,
  makers: JSON.parse(String(row.makers ?? '[]')) as readonly string[],
  createdAt: String(row.created_at),
})
