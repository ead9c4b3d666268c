// How things grow: CPU an event over the first and the last 100,000 of a million (ten with --long), the lag of the index, memory
// while events arrive and clients search, start. Everything goes the usual way, over HTTP; nothing is simulated. With `data`, a
// folder that is kept: what it lacks is sent, and what is measured is measured on it.
import { statSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { inventEvents } from '../invented-events.mjs'
import { format } from '../measure.mjs'
import { cpuSeconds, residentMiB, watchMemory, whyNoProcess } from '../process.mjs'
import { searchLoad } from '../search-load.mjs'
import { bodiesOf, indexed, indexState, post, restart, startServer } from '../server.mjs'
import { measureLists } from './lists.mjs'

export async function scale({ cut = 1, long = false, data } = {}) {
  const events = (long ? 10_000_000 : 1_000_000) / cut
  const window = 100_000 / cut
  if (whyNoProcess) return [{ name: `growth to ${events.toLocaleString('en')} events`, measured: whyNoProcess }]
  const server = await startServer({ data })
  let again
  try {
    // Those beyond go on where the ninety days end.
    const next = inventEvents(events, 11)
    const found = await positions(server)
    // A new trail has a few events of its own.
    const there = found < window ? 0 : found
    for (let skipped = 0; skipped < there; skipped++) next()
    await indexed(server)
    const send = (count) => {
      const bodies = bodiesOf(Array.from({ length: count }, () => JSON.stringify(next())))
      return () => post(`${server.url}/v1/trails/bench/events`, server.writer, bodies, 4)
    }
    const costs = []
    // Of a folder that is full already, two windows more.
    for (let done = there; done < events || costs.length < 2; done += window) {
      const post = send(window)
      const before = cpuSeconds(server.pid)
      await post()
      // The follower's share too: what it does for these events may come later, and then all of it counts.
      const drainedMs = await indexed(server)
      costs.push({ cpu: ((cpuSeconds(server.pid) - before) * 1e6) / window, drainedMs })
      if (costs.length % 10 === 0)
        process.stderr.write(`  scale: ${(done + window).toLocaleString('en')}, ${costs.at(-1).cpu.toFixed(1)} µs an event\n`)
    }
    const atRest = residentMiB(server.pid)
    const most = await busyMemory(server, send(2 * window))
    await indexed(server)
    const lists = long ? await measureLists(server, { calls: Math.max(4, 30 / cut), events }) : []
    const stored = await positions(server)
    await server.stop({ keep: true })
    const size = (name) => Math.round(bytesOf(join(server.data, `trails/bench/${name}.db`)) / stored)
    const sizes = `journal ${size('journal')} B, index ${size('index')} B`
    again = await restart(server)
    const count = (there < events ? events : stored).toLocaleString('en')
    // The first window warms the process up, so growth is read from the second.
    const [early, late] = [costs[1], costs.at(-1)]
    return [
      {
        name: `server CPU an event, index included, last ${window.toLocaleString('en')} of ${count}${there === 0 ? ` / second ${window.toLocaleString('en')}` : ''}`,
        goal: '≤ 1.2 (to 10 M)',
        // Of what was there before, nothing is known.
        ...(there === 0 ? { ratio: Number((late.cpu / early.cpu).toPrecision(3)), yardstick: `${early.cpu.toFixed(1)} µs` } : {}),
        measured: `${late.cpu.toFixed(1)} µs`,
      },
      {
        name: `all searchable after the last answer, last window of ${count}`,
        goal: '≤ 1 s',
        measured: `${format(late.drainedMs)} ms; most of any window ${format(Math.max(...costs.map(({ drainedMs }) => drainedMs)))} ms`,
      },
      {
        name: `resident memory of the server at ${count} events, while events arrive and 10 clients search`,
        goal: '≤ 400 MB (at 10 M)',
        measured: `${most.server} MiB, its search processes ${most.searches} MiB (the largest ${most.largest}), at once ${most.all} MiB, ${most.once} with what they share counted once; server before that ${atRest} MiB`,
      },
      { name: `bytes an event at ${count}`, goal: '–', measured: sizes },
      {
        name: `start to ready with ${count} events, whole process`,
        goal: '≤ 2 s (at 10 M)',
        measured: `${Math.round(again.startMs)} ms`,
        yardstick: `${Math.round(server.startMs)} ms on an empty trail`,
      },
      ...lists,
    ]
  } finally {
    await (again ?? server).stop()
  }
}

/** How many events a trail has, indexed or not; those of its own are few. */
async function positions(server) {
  const agent = new http.Agent({ keepAlive: false })
  const { size, behind } = await indexState(server, agent)
  return size + behind
}

/** Of a database and what it has not moved into its file yet: it does not while somebody else has it open. */
const bytesOf = (path) =>
  ['', '-wal'].reduce((sum, suffix) => sum + (statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0), 0)

/** The most memory while a window of events arrives and ten clients search. */
async function busyMemory(server, post) {
  const stopWatching = watchMemory(server.pid)
  const stopSearching = await searchLoad(server, 10, 0)
  await post()
  await stopSearching()
  return stopWatching()
}
