// The yardstick for lists over HTTP: the newest 50 rows by primary key, decoded, written again and answered. Nothing else.
import http from 'node:http'
import { DatabaseSync } from 'node:sqlite'

const db = new DatabaseSync(process.argv[2], { readOnly: true })
const newest = db.prepare('SELECT body FROM line ORDER BY seq DESC LIMIT 50')
const server = http.createServer((request, response) => {
  request.resume()
  response.end(JSON.stringify({ data: newest.all().map((row) => JSON.parse(row.body)) }))
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
