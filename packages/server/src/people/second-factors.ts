import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { Secret, TOTP } from 'otpauth'
import { hashSecret } from '../access/credential.ts'
import type { SecretBox } from '../access/secret-box.ts'

const schema = `
CREATE TABLE IF NOT EXISTS second_factors (
  person TEXT PRIMARY KEY REFERENCES people (id), secret BLOB NOT NULL, confirmed_at INTEGER, last_step INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS recovery_codes (
  person TEXT NOT NULL REFERENCES people (id), code_hash BLOB NOT NULL, used_at INTEGER, PRIMARY KEY (person, code_hash)
) STRICT;
`
const periodS = 30
const secretBytes = 20
const recoveryCodes = 10
// No letters that are taken for one another; 32 of them, so that each character has five bits.
const alphabet = 'abcdefghjkmnpqrstuvwxyz023456789'

export interface NewFactor {
  /** Base32, for typing. */
  readonly secret: string
  /** `otpauth://…`, for a QR code. */
  readonly uri: string
}

/**
 * One-time codes from an app (RFC 6238: SHA-1, six digits, 30 seconds, one step of drift either way) and ten codes for the
 * day the app is gone. A code is good once: the step of the last one is kept. To be changed inside `People.change`.
 */
export class SecondFactors {
  readonly #db: DatabaseSync
  readonly #box: SecretBox

  constructor(db: DatabaseSync, box: SecretBox) {
    this.#db = db
    this.#box = box
    db.exec(schema)
  }

  /** Since when a person has one; undefined where there is none, or one that was never confirmed. */
  since(person: string): number | undefined {
    const row = this.#db.prepare('SELECT confirmed_at FROM second_factors WHERE person = ?').get(person)
    return row && row.confirmed_at !== null ? Number(row.confirmed_at) : undefined
  }

  /** A new secret, worth nothing until its first code was shown. Replaces one that was never confirmed. */
  begin(person: string, label: string): NewFactor {
    const secret = new Secret({ size: secretBytes })
    const sealed = this.#box.seal(new Uint8Array(secret.buffer), person)
    this.#db
      .prepare('INSERT OR REPLACE INTO second_factors (person, secret, confirmed_at, last_step) VALUES (?, ?, NULL, 0)')
      .run(person, sealed)
    return { secret: secret.base32, uri: totp(secret, label).toString() }
  }

  /** Takes the first code of a new secret; answers recovery codes, or undefined where the code is wrong. */
  confirm(person: string, code: string, nowMs: number): readonly string[] | undefined {
    if (this.since(person) !== undefined || !this.#usesCode(person, code, nowMs)) return undefined
    this.#db.prepare('UPDATE second_factors SET confirmed_at = ? WHERE person = ?').run(nowMs, person)
    return this.renewRecoveryCodes(person)
  }

  /** True once for a code of the app or one of the recovery codes; which of them, so that it can be told. */
  use(person: string, code: string, nowMs: number): 'app' | 'recovery' | undefined {
    if (this.since(person) === undefined) return undefined
    if (this.#usesCode(person, code, nowMs)) return 'app'
    const used = this.#db
      .prepare('UPDATE recovery_codes SET used_at = ? WHERE person = ? AND code_hash = ? AND used_at IS NULL')
      .run(nowMs, person, hashSecret(plain(code)))
    return used.changes === 1 ? 'recovery' : undefined
  }

  /** Ten codes of 80 random bits, shown this once; the earlier ones are worth nothing any more. */
  renewRecoveryCodes(person: string): readonly string[] {
    const codes = Array.from({ length: recoveryCodes }, newCode)
    this.#db.prepare('DELETE FROM recovery_codes WHERE person = ?').run(person)
    const insert = this.#db.prepare('INSERT INTO recovery_codes (person, code_hash) VALUES (?, ?)')
    for (const code of codes) insert.run(person, hashSecret(plain(code)))
    return codes
  }

  recoveryCodesLeft(person: string): number {
    const sql = 'SELECT count(*) AS n FROM recovery_codes WHERE person = ? AND used_at IS NULL'
    return Number(this.#db.prepare(sql).get(person)?.n ?? 0)
  }

  remove(person: string): void {
    this.#db.prepare('DELETE FROM second_factors WHERE person = ?').run(person)
    this.#db.prepare('DELETE FROM recovery_codes WHERE person = ?').run(person)
  }

  #usesCode(person: string, code: string, nowMs: number): boolean {
    const token = plain(code)
    const row = this.#db.prepare('SELECT secret, last_step FROM second_factors WHERE person = ?').get(person)
    const opened = row && /^\d{6}$/.test(token) ? this.#box.open(row.secret as Uint8Array, person) : undefined
    if (!row || !opened) return false
    const secret = new Secret({ buffer: Uint8Array.from(opened).buffer })
    const drift = totp(secret, '').validate({ token, timestamp: nowMs, window: 1 })
    const step = drift === null ? 0 : Math.floor(nowMs / 1000 / periodS) + drift
    if (step <= Number(row.last_step)) return false
    this.#db.prepare('UPDATE second_factors SET last_step = ? WHERE person = ?').run(step, person)
    return true
  }
}

const totp = (secret: Secret, label: string): TOTP =>
  new TOTP({ issuer: 'Daybook', label, algorithm: 'SHA1', digits: 6, period: periodS, secret })

const newCode = (): string => {
  const letters = [...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('')
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** As people type them: with spaces, dashes and capitals. */
const plain = (code: string): string => code.toLowerCase().replaceAll(/[\s-]/g, '')
