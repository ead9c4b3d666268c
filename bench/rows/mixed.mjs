// Append while ten clients search, beside append alone: the same server, the same batches, in turn.
import { inventEvents } from '../invented-events.mjs'
import { format, interleave, median, quantile, ratio, seconds } from '../measure.mjs'
import { searchLoad } from '../search-load.mjs'
import { bodiesOf, indexed, post, startServer } from '../server.mjs'

const CLIENTS = 10
const kinds = [
  { name: 'each as fast as it is answered', pauseMs: 0 },
  { name: 'each with a second between', pauseMs: 1000 },
]

export async function mixed({ cut = 1, rounds = 5, long = false } = {}) {
  const stored = (long ? 1_000_000 : 50_000) / cut
  const events = 30_000 / cut
  const server = await startServer()
  try {
    const next = inventEvents(stored + kinds.length * 2 * (rounds + 1) * events, 31)
    const bodies = (count) => bodiesOf(Array.from({ length: count }, () => JSON.stringify(next())))
    const send = (calls) => post(`${server.url}/v1/trails/bench/events`, server.writer, calls, 4)
    for (let left = stored; left > 0; left -= 50_000) await send(bodies(Math.min(left, 50_000)))
    return await measureMixed(server, { bodies, send, events, rounds })
  } finally {
    await server.stop()
  }
}

/** On a trail that is stored: rates of `events` in `bodies`, alone and beside clients. */
async function measureMixed(server, { bodies, send, events, rounds }) {
  const rate = async () => {
    const calls = bodies(events)
    const took = await seconds(() => send(calls))
    return events / took
  }
  const lines = []
  for (const { name, pauseMs } of kinds) {
    const searches = { times: [], refused: 0 }
    const beside = async (round) => {
      await indexed(server)
      const stop = await searchLoad(server, CLIENTS, pauseMs)
      const appended = await rate()
      const { times, refused } = await stop()
      if (round >= 0) {
        searches.times.push(...times)
        searches.refused += refused
      }
      return appended
    }
    const alone = async () => {
      await indexed(server)
      return rate()
    }
    const figures = ratio(
      `append while ${CLIENTS} clients search, ${name} / alone`,
      '≥ 0.8',
      await interleave(rounds, beside, alone),
      'events/s',
    )
    const { times, refused } = searches
    const found =
      times.length === 0
        ? 'no list answered'
        : `${times.length.toLocaleString('en')} lists, median ${format(median(times))} ms, p95 ${format(quantile(times, 0.95))} ms`
    lines.push({ ...figures, measured: `${figures.measured}; ${found}${refused > 0 ? `, ${refused} refused` : ''}` })
  }
  return lines
}
