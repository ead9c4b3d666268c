import type { DatabaseSync } from 'node:sqlite'

export const factorRules = ['nobody', 'administrators', 'everybody'] as const
/** Who must have a second factor, beyond the people it is asked of one by one. */
export type FactorRule = (typeof factorRules)[number]

/** Rules of signing in that hold for the whole folder. To be changed inside `People.change`. */
export class SignInRules {
  readonly #db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.#db = db
    db.exec('CREATE TABLE IF NOT EXISTS sign_in_rules (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT')
  }

  secondFactor(): FactorRule {
    const row = this.#db.prepare("SELECT value FROM sign_in_rules WHERE name = 'second_factor'").get()
    return factorRules.find((rule) => rule === row?.value) ?? 'nobody'
  }

  setSecondFactor(rule: FactorRule): void {
    this.#db.prepare("INSERT OR REPLACE INTO sign_in_rules (name, value) VALUES ('second_factor', ?)").run(rule)
  }
}
