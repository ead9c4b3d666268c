import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

/**
 * The yardstick for single events, in a thread of its own: a server that parses the line, commits whatever has gathered
 * with one fsync, and answers. No gate, no ledger, no search: the least a durable answer can cost here.
 */
const db = new DatabaseSync(workerData.path)
db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE line(seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
const insert = db.prepare('INSERT INTO line(body) VALUES (?)')
let waiting: { readonly line: string; readonly answer: () => void }[] = []

function commit(): void {
  const group = waiting
  waiting = []
  db.exec('BEGIN')
  for (const { line } of group) insert.run(line)
  db.exec('COMMIT')
  for (const { answer } of group) answer()
}

const server = createServer((request, response) => {
  const chunks: Uint8Array[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const line = Buffer.concat(chunks).toString()
    JSON.parse(line)
    if (waiting.push({ line, answer: () => response.end('{"status":"stored"}') }) === 1) setImmediate(commit)
  })
})
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port))
parentPort?.on('message', () => {
  server.closeAllConnections()
  server.close()
  db.close()
  parentPort?.close()
})
