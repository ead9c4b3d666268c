// Append over HTTP, batches of 500 on 4 connections, durable, everything on; beside Y1, the same lines inserted raw.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { inventLines } from '../invented-events.mjs'
import { interleave, ratio, seconds } from '../measure.mjs'
import { bodiesOf, post, startServer } from '../server.mjs'

const BATCH = 500

/** Y1: the lines into one SQLite table, WAL and synchronous=FULL, the same batch size. */
async function rawInsert(lines) {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-y1-'))
  const db = new DatabaseSync(join(folder, 'raw.db'))
  db.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE line(seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT',
  )
  const insert = db.prepare('INSERT INTO line(body) VALUES (?)')
  const took = await seconds(() => {
    for (let from = 0; from < lines.length; from += BATCH) {
      db.exec('BEGIN')
      for (const line of lines.slice(from, from + BATCH)) insert.run(line)
      db.exec('COMMIT')
    }
  })
  db.close()
  rmSync(folder, { recursive: true, force: true })
  return took
}

export async function append({ cut = 1, rounds = 5 } = {}) {
  const events = 30_000 / cut
  const server = await startServer()
  try {
    let seed = 100
    const daybook = async () => {
      const lines = inventLines(events, seed++)
      const bodies = bodiesOf(lines, BATCH)
      return events / (await seconds(() => post(`${server.url}/v1/trails/bench/events`, server.writer, bodies, 4)))
    }
    const yardstick = async () => events / (await rawInsert(inventLines(events, seed)))
    return [
      ratio(
        'append over HTTP, 4 × 500, durable / raw insert (Y1)',
        '≥ 0.15, aim 0.20',
        await interleave(rounds, daybook, yardstick),
        'events/s',
      ),
    ]
  } finally {
    await server.stop()
  }
}
