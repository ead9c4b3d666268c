// How things grow: the server's CPU an event over the first and the last 100,000 of a million, its memory, its start.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inventEvents } from '../invented-events.mjs'
import { post, restart, startServer } from '../server.mjs'

/** CPU seconds of a process so far, user and system (Linux: clock ticks of a hundredth). */
function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

const residentMiB = (pid) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)

export async function scale({ events = 1_000_000, window = 100_000 } = {}) {
  if (process.platform !== 'linux') return [{ name: 'growth to a million events', measured: 'not run: reads /proc' }]
  const server = await startServer()
  const next = inventEvents(events, 11)
  const costs = []
  for (let done = 0; done < events; done += window) {
    const bodies = Array.from({ length: window / 500 }, () =>
      Buffer.from(Array.from({ length: 500 }, () => JSON.stringify(next())).join('\n')),
    )
    const before = cpuSeconds(server.pid)
    await post(`${server.url}/v1/trails/bench/events`, server.writer, bodies, 4)
    costs.push(((cpuSeconds(server.pid) - before) * 1e6) / window)
  }
  const memory = residentMiB(server.pid)
  await server.stop({ keep: true })
  const bytes = statSync(join(server.data, 'trails/bench/journal.db')).size
  const again = await restart(server)
  await again.stop()
  // The first window warms the process up, so growth is read from the second.
  const growth = costs.at(-1) / costs[1]
  return [
    {
      name: `server CPU an event, last 100,000 of ${events.toLocaleString('en')} / second 100,000`,
      goal: '≤ 1.2 (to 10 M)',
      ratio: Number(growth.toPrecision(3)),
      measured: `${costs.at(-1).toFixed(1)} µs`,
      yardstick: `${costs[1].toFixed(1)} µs`,
    },
    { name: 'resident memory after that', goal: '≤ 400 MB (at 10 M, with search)', measured: `${memory} MiB` },
    { name: 'journal, bytes an event', goal: '–', measured: `${Math.round(bytes / events)} B` },
    {
      name: `start to ready with ${events.toLocaleString('en')} events, whole process`,
      goal: '≤ 2 s (at 10 M)',
      measured: `${Math.round(again.startMs)} ms`,
    },
  ]
}
