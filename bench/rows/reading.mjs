// What each question of the screens costs a search process in CPU time, for four readers: who reads everything, the starter
// role Support, and roles that read one organization or two types of records. In process, so that nothing else is counted.
import { starterRoles } from '../../packages/server/dist/access/role.js'
import { sightOfRoles } from '../../packages/server/dist/access/sight.js'
import { Searcher } from '../../packages/server/dist/reading/searcher.js'
import { openTrailReader } from '../../packages/server/dist/trail/open-trail.js'
import { inventEvents } from '../invented-events.mjs'
import { format, median } from '../measure.mjs'
import { frequentValues, readingQuestions } from '../reading-questions.mjs'
import { bodiesOf, indexed, post, startServer } from '../server.mjs'

/** Calls of each question; one that has taken so long is asked no more. */
const CALLS = 4
const PATIENCE_MS = 3_000

export async function reading({ cut = 1, long = false, data, trail = 'bench' } = {}) {
  if (data !== undefined) return measureReading({ data, trail })
  const events = (long ? 1_000_000 : 200_000) / cut
  const server = await startServer()
  try {
    const next = withBatchesAndCases(inventEvents(events, 17), events)
    for (let left = events; left > 0; left -= 50_000) {
      const lines = Array.from({ length: Math.min(left, 50_000) }, () => JSON.stringify(next()))
      await post(`${server.url}/v1/trails/bench/events`, server.writer, bodiesOf(lines), 4)
    }
    await indexed(server)
    await server.stop({ keep: true })
    return await measureReading({ data: server.data, trail })
  } finally {
    await server.stop()
  }
}

/** A record in every twentieth event, an import of one in fifty, and a case of a workflow in every fifth. */
function withBatchesAndCases(next, total) {
  let index = 0
  return () => {
    const event = next()
    index++
    if (index % 20 === 0)
      Object.assign(event, { action: 'customer.updated', object: { type: 'customer', id: '7', name: 'Flint Ltd' } })
    if (index > total / 2 && index <= total * 0.52) event.batch = { id: 'imp_1' }
    if (index % 5 === 0)
      event.workflow = {
        type: 'refund_approval',
        id: `w_${index % Math.ceil(total / 20)}`,
        step: ['submitted', 'review', 'closed'][index % 3],
      }
    return event
  }
}

async function measureReading({ data, trail }) {
  const reader = await openTrailReader(trail, { data })
  const searcher = new Searcher(data)
  const frequent = await frequentValues(searcher, trail)
  const { size } = await reader.size()
  const sights = await sightsOf(reader, frequent)
  const lines = []
  for (const [name, question] of Object.entries(readingQuestions(frequent))) {
    const told = []
    for (const [who, sees] of Object.entries(sights)) told.push(`${who} ${await cpuOf(searcher, asked(question, trail, sees))}`)
    lines.push({ name: `${name}, ${size.toLocaleString('en')} events`, goal: '≤ 300 ms of CPU', measured: told.join('; ') })
    process.stderr.write(`  ${name}: ${told.join('; ')}\n`)
  }
  await reader.close()
  return lines
}

const asked = (question, trail, sees) => ({
  ...question,
  trail,
  ...(question.ask ? { ask: { ...question.ask, sees } } : { sees }),
})

async function sightsOf(reader, { values }) {
  const trail = { reader, facts: { name: '' } }
  const types = values.object.map((record) => record.split('/')[0])
  const role = (grant) => ({ name: 'some', label: '', description: '', rights: ['read'], grants: [grant] })
  return {
    everything: { roles: 'everything' },
    Support: await sightOfRoles(
      starterRoles.filter(({ name }) => name === 'support'),
      trail,
    ),
    'an organization': await sightOfRoles([role({ organizations: values.organization.slice(0, 1) })], trail),
    'two types': await sightOfRoles([role({ objects: [...new Set(types)].slice(0, 2), sensitive: true })], trail),
  }
}

/** Milliseconds of CPU: the first call, and the median of the others; what stopped it, where something did. */
async function cpuOf(searcher, question) {
  const spent = []
  while (spent.length < CALLS && spent.reduce((sum, ms) => sum + ms, 0) < PATIENCE_MS) {
    const before = process.cpuUsage()
    try {
      await searcher.answer(question)
    } catch (error) {
      return error.code ?? error.message.slice(0, 60)
    }
    const { user, system } = process.cpuUsage(before)
    spent.push((user + system) / 1000)
  }
  const [first, ...others] = spent
  return others.length > 0 ? `${format(first)} → ${format(median(others))}` : format(first)
}
