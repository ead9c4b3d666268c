// The yardstick for single events: parses the line, commits whatever has gathered with one fsync, answers. Nothing else.
import http from 'node:http'
import { DatabaseSync } from 'node:sqlite'

const db = new DatabaseSync(process.argv[2])
db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE line(seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
const insert = db.prepare('INSERT INTO line(body) VALUES (?)')
let waiting = []

function commit() {
  const group = waiting
  waiting = []
  db.exec('BEGIN')
  for (const { line } of group) insert.run(line)
  db.exec('COMMIT')
  for (const { response } of group) response.end('{"status":"stored"}')
}

const server = http.createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const line = Buffer.concat(chunks).toString()
    JSON.parse(line)
    if (waiting.push({ line, response }) === 1) setImmediate(commit)
  })
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
