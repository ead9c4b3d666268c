// Y2: lines in one SQLite table; its newest 50 by primary key, decoded, in this process or behind a bare HTTP server.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'

const server = join(dirname(fileURLToPath(import.meta.url)), 'bare-list-server.mjs')

export async function rawLines(lines) {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-y2-'))
  const path = join(folder, 'raw.db')
  const db = new DatabaseSync(path)
  db.exec('CREATE TABLE line(seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT; BEGIN')
  const insert = db.prepare('INSERT INTO line(body) VALUES (?)')
  for (const line of lines) insert.run(line)
  db.exec('COMMIT')
  const newest = db.prepare('SELECT body FROM line ORDER BY seq DESC LIMIT 50')
  const child = spawn(process.execPath, [server, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await new Promise((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(Number(chunk)))
    child.once('exit', (code) => reject(new Error(`the bare list server ended with ${code}`)))
  })
  const close = () => {
    child.kill()
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: `http://127.0.0.1:${port}/`, newest: () => newest.all().map((row) => JSON.parse(row.body)), close }
}
