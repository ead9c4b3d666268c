// Clients that search, in a process of their own: node searching-clients.mjs URL KEY COUNT PAUSE_MS. They begin at once and
// stop at any message; then it says how many lists were answered and how long each took (milliseconds).
import http from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { lists, queryText } from './questions.mjs'
import { get } from './server.mjs'

const [url, key, count, pauseMs] = process.argv.slice(2)
const kinds = Object.values(lists)
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(count) })
const times = []
let refused = 0
let isOver = false
let call = 0

async function client() {
  while (!isOver) {
    const mine = call++
    const started = performance.now()
    try {
      await get(agent, `${url}/v1/trails/bench/events?limit=50&${queryText(kinds[mine % kinds.length](mine))}`, key)
      times.push(performance.now() - started)
    } catch {
      refused++ // too many at once is an answer too
    }
    if (Number(pauseMs) > 0) await pause(Number(pauseMs) * (0.5 + Math.random()))
  }
}

const clients = Array.from({ length: Number(count) }, client)
process.once('message', async () => {
  isOver = true
  await Promise.all(clients)
  agent.destroy()
  process.send({ times, refused }, () => process.disconnect())
})
process.send({ ready: true })
