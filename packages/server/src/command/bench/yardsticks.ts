import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { type AppendAnswer, Sender } from '../trial/send-events.ts'

const createTable = 'CREATE TABLE line(seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT'
const batchLines = 500

/** The same lines into one bare SQLite table, durable (WAL, `synchronous=FULL`), in batches of 500. */
export class BareTable {
  readonly #db: DatabaseSync

  constructor(folder: string, name: string) {
    this.#db = new DatabaseSync(join(folder, `${name}.db`))
    this.#db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; ${createTable}`)
  }

  insert(lines: readonly string[]): void {
    const insert = this.#db.prepare('INSERT INTO line(body) VALUES (?)')
    for (let from = 0; from < lines.length; from += batchLines) {
      this.#db.exec('BEGIN')
      for (const line of lines.slice(from, from + batchLines)) insert.run(line)
      this.#db.exec('COMMIT')
    }
  }

  /** The newest 50 rows, decoded. */
  newest(): readonly unknown[] {
    const rows = this.#db.prepare('SELECT body FROM line ORDER BY seq DESC LIMIT 50').all()
    return rows.map(({ body }) => JSON.parse(String(body)))
  }

  close(): void {
    this.#db.close()
  }
}

/** The bare server of bare-server.ts, and its end. */
export async function startBareServer(folder: string): Promise<{ readonly sender: Sender; stop(): Promise<void> }> {
  const worker = new Worker(new URL('./bare-server.js', import.meta.url), { workerData: { path: join(folder, 'bare.db') } })
  const [port] = (await once(worker, 'message')) as [number]
  const sender = new Sender(`http://127.0.0.1:${port}/`, 64, { 'content-type': 'application/json' })
  return {
    sender,
    stop: async () => {
      sender.close()
      const ended = once(worker, 'exit')
      worker.postMessage('stop')
      await ended
    },
  }
}

/** Sends every body over the sender's connections, each connection one after the other; throws on any answer but 200. */
export async function sendAll(sender: Sender, bodies: readonly Uint8Array[], connections: number): Promise<void> {
  let next = 0
  const one = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) refuseOther(await sender.post(body))
  }
  await Promise.all(Array.from({ length: connections }, one))
}

export function refuseOther({ status, text }: AppendAnswer): void {
  if (status !== 200) throw new Error(`the server answered ${status}: ${text.slice(0, 200)}`)
}

/** Lines in bodies of 500, as NDJSON. */
export const bodiesOf = (lines: readonly string[]): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(lines.length / batchLines) }, (_, i) =>
    Buffer.from(lines.slice(i * batchLines, (i + 1) * batchLines).join('\n')),
  )
