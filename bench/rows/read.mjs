// The newest 50 events over HTTP with their sentences, beside Y2: the newest 50 rows by primary key, decoded, in process.
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { inventLines } from '../invented-events.mjs'
import { interleave, ratio, seconds } from '../measure.mjs'
import { bodiesOf, get, indexed, post, startServer } from '../server.mjs'

export async function read({ cut = 1, rounds = 7, calls = 40 } = {}) {
  const events = 50_000 / cut
  const server = await startServer()
  const folder = mkdtempSync(join(tmpdir(), 'daybook-y2-'))
  try {
    const lines = inventLines(events, 1200)
    await post(`${server.url}/v1/trails/bench/events`, server.writer, bodiesOf(lines), 4)
    await indexed(server)
    const db = new DatabaseSync(join(folder, 'raw.db'))
    db.exec('CREATE TABLE line(seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT; BEGIN')
    const insert = db.prepare('INSERT INTO line(body) VALUES (?)')
    for (const line of lines) insert.run(line)
    db.exec('COMMIT')
    const newest = db.prepare('SELECT body FROM line ORDER BY seq DESC LIMIT 50')
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const list = async () => {
      const took = await seconds(async () => {
        for (let k = 0; k < calls; k++) await get(agent, `${server.url}/v1/trails/bench/events?limit=50`, server.reader)
      })
      return (took / calls) * 1000
    }
    const yardstick = async () =>
      (await seconds(() => {
        for (let k = 0; k < calls; k++) newest.all().map((row) => JSON.parse(row.body))
      })) *
      (1000 / calls)
    const figures = await interleave(rounds, list, yardstick)
    agent.destroy()
    db.close()
    return [
      ratio(
        'newest 50 with sentences over HTTP / newest 50 rows decoded in process (Y2)',
        '≤ 5 for lists by index, HTTP apart',
        figures,
        'ms',
      ),
      {
        name: 'start to ready, whole process',
        goal: '≤ 2 s at 10 M events',
        measured: `${Math.round(server.startMs)} ms on an empty trail`,
      },
    ]
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
