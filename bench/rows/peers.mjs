// Other audit libraries, in process, beside Daybook over HTTP: the same events, the same machine, in turn. Installed apart, in
// bench/peers; what is not there or does not run is reported with its reason.
import http from 'node:http'
import { inventEvents } from '../invented-events.mjs'
import { median, ratio, seconds } from '../measure.mjs'
import { bodiesOf, get, indexed, post, startServer } from '../server.mjs'

const CALLERS = 64
const OURS = 'Daybook'

export async function peers({ cut = 1, rounds = 3 } = {}) {
  const events = 3_000 / cut
  const opened = await openAll()
  const server = await startServer()
  try {
    const { inserts, batches, searches } = await measureAll(opened.running, server, { events, rounds, calls: 20 })
    const count = (4 * (rounds + 1) * events).toLocaleString('en')
    const fastest = [...inserts.keys()]
      .filter((name) => name !== OURS)
      .sort((a, b) => median(inserts.get(b)) - median(inserts.get(a)))[0]
    const ours = inserts.get(OURS)
    const beside = (what, goal, of, unit) => (name) =>
      ratio(`${what} / ${name}`, goal, { a: of.get(OURS), b: of.get(name) }, unit)
    const names = opened.running.map(({ name }) => name)
    return [
      ...names.map(beside(`single events over HTTP, ${CALLERS} clients`, '–', inserts, 'events/s')),
      ...(fastest === undefined
        ? [{ name: `single events over HTTP, ${CALLERS} clients`, measured: `${Math.round(median(ours))} events/s` }]
        : [
            ratio(
              `append over HTTP, 4 × 500 / ${fastest}, the fastest`,
              '≥ 10',
              { a: batches, b: inserts.get(fastest) },
              'events/s',
            ),
          ]),
      ...names.map(beside(`newest 50 of an actor over HTTP, ${count} events / time of`, '–', searches, 'ms')),
      ...opened.failed.map(({ name, why }) => ({ name, measured: `not run: ${why}` })),
    ]
  } finally {
    await server.stop()
    for (const { peer } of opened.running) await peer.close()
    await opened.stop()
  }
}

/** Everything that can be opened here, and why the others cannot. */
async function openAll() {
  const running = []
  const failed = []
  const attempt = async (name, open) => {
    try {
      running.push({ name, peer: await open() })
    } catch (error) {
      const isMissing = error.code === 'ERR_MODULE_NOT_FOUND'
      failed.push({ name, why: isMissing ? 'not installed (npm ci --prefix bench/peers)' : error.message.split('\n')[0] })
    }
  }
  let postgres
  const database = async () => {
    postgres ??= await (await import('../peers/postgres.mjs')).startPostgres()
    return postgres
  }
  const audit = '@usebetterdev/audit 0.8.1'
  await attempt(`${audit}, SQLite`, async () => (await import('../peers/usebetterdev-audit.mjs')).openOverSqlite())
  await attempt(`${audit}, PostgreSQL`, async () =>
    (await import('../peers/usebetterdev-audit.mjs')).openOverPostgres(await database()),
  )
  await attempt('@nearform/trail-core 1.0.1, PostgreSQL', async () =>
    (await import('../peers/trail-core.mjs')).openTrailCore(await database()),
  )
  return { running, failed, stop: async () => postgres?.stop() }
}

/** Inserts by everybody in turn, then searches by everybody in turn. */
async function measureAll(running, server, { events, rounds, calls }) {
  const next = inventEvents(3 * (rounds + 1) * events, 41)
  const url = `${server.url}/v1/trails/bench/events`
  const inserts = new Map([OURS, ...running.map(({ name }) => name)].map((name) => [name, []]))
  const batches = []
  for (let round = -1; round < rounds; round++) {
    const values = Array.from({ length: events }, () => next())
    const lines = values.map((value) => JSON.stringify(value))
    const rate = async (work) => events / (await seconds(work))
    const ours = await rate(() =>
      post(
        url,
        server.writer,
        lines.map((line) => Buffer.from(line)),
        CALLERS,
        'application/json',
      ),
    )
    if (round >= 0) inserts.get(OURS).push(ours)
    // Other ids, or they would be repeats.
    const again = bodiesOf(lines.map((line) => line.replace('"id":"0', '"id":"f')))
    const batched = await rate(() => post(url, server.writer, again, 4))
    if (round >= 0) batches.push(batched)
    for (const { name, peer } of running) {
      const theirs = await rate(() => inTurn(values, CALLERS, peer.insert))
      if (round >= 0) inserts.get(name).push(theirs)
    }
  }
  // Everybody four times as many: Daybook has every event twice by now.
  const more = Array.from({ length: 2 * (rounds + 1) * events }, () => JSON.stringify(next()))
  await post(url, server.writer, bodiesOf(more), 4)
  for (const { peer } of running) {
    await peer.double()
    await peer.double()
  }
  await indexed(server)
  return { inserts, batches, searches: await searchAll(running, server, calls) }
}

async function searchAll(running, server, calls) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const ours = (actor) => get(agent, `${server.url}/v1/trails/bench/events?limit=50&actor=${actor}`, server.reader)
  const all = [{ name: OURS, search: ours }, ...running.map(({ name, peer }) => ({ name, search: peer.search }))]
  const times = new Map(all.map(({ name }) => [name, []]))
  for (let k = -3; k < calls; k++) {
    for (const { name, search } of all) {
      const took = await seconds(() => search(`u_${((k + 3) * 37) % 600}`))
      if (k >= 0) times.get(name).push(took * 1000)
    }
  }
  agent.destroy()
  return times
}

/** Gives every value to `work`, so many at a time. */
async function inTurn(values, callers, work) {
  let at = 0
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (at < values.length) await work(values[at++])
    }),
  )
}
