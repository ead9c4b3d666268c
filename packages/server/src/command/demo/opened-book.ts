import { DatabaseSync } from 'node:sqlite'
import { eventHash, formatCheckpoint, leafHash, recordText, signNote, TreeEdge } from '@daybook/core'
import { nodeCrypto } from '../../crypto/node-crypto.ts'
import { unpackBody } from '../../journal/block-body.ts'
import { parseEvent, splitBlock } from '../../journal/block-text.ts'
import { blockEvents, checkpointSpan } from '../../journal/sqlite-schema.ts'
import { writeMemory } from '../../signer/signed-memory.ts'
import { memoryPath, readTrailKeys } from '../../signer/trail-keys.ts'

/** A copy of a journal in the hands of somebody who can write its file: the lines of each event, and its stored hash. */
export interface OpenedBook {
  events: (readonly string[])[]
  hashes: Uint8Array[]
}

/** Changes a copy as somebody with the file would: first the rails go, then whatever they like. Never for an original. */
function tamperWith(path: string, change: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(path)
  try {
    for (const { name } of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all())
      db.exec(`DROP TRIGGER ${String(name)}`)
    change(db)
  } finally {
    db.close()
  }
}

/** Lets events and hashes be changed at will, and writes back what was made of them, in well-formed blocks. */
export function rewrite(path: string, change: (book: OpenedBook) => void): void {
  tamperWith(path, (db) => {
    const book = readBook(db)
    const before = book.events.length
    change(book)
    writeBook(db, book)
    if (book.events.length === before) return
    const size = book.events.length
    db.exec(`DELETE FROM event WHERE seq >= ${size}; DELETE FROM own WHERE seq >= ${size}`)
    db.exec(`DELETE FROM subtree WHERE (idx + 1) * (1 << (8 * level)) > ${size}`)
  })
}

/** Makes every hash in the file fit the events again, the tree included. */
export function rebuild(path: string): void {
  rewrite(path, (book) => {
    book.hashes = book.events.map(hashOf)
  })
  tamperWith(path, (db) => {
    const edge = TreeEdge.empty(nodeCrypto)
    db.exec('DELETE FROM subtree')
    const insert = db.prepare('INSERT INTO subtree VALUES (?, ?, ?)')
    for (const hash of storedHashes(db))
      edge.push(leafHash(hash, nodeCrypto), ({ level, index, root }) => {
        insert.run(level, index, root)
      })
  })
}

/** Takes away every signature above a size. */
export function dropCheckpoints(path: string, above: number): void {
  tamperWith(path, (db) => db.prepare('DELETE FROM checkpoint WHERE size > ?').run(above))
}

/** Signs what is there now with the trail's real keys, and makes the signer believe that it had always been so. */
export function resign(path: string, keysFolder: string, trail: string, timeMs: number): void {
  const { origin, log, clock } = readTrailKeys(keysFolder, trail)
  tamperWith(path, (db) => {
    const edge = TreeEdge.empty(nodeCrypto)
    for (const hash of storedHashes(db)) edge.push(leafHash(hash, nodeCrypto))
    const tree = { size: edge.size, root: edge.root() }
    const note = signNote(formatCheckpoint({ origin, ...tree }), [log, clock], nodeCrypto, Math.floor(timeMs / 1000))
    db.exec('DELETE FROM checkpoint')
    db.prepare('INSERT INTO checkpoint VALUES (?, ?, ?)').run(Math.floor(tree.size / checkpointSpan), tree.size, note)
    writeMemory(memoryPath(keysFolder, trail), origin, { last: tree, epochs: [] })
  })
}

/** Sizes of the checkpoints that a journal keeps, ascending. */
export function checkpointSizes(path: string): readonly number[] {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    return db
      .prepare('SELECT size FROM checkpoint ORDER BY size')
      .all()
      .map(({ size }) => Number(size))
  } finally {
    db.close()
  }
}

/** The lines of every event. */
export function readEvents(path: string): readonly (readonly string[])[] {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    return readBook(db).events
  } finally {
    db.close()
  }
}

/** The hash that an event's lines really have. */
function hashOf(lines: readonly string[]): Uint8Array {
  const event = parseEvent(lines, nodeCrypto)
  if (event.state === 'pruned') return Buffer.from(event.hash, 'base64url')
  return eventHash(recordText(event.slots), nodeCrypto)
}

const readBook = (db: DatabaseSync): OpenedBook => ({
  events: db
    .prepare('SELECT form, body FROM block ORDER BY first')
    .all()
    .flatMap(({ form, body }) => splitBlock(unpackBody({ form: Number(form), bytes: body as Uint8Array }).toString())),
  hashes: [...storedHashes(db)],
})

const storedHashes = (db: DatabaseSync): readonly Uint8Array[] =>
  db
    .prepare('SELECT hash FROM entry ORDER BY seq')
    .all()
    .map(({ hash }) => hash as Uint8Array)

function writeBook(db: DatabaseSync, { events, hashes }: OpenedBook): void {
  db.exec('BEGIN; DELETE FROM block; DELETE FROM entry')
  const block = db.prepare('INSERT INTO block VALUES (?, ?, 0, ?)')
  for (let first = 0; first < events.length; first += blockEvents) {
    const some = events.slice(first, first + blockEvents)
    block.run(first, some.length, Buffer.from(some.map((lines) => `${lines.join('\n')}\n`).join('')))
  }
  const entry = db.prepare('INSERT INTO entry VALUES (?, ?)')
  for (const [seq, hash] of hashes.entries()) entry.run(seq, hash)
  db.exec('COMMIT')
}
