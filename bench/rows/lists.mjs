// Ten kinds of lists, facets and histograms, over HTTP and in process, beside Y2: the newest 50 rows by primary key, decoded,
// in the same kind of process.
import http from 'node:http'
import { join } from 'node:path'
import { queryFromParameters } from '@daybook/core'
import { TrailShelf } from '../../packages/server/dist/reading/trail-shelf.js'
import { openBody } from '../../packages/server/dist/search/body.js'
import { openTrailReader } from '../../packages/server/dist/trail/open-trail.js'
import { inventEvents, inventLines } from '../invented-events.mjs'
import { format, median, quantile, seconds } from '../measure.mjs'
import { counted, countedFields, lists as kinds, queryText } from '../questions.mjs'
import { rawLines } from '../raw-lines.mjs'
import { atRest, bodiesOf, get, indexed, post, startServer } from '../server.mjs'

const SPANS = 60
/** Calls of each kind that are not counted. */
const WARM = 3
/** A kind that has taken so long is asked no more: its median is known by then. */
const PATIENCE_MS = 12_000

export async function lists({ cut = 1, long = false } = {}) {
  const events = (long ? 1_000_000 : 200_000) / cut
  const server = await startServer()
  try {
    const next = inventEvents(events, 1500)
    for (let left = events; left > 0; left -= 50_000) {
      const lines = Array.from({ length: Math.min(left, 50_000) }, () => JSON.stringify(next()))
      await post(`${server.url}/v1/trails/bench/events`, server.writer, bodiesOf(lines), 4)
    }
    await indexed(server)
    return await measureLists(server, { calls: Math.max(4, 60 / cut), events })
  } finally {
    await server.stop()
  }
}

/** Lists of a trail that is stored and indexed, when its index is at rest; `calls` of each kind, each kind in turn. */
export async function measureLists(server, { calls, events }) {
  await atRest(server)
  const raw = await rawLines(inventLines(Math.min(events, 50_000), 1501))
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const reader = await openTrailReader('bench', { data: server.data })
  const shelf = new TrailShelf(reader, join(server.data, 'trails/bench/index.db'))
  const { index } = await shelf.now()
  const overHttp = (path) => () => get(agent, `${server.url}/v1/trails/bench/${path}`, server.reader)
  const works = [
    { name: 'Y2 over HTTP', of: () => () => get(agent, raw.url) },
    { name: 'Y2', of: () => raw.newest },
  ]
  for (const [name, of] of Object.entries(kinds)) {
    const inProcess = async (ask) => (await index.page(ask, 'desc', 50)).rows.map(({ body }) => openBody(body, []))
    works.push({ name: `list: ${name}, over HTTP`, goal: 'list', of: (k) => overHttp(`events?limit=50&${queryText(of(k))}`) })
    works.push({ name: `list: ${name}, in process`, goal: 'list', of: (k) => () => inProcess(askOf(of(k))) })
    works.push({ name: `total of the list: ${name}, in process`, goal: 'total', of: (k) => () => index.count(askOf(of(k))) })
  }
  for (const [name, of] of Object.entries(counted)) {
    const goal = name === 'a word' ? 'word' : 'range'
    const fields = countedFields.split(',')
    works.push(
      { name: `facets of ${name}, over HTTP`, goal, of: (k) => overHttp(`facets?fields=${countedFields}&${queryText(of(k))}`) },
      { name: `facets of ${name}, in process`, goal, of: (k) => () => index.facets(askOf(of(k)), fields, 20) },
      { name: `histogram of ${name}, over HTTP`, goal, of: (k) => overHttp(`histogram?${queryText(of(k))}`) },
      { name: `histogram of ${name}, in process`, goal, of: (k) => () => index.histogram(...spansOf(askOf(of(k)))) },
    )
  }
  try {
    return linesOf(await timesOf(works, calls), events)
  } finally {
    agent.destroy()
    await index.close()
    await reader.close()
    raw.close()
  }
}

/** Milliseconds of each call. Kinds take turns, so that what else the machine does meets all of them alike. */
async function timesOf(works, calls) {
  const times = new Map(works.map(({ name, goal }) => [name, { goal, ms: [], overdue: 0, spentMs: 0 }]))
  for (let k = -WARM; k < calls; k++) {
    for (const { name, of } of works) {
      const mine = times.get(name)
      if (mine.spentMs > PATIENCE_MS && mine.ms.length >= 3) continue
      const work = of(k + WARM)
      let isOverdue = false
      const ms =
        1000 *
        (await seconds(async () => {
          try {
            await work()
          } catch (error) {
            if (!error.message.includes('query_too_expensive')) throw error
            isOverdue = true
          }
        }))
      mine.spentMs += ms
      if (k < 0) continue
      mine.ms.push(ms)
      if (isOverdue) mine.overdue++
    }
  }
  return times
}

const goals = {
  list: (events) => `≤ ${events > 1_000_000 ? 10 : 5}; p95 ≤ 5 × its median`,
  total: () => '–',
  range: () => '≤ 15 (at 10 M)',
  word: () => '≤ 80 (at 10 M)',
}

function linesOf(times, events) {
  const yardsticks = { http: times.get('Y2 over HTTP').ms, process: times.get('Y2').ms }
  const most = yardsticks.process.length
  const lines = []
  for (const [name, { goal, ms, overdue }] of times) {
    if (goal === undefined) continue
    const yardstick = name.endsWith('HTTP') ? yardsticks.http : yardsticks.process
    const tail = quantile(ms, 0.95)
    lines.push({
      name: `${name} / Y2, ${events.toLocaleString('en')} events`,
      goal: goals[goal](events),
      ratio: Number((median(ms) / median(yardstick)).toPrecision(3)),
      measured: `${format(median(ms))} ms, p95 ${format(tail)} (${format(tail / median(ms))} ×)${ms.length < most ? `, ${ms.length} calls` : ''}${overdue > 0 ? `, ${overdue} ended by the deadline` : ''}`,
      yardstick: `${format(median(yardstick))} ms, p95 ${format(quantile(yardstick, 0.95))}`,
    })
  }
  return lines
}

const askOf = (parameters) => {
  const { query, which, fromMs, toMs } = queryFromParameters(parameters)
  return { query, which, sees: [], ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) }
}

/** Ninety days, or those that are asked for, in equal spans. */
const spansOf = (ask) => {
  const from = ask.fromMs ?? Date.UTC(2026, 5, 1)
  const to = ask.toMs ?? from + 90 * 86_400_000
  const { fromMs: _from, toMs: _to, ...whole } = ask
  return [whole, Array.from({ length: SPANS + 1 }, (_, k) => from + Math.floor(((to - from) / SPANS) * k))]
}
