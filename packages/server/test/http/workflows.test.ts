import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys

const maria = { type: 'user', id: 'u_7', name: 'Maria Lopez' }
const tom = { type: 'user', id: 'u_9', name: 'Tom Okafor' }
const limit = { rule: 'refund-limit', name: 'Refund limit' }
const dayMs = 86_400_000

let events = 0
/** A step of a refund, so many days ago. */
const step = (id: string, name: string, daysAgo: number, more: object = {}, decision?: string) =>
  orderEvent(events, {
    id: `00000000-0000-4000-8000-${String(events++).padStart(12, '0')}`,
    action: 'refund.moved',
    occurredAt: new Date(Date.now() - daysAgo * dayMs).toISOString(),
    actor: maria,
    object: { type: 'refund', id, name: `Refund #${id}` },
    workflow: { type: 'refund', id, step: name, ...(decision === undefined ? {} : { decision }) },
    ...more,
  })

beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('crm')
  const catalogue = {
    objects: { refund: { label: 'Refund' } },
    actions: { 'refund.moved': { category: 'workflow' }, 'refund.forced': { category: 'workflow', readers: ['finance'] } },
    workflows: { refund: { steps: ['Asked', 'Review', 'Paid'], dueWithin: 'P5D', fourEyes: [['Asked', 'Review']] } },
  }
  await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue })
  const sent = await server.post(
    `${trail.path}/events`,
    [
      step('1', 'Asked', 9),
      step('2', 'Asked', 4),
      step('2', 'Review', 2, { actor: tom, override: limit }, 'approved'),
      step('3', 'Asked', 3),
      step('3', 'Review', 2.5, { override: limit, reason: 'A regular' }, 'approved'),
      step('3', 'Paid', 2.2),
      step('4', 'Review', 1, {}, 'rejected'),
      step('5', 'Review', 1),
      step('5', 'Asked', 0.5, { actor: tom }, 'escalated'),
      // Whether there is a reason is for finance to know.
      step('6', 'Review', 0.2, { action: 'refund.forced', override: limit, reason: 'Agreed by phone' }),
    ],
    trail.writer,
  )
  expect(sent.json.results.map(({ status }: { status: string }) => status)).toEqual(Array(10).fill('stored'))
})
afterAll(() => server.remove())

const list = (query: string, key = trail.reader) => server.get(`${trail.path}/workflows/refund?${query}`, key)
const ids = async (query: string, key?: string): Promise<string> => {
  const { json } = await list(query, key)
  expect([query, json.total]).toEqual([query, { value: json.data.length, exact: true }])
  return json.data.map(({ id }: { id: string }) => id).join(' ')
}

describe('cases over HTTP', () => {
  it('are found by what they are and how they went', async () => {
    for (const [query, found] of [
      ['', '1 3 2 4 5 6'],
      ['state=open', '1 2 5 6'],
      ['state=ended', '4 3'],
      ['step=REVIEW', '2 4 6'],
      ['step=Review&state=open&waiting=P1D', '2'],
      ['waiting=PT6H', '1 2 5'],
      ['waiting=P8DT12H', '1'],
      ['overdue=true', '1'],
      ['decision=approved', '3 2'],
      ['decision=overridden', '3 2 6'],
      ['override=true', '6 2 3'],
      ['override=without_reason', '2'],
      ['backward=true', '5'],
      ['breaches=true', '3'],
      ['breaches=true&override=without_reason', ''],
      ['override=true&step=review', '6 2'],
    ] as const)
      expect([query, await ids(query)]).toEqual([query, found])
  })

  it('tell the same to somebody who may see all reasons, and to somebody who asks for some events only', async () => {
    for (const query of ['', 'state=ended', 'override=without_reason', 'override=true', 'backward=true', 'waiting=PT6H'])
      expect([query, await ids(query, trail.admin)]).toEqual([query, await ids(query)])
    for (const query of ['', 'override=without_reason', 'override=true', 'breaches=true', 'overdue=true'])
      expect([query, await ids(`${query}&actor=u_7,u_9`)]).toEqual([query, await ids(query)])
  })

  it('count steps and exceptions of all cases, whatever is asked for', async () => {
    const exceptions = { overrides: 3, overridesWithoutReason: 1, backward: 1, breaches: 1, overdue: 1 }
    const steps = [
      { type: 'refund', step: 'Asked', open: 2 },
      { type: 'refund', step: 'Review', open: 2 },
    ]
    for (const query of ['', 'state=ended', 'limit=1', 'step=nowhere', 'actor=u_7,u_9']) {
      const { json } = await list(query)
      expect([query, json.exceptions, json.steps]).toEqual([query, exceptions, steps])
    }
    expect((await server.get(`${trail.path}/workflows`, trail.reader)).json).toMatchObject({ exceptions, steps, whole: true })
  })

  it('do not say that a hidden reason is missing, and not what it is', async () => {
    const [mine, all] = [await list('step=review&override=true'), await list('step=review&override=true', trail.admin)]
    expect(mine.text).not.toContain('Agreed by phone')
    expect(mine.json.data[0].steps[0]).toMatchObject({ override: { rule: 'refund-limit' }, reasonHidden: true })
    expect(all.json.data[0].steps[0]).toMatchObject({ reason: 'Agreed by phone' })
    expect(all.json.data[0].steps[0].reasonHidden).toBeUndefined()
  })

  it('come page by page, with a link to the next and a cursor that is good for the same list only', async () => {
    const seen: string[] = []
    let path = `${trail.path}/workflows/refund?limit=2`
    for (let page = 0; page < 9 && path !== ''; page++) {
      const { json, headers } = await server.get(path, trail.reader)
      expect(json.total).toEqual({ value: 6, exact: true })
      seen.push(...json.data.map(({ id }: { id: string }) => id))
      path = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? ''
      expect(json.nextCursor === null).toBe(path === '')
    }
    expect(seen.join(' ')).toBe('1 3 2 4 5 6')
    const { nextCursor } = (await list('limit=2')).json
    for (const query of ['state=open', 'override=true', 'step=review', 'waiting=P1D', 'actor=u_7']) {
      const { status, json } = await list(`limit=2&cursor=${nextCursor}&${query}`)
      expect([query, status, json.code, json.pointer]).toEqual([query, 400, 'bad_parameter', '/cursor'])
    }
  })

  it('refuse what cannot be meant, and say where', async () => {
    for (const [query, pointer] of [
      ['waiting=3d', '/waiting'],
      ['waiting=P', '/waiting'],
      ['waiting=P1000Y', '/waiting'],
      ['override=false', '/override'],
      ['backward=no', '/backward'],
      ['overdue=1', '/overdue'],
      ['decision=maybe', '/decision'],
      ['step=', '/step'],
      ['limit=501', '/limit'],
      ['state=open&state=ended', '/state'],
    ] as const) {
      const { status, json } = await list(query)
      expect([query, status, json.code, json.pointer]).toEqual([query, 400, 'bad_parameter', pointer])
    }
  })
})

it('finds overridden rules among events by rule, name and decision, and counts them', async () => {
  const count = async (query: string) => {
    const { json } = await server.get(`${trail.path}/events?${query}`, trail.reader)
    return json.total.value
  }
  for (const query of ['override=refund-limit', 'override=Refund limit', 'q=override:*', 'decision=overridden'])
    expect([query, await count(query)]).toEqual([query, 3])
  expect(await count('override=none')).toBe(7)
  expect(await count('decision=approved&not.decision=overridden')).toBe(0)
  const { json } = await server.get(`${trail.path}/facets?fields=decision,override`, trail.reader)
  expect(json.facets.override).toEqual([{ value: 'refund-limit', label: 'Refund limit', count: 3 }])
  expect(json.facets.decision).toContainEqual({ value: 'overridden', label: 'Overridden', count: 3 })
  const offered = await server.get(`${trail.path}/values?filter=override&typed=lim`, trail.reader)
  expect(offered.json.data ?? offered.json.values).toMatchObject([{ value: 'refund-limit' }])
})
