// The index: how fast it catches up with a journal beside how fast the same server appends, how far it is behind meanwhile,
// what it costs, and what the whole data folder takes beside the lines that were sent.
import { readdirSync, rmSync, statSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { inventEvents } from '../invented-events.mjs'
import { format, interleave, median, ratio, seconds } from '../measure.mjs'
import { cpuSeconds, whyNoProcess } from '../process.mjs'
import { bodiesOf, indexed, indexState, post, restart, startServer } from '../server.mjs'

export async function index({ cut = 1, rounds = 3 } = {}) {
  const events = 60_000 / cut
  let server = await startServer()
  const next = inventEvents(events * (rounds + 1), 21)
  const sent = { bytes: 0, events: 0 }
  const behind = { positions: [], ms: [], drainedMs: [] }
  const costs = []
  try {
    const append = async (round) => {
      const lines = Array.from({ length: events }, () => JSON.stringify(next()))
      const bodies = bodiesOf(lines)
      sent.bytes += lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
      sent.events += events
      const stopWatching = watchLag(server)
      const rate = events / (await seconds(() => post(`${server.url}/v1/trails/bench/events`, server.writer, bodies, 4)))
      const lags = await stopWatching()
      const drainedMs = await indexed(server)
      if (round >= 0) {
        behind.positions.push(...lags.map((lag) => lag.positions))
        behind.ms.push(...lags.map((lag) => lag.ms))
        behind.drainedMs.push(drainedMs)
      }
      return rate
    }
    const catchUp = async (round) => {
      await server.stop({ keep: true })
      for (const suffix of ['', '-wal', '-shm']) rmSync(join(server.data, `trails/bench/index.db${suffix}`), { force: true })
      server = { ...server, ...(await restart(server)) }
      const { rate, cpu } = await untilCaughtUp(server, sent.events)
      if (round >= 0 && cpu !== undefined) costs.push(cpu)
      return rate
    }
    // Append first in every round: what is caught up with is what was stored.
    const figures = await interleave(rounds, append, catchUp)
    await server.stop({ keep: true })
    const folder = bytesOf(server.data)
    return [
      ratio('index catches up / append over HTTP, 4 × 500', '≥ 1.5', { a: figures.b, b: figures.a }, 'events/s'),
      {
        name: `index lag while appending at that rate, ${rounds} times ${events.toLocaleString('en')} events`,
        goal: '≤ 1 s',
        measured: `median ${lag(median(behind.positions), median(behind.ms))}; most ${lag(Math.max(...behind.positions), Math.max(...behind.ms))}; all searchable ${format(median(behind.drainedMs))} ms after the last answer`,
      },
      {
        name: 'CPU of the server while it only catches up, an event',
        goal: '–',
        measured: costs.length === 0 ? (whyNoProcess ?? 'too few events') : `${format(median(costs))} µs`,
      },
      {
        name: 'data folder / NDJSON bytes',
        goal: '≤ 1.3, aim 1.0',
        ratio: Number((folder.all / sent.bytes).toPrecision(3)),
        measured: `${each(folder.all, sent)} B an event: journal ${each(folder.journal, sent)}, index ${each(folder.index, sent)}, the rest ${each(folder.all - folder.journal - folder.index, sent)}`,
        yardstick: `${each(sent.bytes, sent)} B an event`,
      },
    ]
  } finally {
    await server.stop()
  }
}

const lag = (positions, ms) => `${Math.round(positions).toLocaleString('en')} positions, ${format(ms)} ms`
const each = (bytes, { events }) => Math.round(bytes / events)

/** Asks every 20 ms how far the index is. The answer stops it and gives the lag at each look. */
function watchLag(server) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const looks = []
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      const { size, behind } = await indexState(server, agent)
      looks.push({ atMs: performance.now(), searchable: size, stored: size + behind })
      await pause(20)
    }
  })()
  return async () => {
    isOver = true
    await watching
    agent.destroy()
    return looks.map((look) => {
      // As old as the first look at which there was more than is searchable now.
      const since = looks.find((earlier) => earlier.stored > look.searchable) ?? look
      return { positions: look.stored - look.searchable, ms: Math.max(0, look.atMs - since.atMs) }
    })
  }
}

/** The rate from the first look at the index to the last, and the server's CPU an event meanwhile. */
async function untilCaughtUp(server, total) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const begun = performance.now() - server.startMs
  const first = await indexState(server, agent)
  const firstMs = performance.now()
  const firstCpu = whyNoProcess ? 0 : cpuSeconds(server.pid)
  let searchable = first.size
  while (searchable < total) {
    await pause(10)
    searchable = (await indexState(server, agent)).size
  }
  const now = performance.now()
  agent.destroy()
  const left = total - first.size
  // It was over before the first look: the start counts too then.
  if (left < 5_000) return { rate: (total * 1000) / (now - begun), cpu: undefined }
  const cpu = whyNoProcess ? undefined : ((cpuSeconds(server.pid) - firstCpu) * 1e6) / left
  return { rate: (left * 1000) / (now - firstMs), cpu }
}

/** Bytes of a data folder after the server has ended. */
function bytesOf(data) {
  const files = readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const sum = (names) => names.reduce((total, name) => total + statSync(name).size, 0)
  const of = (part) => sum(files.filter((name) => name.includes(`trails/bench/${part}.db`)))
  return { all: sum(files), journal: of('journal'), index: of('index') }
}
