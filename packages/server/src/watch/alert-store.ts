import type { AccessFile } from '../access/access-file.ts'
import type { SecretBox } from '../access/secret-box.ts'
import { type Memory, nothingYet, type Span } from './judge.ts'
import type { Attempt, Delivery, Firing, Rule, RuleSettings, Target } from './rule.ts'

const schema = `
CREATE TABLE IF NOT EXISTS alert_rules (
  id TEXT PRIMARY KEY, trail TEXT NOT NULL, settings TEXT NOT NULL, owner TEXT NOT NULL, owner_name TEXT NOT NULL,
  secret TEXT NOT NULL, created_at TEXT NOT NULL, muted_until INTEGER, cursor INTEGER NOT NULL, memory TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS alert_firings (
  id TEXT PRIMARY KEY, rule TEXT NOT NULL, trail TEXT NOT NULL, at INTEGER NOT NULL, count INTEGER NOT NULL, positions TEXT NOT NULL,
  span TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS alert_firings_by_rule ON alert_firings (rule, at);
CREATE TABLE IF NOT EXISTS alert_deliveries (
  id TEXT PRIMARY KEY, firing TEXT NOT NULL, rule TEXT NOT NULL, target TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'gave_up')), attempts TEXT NOT NULL,
  failures INTEGER NOT NULL, next INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS alert_deliveries_waiting ON alert_deliveries (next) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS alert_deliveries_by_rule ON alert_deliveries (rule);
CREATE TABLE IF NOT EXISTS alert_reads (
  firing TEXT NOT NULL, reader TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (firing, reader)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS alert_reads_by_rule ON alert_reads (rule);
`

/** Up to where a rule has looked, and what it remembers from there. */
export interface Progress {
  readonly cursor: number
  readonly memory: Memory
}

const attemptsKept = 20
const logLength = 100
const firingsKept = 1_000

/**
 * Alerts, when each fired, and who was told, in `access.db`. What a rule remembers, its cursor, the firing, its deliveries
 * and its event are one transaction: after a crash a firing is there with all of it, or is worked out again, the same.
 */
export class AlertStore {
  readonly #file: AccessFile
  readonly #box: SecretBox

  constructor(file: AccessFile, box: SecretBox) {
    this.#file = file
    this.#box = box
    file.db.exec(schema)
    file.addColumn('alert_firings', 'span')
  }

  all(): readonly (Rule & { readonly progress: Progress })[] {
    return this.#rows('SELECT * FROM alert_rules ORDER BY created_at, id').map((row) => ({
      ...ruleFromRow(row),
      progress: { cursor: Number(row.cursor), memory: { ...nothingYet, ...(JSON.parse(String(row.memory)) as Partial<Memory>) } },
    }))
  }

  /** A new rule, which looks at what comes from `cursor` on, with the event (JSON text with a fixed id) that says so. */
  add(rule: Rule, cursor: number, secret: string, event: string): void {
    const { id, trail, settings, owner, ownerName, createdAt, mutedUntilMs } = rule
    this.#file.transaction(() => {
      this.#file.db
        .prepare('INSERT INTO alert_rules VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          ...[id, trail, JSON.stringify(settings), owner, ownerName, this.#box.sealText(secret, id), createdAt, mutedUntilMs],
          ...[cursor, JSON.stringify(nothingYet)],
        )
      this.#file.addPending(trail, event)
    })
  }

  change({ id, trail, settings, mutedUntilMs }: Rule, event: string, secret?: string): void {
    this.#file.transaction(() => {
      this.#file.db
        .prepare('UPDATE alert_rules SET settings = ?, muted_until = ?, secret = coalesce(?, secret) WHERE id = ?')
        .run(JSON.stringify(settings), mutedUntilMs, secret === undefined ? null : this.#box.sealText(secret, id), id)
      this.#file.addPending(trail, event)
    })
  }

  /** What was fired stays on the trail; who was told of it goes with the rule. */
  remove({ id, trail }: Rule, event: string): void {
    this.#file.transaction(() => {
      for (const [table, column] of [
        ['alert_deliveries', 'rule'],
        ['alert_reads', 'rule'],
        ['alert_firings', 'rule'],
        ['alert_rules', 'id'],
      ])
        this.#file.db.prepare(`DELETE FROM ${table} WHERE ${column} = ?`).run(id)
      this.#file.addPending(trail, event)
    })
  }

  /** How far some rules have come, and what fired on the way with the events that tell of it. */
  progress(
    moved: readonly { readonly rule: string; readonly progress: Progress }[],
    fired: readonly { readonly firing: Firing; readonly to: readonly Target[]; readonly event: string }[],
  ): void {
    if (moved.length === 0 && fired.length === 0) return
    this.#file.transaction(() => {
      for (const { rule, progress } of moved)
        this.#file.db
          .prepare('UPDATE alert_rules SET cursor = ?, memory = ? WHERE id = ?')
          .run(progress.cursor, JSON.stringify(progress.memory), rule)
      for (const { firing, to, event } of fired) {
        const { id, rule, trail, atMs, count, positions, span } = firing
        this.#file.db
          .prepare(
            'INSERT OR IGNORE INTO alert_firings (id, rule, trail, at, count, positions, span) VALUES (?, ?, ?, ?, ?, ?, ?)',
          )
          .run(id, rule, trail, atMs, count, JSON.stringify(positions), span && JSON.stringify(span))
        for (const [at, target] of to.entries())
          this.#file.db
            .prepare(`INSERT OR IGNORE INTO alert_deliveries VALUES (?, ?, ?, ?, 'waiting', '[]', 0, ?)`)
            .run(`${id}.${at}`, id, rule, JSON.stringify(target), atMs)
        this.#trim(rule)
        this.#file.addPending(trail, event)
      }
    })
  }

  /** The newest firings of a rule, each with who was told, newest first. */
  log(rule: string): readonly (Firing & { readonly deliveries: readonly Delivery[] })[] {
    const firings = this.#rows('SELECT * FROM alert_firings WHERE rule = ? ORDER BY at DESC LIMIT ?', rule, logLength)
    return firings.map((row) => ({
      ...firingFromRow(row),
      deliveries: this.#rows('SELECT * FROM alert_deliveries WHERE firing = ? ORDER BY id', String(row.id)).map(deliveryFromRow),
    }))
  }

  lastFiring(rule: string): Firing | undefined {
    const [row] = this.#rows('SELECT * FROM alert_firings WHERE rule = ? ORDER BY at DESC LIMIT 1', rule)
    return row && firingFromRow(row)
  }

  firing(id: string): Firing | undefined {
    const [row] = this.#rows('SELECT * FROM alert_firings WHERE id = ?', id)
    return row && firingFromRow(row)
  }

  /** How many firings of these rules a reader has not opened, and the newest of them, newest first. */
  unread(
    rules: readonly string[],
    reader: string,
    most: number,
  ): { readonly count: number; readonly firings: readonly Firing[] } {
    const of = `FROM alert_firings f WHERE f.rule IN (${rules.map(() => '?').join()}) AND NOT EXISTS
      (SELECT 1 FROM alert_reads WHERE firing = f.id AND reader = ?)`
    const [row] = this.#rows(`SELECT count(*) AS n ${of}`, ...rules, reader)
    const firings = this.#rows(`SELECT f.* ${of} ORDER BY f.at DESC, f.id LIMIT ?`, ...rules, reader, most)
    return { count: Number(row?.n ?? 0), firings: firings.map(firingFromRow) }
  }

  /** Which of the firings of a rule a reader has opened. */
  readBy(rule: string, reader: string): ReadonlySet<string> {
    return new Set(
      this.#rows('SELECT firing FROM alert_reads WHERE rule = ? AND reader = ?', rule, reader).map(({ firing }) =>
        String(firing),
      ),
    )
  }

  /** That a reader has opened firings of these rules: the ones named, or all that there are. */
  markRead(rules: readonly string[], reader: string, firings: readonly string[] | undefined): void {
    const named = firings === undefined ? '' : ` AND id IN (${firings.map(() => '?').join()})`
    this.#file.db
      .prepare(
        `INSERT OR IGNORE INTO alert_reads SELECT id, ?, rule FROM alert_firings WHERE rule IN (${rules.map(() => '?').join()})${named}`,
      )
      .run(reader, ...rules, ...(firings ?? []))
  }

  /** What is to be tried now, the longest waiting first. */
  due(nowMs: number, most: number): readonly Delivery[] {
    return this.#rows(
      `SELECT * FROM alert_deliveries WHERE state = 'waiting' AND next <= ? ORDER BY next LIMIT ?`,
      nowMs,
      most,
    ).map(deliveryFromRow)
  }

  saveDelivery({ id, state, attempts, failures, nextMs }: Delivery): void {
    this.#file.db
      .prepare('UPDATE alert_deliveries SET state = ?, attempts = ?, failures = ?, next = ? WHERE id = ?')
      .run(state, JSON.stringify(attempts.slice(-attemptsKept)), failures, nextMs, id)
  }

  secret(rule: string): string | undefined {
    const [row] = this.#rows('SELECT secret FROM alert_rules WHERE id = ?', rule)
    return row && this.#box.openText(String(row.secret), rule)
  }

  /** Who was told long ago is forgotten here; that it fired stays on the trail. */
  #trim(rule: string): void {
    const old = 'SELECT id FROM alert_firings WHERE rule = ? ORDER BY at DESC LIMIT -1 OFFSET ?'
    this.#file.db.prepare(`DELETE FROM alert_deliveries WHERE firing IN (${old})`).run(rule, firingsKept)
    this.#file.db.prepare(`DELETE FROM alert_reads WHERE firing IN (${old})`).run(rule, firingsKept)
    this.#file.db.prepare(`DELETE FROM alert_firings WHERE id IN (${old})`).run(rule, firingsKept)
  }

  #rows(sql: string, ...values: (string | number)[]): readonly Row[] {
    return this.#file.db.prepare(sql).all(...values)
  }
}

type Row = { readonly [column: string]: unknown }

const ruleFromRow = (row: Row): Rule => ({
  id: String(row.id),
  trail: String(row.trail),
  settings: JSON.parse(String(row.settings)) as RuleSettings,
  owner: String(row.owner),
  ownerName: String(row.owner_name),
  createdAt: String(row.created_at),
  mutedUntilMs: row.muted_until === null ? null : Number(row.muted_until),
})

const firingFromRow = (row: Row): Firing => ({
  id: String(row.id),
  rule: String(row.rule),
  trail: String(row.trail),
  atMs: Number(row.at),
  count: Number(row.count),
  positions: JSON.parse(String(row.positions)) as readonly number[],
  span: typeof row.span === 'string' ? (JSON.parse(row.span) as Span) : null,
})

const deliveryFromRow = (row: Row): Delivery => ({
  id: String(row.id),
  firing: String(row.firing),
  rule: String(row.rule),
  target: JSON.parse(String(row.target)) as Target,
  state: row.state as Delivery['state'],
  attempts: JSON.parse(String(row.attempts)) as readonly Attempt[],
  failures: Number(row.failures),
  nextMs: Number(row.next),
})
