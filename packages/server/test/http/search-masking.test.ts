import { afterAll, beforeAll, expect, it } from 'vitest'
import { orderEvent } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('crm')
})
afterAll(() => server.remove())

/** Words that stand only in what is kept for others. */
const secrets = ['zanzibar', 'wolverine', 'marmalade', 'tangerine'] as const
const payout = orderEvent(1, {
  action: 'payout.changed',
  object: { type: 'payout', id: 'p1', name: 'Payout 1' },
  changes: [
    { field: 'bank', before: 'zanzibar', after: 'wolverine' },
    { field: 'status', before: 'Draft', after: 'Sent' },
  ],
  batch: { id: 'b1' },
  correlationId: 'req_1',
})
const note = orderEvent(2, {
  action: 'note.added',
  reason: 'marmalade',
  object: { type: 'note', id: 'n1', name: 'tangerine' },
  batch: { id: 'b1', file: { name: 'tangerine.csv' }, failures: [{ line: 1, reason: 'marmalade' }] },
})
const catalogue = (readers: readonly string[]) => ({
  objects: {
    payout: {
      label: 'Payout',
      fields: { bank: { label: 'Bank', kind: 'text', readers, justification: 'Needed to trace payouts' } },
    },
  },
  actions: { 'payout.changed': { category: 'data' }, 'note.added': { category: 'access', readers } },
})

const finds = async (key: string, word: string): Promise<readonly number[]> => {
  const totals = ['/events', '/facets', '/histogram']
  const counts: number[] = []
  for (const path of totals) {
    const { json } = await server.get(
      `${trail.path}${path}?fields=actor&q=${word}`.replace(path === '/facets' ? '' : 'fields=actor&', ''),
      key,
    )
    counts.push(json.total?.value ?? json.whole.counts.reduce((a: number, b: number) => a + b, 0))
  }
  return counts
}

/** Every call that tells something of events. */
const calls = [
  '/events?limit=1000',
  '/events?limit=1000&order=recorded',
  '/facets?fields=actor,object,field,status,batch,customer,quality,step',
  '/values?filter=object&typed=tan',
  '/values?filter=object&typed=n',
  '/values?filter=batch&typed=tan',
  '/objects/note/n1/events',
  `/events/${payout.id}/around`,
  `/events/${payout.id}/causes`,
  `/events/${note.id}/causes`,
  '/batches',
  '/batches/b1',
  '/export?format=ndjson',
  '/export?format=ndjson&order=recorded',
  '/export?format=csv',
  '/export?format=bundle&q=action:note.added,payout.changed',
]

it('never tells a reader what is kept for others: not shown, found, counted, completed, labelled or exported', async () => {
  await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue(['finance']) })
  await server.post(`${trail.path}/events`, [payout, note], trail.writer)
  for (const word of secrets) {
    expect([word, await finds(trail.admin, word)]).toEqual([word, [1, 1, 1]])
    expect([word, await finds(trail.reader, word)]).toEqual([word, [0, 0, 0]])
  }
  for (const path of calls) {
    const [mine, all] = [
      await server.get(`${trail.path}${path}`, trail.reader),
      await server.get(`${trail.path}${path}`, trail.admin),
    ]
    expect([path, mine.status, all.status]).toEqual([path, 200, 200])
    for (const word of secrets) expect([path, word, mine.text.includes(word)]).toEqual([path, word, false])
  }
  for (const query of [
    'field=bank',
    'field=bank&after=w*',
    'object=tangerine',
    'reason=marmalade',
    'batch=tangerine.csv',
    'after=wolverine',
  ])
    expect([query, (await server.get(`${trail.path}/events?${query}`, trail.reader)).json.total.value]).toEqual([query, 0])
  // What is left of them is there: that they happened, and the field that is for everybody.
  expect((await server.get(`${trail.path}/events?action=note.added`, trail.reader)).json.total.value).toBe(1)
  expect((await server.get(`${trail.path}/events?status=sent`, trail.reader)).json.total.value).toBe(1)
})

it('goes by the newest catalogue at once, for events that are there already', async () => {
  await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue([]) })
  const open = orderEvent(3, { action: 'note.added', reason: 'persimmon' })
  await server.post(`${trail.path}/events`, open, trail.writer)
  expect(await finds(trail.reader, 'persimmon')).toEqual([1, 1, 1])
  await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue(['legal']) })
  for (const path of ['/events?q=persimmon', '/facets?fields=actor&q=persimmon'])
    expect((await server.get(`${trail.path}${path}`, trail.reader)).json.total.value).toBe(0)
  expect((await server.get(`${trail.path}/events?limit=1000`, trail.reader)).text).not.toContain('persimmon')
  expect(await finds(trail.admin, 'persimmon')).toEqual([1, 1, 1])
})

it('keeps a field of the kind that the action names from readers where the event names no object', async () => {
  await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue(['finance']) })
  const { object: _, ...bare } = orderEvent(4, { action: 'payout.changed', changes: [{ field: 'bank', after: 'aardvark' }] })
  await server.post(`${trail.path}/events`, bare, trail.writer)
  expect(await finds(trail.admin, 'aardvark')).toEqual([1, 1, 1])
  expect(await finds(trail.reader, 'aardvark')).toEqual([0, 0, 0])
  for (const path of ['/events?limit=1000', `/events/${bare.id}`, `/events/${bare.id}/proof`, '/export?format=csv'])
    expect([path, (await server.get(`${trail.path}${path}`, trail.reader)).text.includes('aardvark')]).toEqual([path, false])
  const { json } = await server.get(`${trail.path}/events/${bare.id}`, trail.reader)
  expect(json.hidden).toMatchObject([{ slot: 'chg/bank', why: 'withheld' }])
})
