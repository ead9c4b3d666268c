import type { DatabaseSync } from 'node:sqlite'
import { type Role, starterRoles } from '../access/role.ts'

const schema = `
CREATE TABLE IF NOT EXISTS trail_roles (trail TEXT NOT NULL, name TEXT NOT NULL, role TEXT, PRIMARY KEY (trail, name)) STRICT;
CREATE TABLE IF NOT EXISTS held_roles (
  trail TEXT NOT NULL, person TEXT NOT NULL REFERENCES people (id), role TEXT NOT NULL, PRIMARY KEY (person, trail, role)
) STRICT;
`

/** Where a role of a trail comes from: as every trail has it at first, that one changed, or made for this trail. */
export type RoleOrigin = 'starter' | 'changed' | 'own'

/** What roles each trail has, and who holds them. A trail has the starter roles but for what was changed. To be changed inside `People.change`. */
export class TrailRoles {
  readonly #db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.#db = db
    db.exec(schema)
  }

  /** Starter roles first, in their order. */
  of(trail: string): readonly (Role & { readonly origin: RoleOrigin })[] {
    const rows = this.#db.prepare('SELECT name, role FROM trail_roles WHERE trail = ? ORDER BY name').all(trail)
    // A row without a role is a starter role that this trail has not.
    const set = new Map(rows.map(({ name, role }) => [String(name), role === null ? null : (JSON.parse(String(role)) as Role)]))
    const starters = starterRoles.flatMap((role) => {
      const changed = set.get(role.name)
      if (changed === null) return []
      return [changed ? { ...changed, origin: 'changed' as const } : { ...role, origin: 'starter' as const }]
    })
    const own = [...set.values()].flatMap((role) => (role && !isStarter(role.name) ? [{ ...role, origin: 'own' as const }] : []))
    return [...starters, ...own]
  }

  get(trail: string, name: string): (Role & { readonly origin: RoleOrigin }) | undefined {
    return this.of(trail).find((role) => role.name === name)
  }

  put(trail: string, { name, label, description, grants, rights }: Role): void {
    const text = JSON.stringify({ name, label, description, grants, rights })
    const starter = starterRoles.find((role) => role.name === name)
    if (starter && text === JSON.stringify(starter)) this.#forget(trail, name)
    else this.#db.prepare('INSERT OR REPLACE INTO trail_roles (trail, name, role) VALUES (?, ?, ?)').run(trail, name, text)
  }

  remove(trail: string, name: string): void {
    if (isStarter(name))
      this.#db.prepare('INSERT OR REPLACE INTO trail_roles (trail, name, role) VALUES (?, ?, NULL)').run(trail, name)
    else this.#forget(trail, name)
  }

  /** Names of the roles a person holds, by trail. */
  heldBy(person: string): ReadonlyMap<string, readonly string[]> {
    const rows = this.#db.prepare('SELECT trail, role FROM held_roles WHERE person = ? ORDER BY rowid').all(person)
    const byTrail = Map.groupBy(rows, ({ trail }) => String(trail))
    return new Map([...byTrail].map(([trail, held]) => [trail, held.map(({ role }) => String(role))]))
  }

  /** The people who hold a role on a trail, each with the names of theirs. */
  held(trail: string): ReadonlyMap<string, readonly string[]> {
    const rows = this.#db.prepare('SELECT person, role FROM held_roles WHERE trail = ? ORDER BY rowid').all(trail)
    const byPerson = Map.groupBy(rows, ({ person }) => String(person))
    return new Map([...byPerson].map(([person, held]) => [person, held.map(({ role }) => String(role))]))
  }

  /** Instead of those held before; none means that the trail does not exist for this person any more. */
  give(person: string, trail: string, names: readonly string[]): void {
    this.#db.prepare('DELETE FROM held_roles WHERE person = ? AND trail = ?').run(person, trail)
    const insert = this.#db.prepare('INSERT INTO held_roles (trail, person, role) VALUES (?, ?, ?)')
    for (const name of new Set(names)) insert.run(trail, person, name)
  }

  /** Trails on which anybody holds a role. */
  trails(): readonly string[] {
    return this.#db
      .prepare('SELECT DISTINCT trail FROM held_roles ORDER BY trail')
      .all()
      .map(({ trail }) => String(trail))
  }

  #forget(trail: string, name: string): void {
    this.#db.prepare('DELETE FROM trail_roles WHERE trail = ? AND name = ?').run(trail, name)
  }
}

const isStarter = (name: string): boolean => starterRoles.some((role) => role.name === name)
