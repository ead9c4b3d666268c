import type { DatabaseSync } from 'node:sqlite'
import { eventHash, formatCheckpoint, leafHash, recordText, signNote, TreeEdge } from '@daybook/core'
import { nodeCrypto } from '../../src/crypto/node-crypto.ts'
import { unpackBody } from '../../src/journal/block-body.ts'
import { parseEvent, splitBlock } from '../../src/journal/block-text.ts'
import { blockEvents, checkpointSpan } from '../../src/journal/sqlite-schema.ts'
import { readTrailKeys } from '../../src/signer/trail-keys.ts'
import { tamper } from './folder.ts'

/** A journal in the hands of somebody who can write its file: the lines of each event, and the stored hashes. */
export interface OpenedBook {
  events: string[][]
  hashes: Uint8Array[]
}

/** Lets somebody change events and hashes at will, and writes back what they made of them, in well-formed blocks. */
export const rewrite = (path: string, change: (book: OpenedBook) => void): void => {
  tamper(path, (db) => {
    const book = readBook(db)
    change(book)
    writeBook(db, book)
  })
}

/** The hash an event's lines really have. */
export const hashOf = (lines: readonly string[]): Uint8Array => {
  const event = parseEvent(lines, nodeCrypto)
  if (event.state === 'pruned') return Buffer.from(event.hash, 'base64url')
  return eventHash(recordText(event.slots), nodeCrypto)
}

/** Makes the whole tree fit the events again. */
export const rebuild = (path: string): void => {
  rewrite(path, (book) => {
    book.hashes = book.events.map(hashOf)
  })
  tamper(path, (db) => {
    const edge = TreeEdge.empty(nodeCrypto)
    db.exec('DELETE FROM subtree')
    for (const { hash } of db.prepare('SELECT hash FROM entry ORDER BY seq').all()) {
      edge.push(leafHash(hash as Uint8Array, nodeCrypto), ({ level, index, root }) => {
        db.prepare('INSERT INTO subtree VALUES (?, ?, ?)').run(level, index, root)
      })
    }
  })
}

/** Signs what is there now with the trail's real keys, past the signer and its memory. */
export const resign = (path: string, keysFolder: string, trail: string, timeS: number): void => {
  const { origin, log, clock } = readTrailKeys(keysFolder, trail)
  tamper(path, (db) => {
    const edge = TreeEdge.empty(nodeCrypto)
    for (const { hash } of db.prepare('SELECT hash FROM entry ORDER BY seq').all())
      edge.push(leafHash(hash as Uint8Array, nodeCrypto))
    const note = signNote(formatCheckpoint({ origin, size: edge.size, root: edge.root() }), [log, clock], nodeCrypto, timeS)
    db.exec('DELETE FROM checkpoint')
    db.prepare('INSERT INTO checkpoint VALUES (?, ?, ?)').run(Math.floor(edge.size / checkpointSpan), edge.size, note)
  })
}

const readBook = (db: DatabaseSync): OpenedBook => ({
  events: db
    .prepare('SELECT form, body FROM block ORDER BY first')
    .all()
    .flatMap(({ form, body }) => splitBlock(unpackBody({ form: Number(form), bytes: body as Uint8Array }).toString()))
    .map((lines) => [...lines]),
  hashes: db
    .prepare('SELECT hash FROM entry ORDER BY seq')
    .all()
    .map(({ hash }) => hash as Uint8Array),
})

const writeBook = (db: DatabaseSync, { events, hashes }: OpenedBook): void => {
  db.exec('BEGIN; DELETE FROM block; DELETE FROM entry')
  for (let first = 0; first < events.length; first += blockEvents) {
    const some = events.slice(first, first + blockEvents)
    const body = Buffer.from(some.map((lines) => `${lines.join('\n')}\n`).join(''))
    db.prepare('INSERT INTO block VALUES (?, ?, 0, ?)').run(first, some.length, body)
  }
  for (const [seq, hash] of hashes.entries()) db.prepare('INSERT INTO entry VALUES (?, ?)').run(seq, hash)
  db.exec('COMMIT')
}
