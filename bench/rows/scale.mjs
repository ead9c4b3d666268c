// How things grow: CPU an event over the first and the last 100,000 of a million (ten with --long), the lag of the index, memory
// while events arrive and clients search, start. Everything goes the usual way, over HTTP; nothing is simulated.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { inventEvents } from '../invented-events.mjs'
import { format } from '../measure.mjs'
import { cpuSeconds, residentMiB, watchMemory, whyNoProcess } from '../process.mjs'
import { searchLoad } from '../search-load.mjs'
import { bodiesOf, indexed, post, restart, startServer } from '../server.mjs'
import { measureLists } from './lists.mjs'

export async function scale({ cut = 1, long = false } = {}) {
  const events = (long ? 10_000_000 : 1_000_000) / cut
  const window = 100_000 / cut
  if (whyNoProcess) return [{ name: `growth to ${events.toLocaleString('en')} events`, measured: whyNoProcess }]
  const server = await startServer()
  let again
  try {
    const next = inventEvents(events + 2 * window, 11)
    const send = (count) => {
      const bodies = bodiesOf(Array.from({ length: count }, () => JSON.stringify(next())))
      return () => post(`${server.url}/v1/trails/bench/events`, server.writer, bodies, 4)
    }
    const costs = []
    for (let done = 0; done < events; done += window) {
      const post = send(window)
      const before = cpuSeconds(server.pid)
      await post()
      // The follower's share too: what it does for these events may come later, and then all of it counts.
      const drainedMs = await indexed(server)
      costs.push({ cpu: ((cpuSeconds(server.pid) - before) * 1e6) / window, drainedMs })
      if ((done + window) % (10 * window) === 0)
        process.stderr.write(`  scale: ${(done + window).toLocaleString('en')}, ${costs.at(-1).cpu.toFixed(1)} µs an event\n`)
    }
    const atRest = residentMiB(server.pid)
    const most = await busyMemory(server, send(2 * window))
    await indexed(server)
    const found = long ? await measureLists(server, { calls: Math.max(4, 30 / cut), events }) : []
    await server.stop({ keep: true })
    const size = (name) => Math.round(bytesOf(join(server.data, `trails/bench/${name}.db`)) / (events + 2 * window))
    const sizes = `journal ${size('journal')} B, index ${size('index')} B`
    again = await restart(server)
    const count = events.toLocaleString('en')
    // The first window warms the process up, so growth is read from the second.
    const [early, late] = [costs[1], costs.at(-1)]
    return [
      {
        name: `server CPU an event, index included, last ${window.toLocaleString('en')} of ${count} / second ${window.toLocaleString('en')}`,
        goal: '≤ 1.2 (to 10 M)',
        ratio: Number((late.cpu / early.cpu).toPrecision(3)),
        measured: `${late.cpu.toFixed(1)} µs`,
        yardstick: `${early.cpu.toFixed(1)} µs`,
      },
      {
        name: `all searchable after the last answer, last window of ${count}`,
        goal: '≤ 1 s',
        measured: `${format(late.drainedMs)} ms; most of any window ${format(Math.max(...costs.map(({ drainedMs }) => drainedMs)))} ms`,
      },
      {
        name: `resident memory of the server at ${count} events, while events arrive and 10 clients search`,
        goal: '≤ 400 MB (at 10 M)',
        measured: `${most.server} MiB, its search processes ${most.searches} MiB, at once ${most.all} MiB; server before that ${atRest} MiB`,
      },
      { name: `bytes an event at ${count}`, goal: '–', measured: sizes },
      {
        name: `start to ready with ${count} events, whole process`,
        goal: '≤ 2 s (at 10 M)',
        measured: `${Math.round(again.startMs)} ms`,
        yardstick: `${Math.round(server.startMs)} ms on an empty trail`,
      },
      ...found,
    ]
  } finally {
    await (again ?? server).stop()
  }
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
