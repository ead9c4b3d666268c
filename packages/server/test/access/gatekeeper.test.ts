import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AccessStore } from '../../src/access/access-store.ts'
import { newKey, parseKey } from '../../src/access/credential.ts'
import { Gatekeeper } from '../../src/access/gatekeeper.ts'
import { SecretBox } from '../../src/access/secret-box.ts'
import { ForwarderStore } from '../../src/watch/forwarder-store.ts'

let folder: string
let store: AccessStore
let nowMs: number
let gatekeeper: Gatekeeper
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-access-'))
  store = new AccessStore(join(folder, 'access.db'))
  nowMs = Date.UTC(2026, 10, 22)
  gatekeeper = new Gatekeeper(store, () => nowMs)
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const addKey = (trail = 'orders') => {
  const key = newKey()
  store.addKey(
    {
      id: key.id,
      trail,
      role: 'writer',
      name: null,
      reads: null,
      madeBy: null,
      secretHash: key.secretHash,
      createdAt: '2026-11-22T00:00:00.000Z',
      revokedAt: null,
    },
    '{}',
  )
  return key
}

it('opens keys, links and forwarders of a folder from before it was kept who made them', () => {
  const path = join(folder, 'older.db')
  const older = new DatabaseSync(path)
  older.exec(`CREATE TABLE keys (id TEXT PRIMARY KEY, trail TEXT NOT NULL, role TEXT NOT NULL, name TEXT,
    secret_hash BLOB NOT NULL, created_at TEXT NOT NULL, revoked_at TEXT) STRICT`)
  older.prepare('INSERT INTO keys VALUES (?, ?, ?, NULL, ?, ?, NULL)').run('k1', 'orders', 'reader', new Uint8Array(32), '2026')
  older.exec(`CREATE TABLE links (token_hash BLOB PRIMARY KEY, expires_at INTEGER NOT NULL, used_at INTEGER) STRICT;
    CREATE TABLE forwarders (id TEXT PRIMARY KEY, trail TEXT NOT NULL, settings TEXT NOT NULL, state TEXT NOT NULL,
      secret TEXT, created_at TEXT NOT NULL) STRICT;
    INSERT INTO forwarders VALUES ('f1', 'orders', '{}', '{}', NULL, '2026')`)
  older.close()
  for (let times = 0; times < 2; times++) {
    const opened = new AccessStore(path)
    expect(opened.key('k1')).toMatchObject({ role: 'reader', reads: null, madeBy: null })
    opened.addLink(new Uint8Array([times]), 1, 'session')
    expect(new ForwarderStore(opened.file, new SecretBox(folder)).all()).toMatchObject([{ id: 'f1', makers: [] }])
    opened.close()
  }
})

describe('a key', () => {
  it('is known by its secret and by nothing less', () => {
    const key = addKey()
    const other = addKey()
    expect(gatekeeper.bearer(key.text)).toMatchObject({ kind: 'key', id: key.id, trail: 'orders', role: 'writer' })
    const swapped = `dbk_${key.id}_${other.text.slice(-43)}`
    for (const text of [swapped, key.text.slice(0, -1), `${key.text}A`, key.text.toUpperCase(), key.id, '', newKey().text])
      expect(gatekeeper.bearer(text)).toBeUndefined()
  })

  it('is unknown for whatever else anybody sends', () => {
    addKey()
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => gatekeeper.bearer(text) === undefined))
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => parseKey(`dbk_${text}`) === undefined))
  })

  it('is still there after the store is opened again, and still revoked', () => {
    const [kept, gone] = [addKey(), addKey()]
    store.revokeKey(gone.id, '2026-11-22T01:00:00.000Z', '{}')
    store.close()
    store = new AccessStore(join(folder, 'access.db'))
    gatekeeper = new Gatekeeper(store, () => nowMs)
    expect(gatekeeper.bearer(kept.text)).toMatchObject({ id: kept.id })
    expect(gatekeeper.bearer(gone.text)).toBeUndefined()
    expect(store.file.pending('orders')).toHaveLength(3)
  })
})

describe('a one-time link', () => {
  it('works once', () => {
    const token = gatekeeper.createLink()
    const session = gatekeeper.signIn(token)
    expect(gatekeeper.cookie(session?.token ?? '')).toMatchObject({ kind: 'session', id: session?.id })
    expect(gatekeeper.signIn(token)).toBeUndefined()
  })

  it('is worth nothing after 24 hours, and a session after seven days', () => {
    const late = gatekeeper.createLink()
    nowMs += 24 * 3600_000
    expect(gatekeeper.signIn(late)).toBeUndefined()
    const session = gatekeeper.signIn(gatekeeper.createLink())
    nowMs += 7 * 24 * 3600_000 - 1
    expect(gatekeeper.cookie(session?.token ?? '')).toBeDefined()
    nowMs += 1
    expect(gatekeeper.cookie(session?.token ?? '')).toBeUndefined()
  })

  it('leaves nothing in the file that could be used', () => {
    const token = gatekeeper.createLink()
    const session = gatekeeper.signIn(token)
    expect(gatekeeper.cookie(token)).toBeUndefined()
    expect(gatekeeper.bearer(session?.token ?? '')).toBeUndefined()
    expect(gatekeeper.bearer(gatekeeper.localToken)).toEqual({ kind: 'local' })
  })
})
