import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facetDimensions } from '../../src/search/search-index.ts'
import { startFirm } from '../people/firm-people.ts'
import { type Caller, eventsOf, makeCallers, marksOf } from './leak-callers.ts'
import { type Made, makeThings, wordsIn } from './leak-made.ts'
import { bodyOf, type Operation, operationsIn } from './leak-sent.ts'
import { catalogue, mark, marksIn, world } from './leak-world.ts'
import type { RunningServer, TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
let other: TrailKeys
let callers: readonly Caller[]
let addresses: readonly string[]
let operations: readonly Operation[]
let made: Made
const missing = '019ab3f2-0000-7000-8000-00000000dead'

beforeAll(async () => {
  server = await startFirm()
  trail = await server.trail('orders')
  other = await server.trail('elsewhere')
  await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue })
  const stored = await server.post(
    `${trail.path}/events`,
    world.map(({ event }) => event),
    trail.writer,
  )
  expect(stored.json.accepted).toBe(world.length)
  made = await makeThings(server, trail)
  callers = await makeCallers(server, trail, other)
  const document = (await server.get('/openapi.json')).json
  addresses = addressesIn(document)
  operations = operationsIn(document)
})
afterAll(() => server.remove())

interface Answer {
  readonly status: number
  readonly text: string
}

const ask = async (caller: Caller, address: string): Promise<Answer> => {
  const answer = await fetch(`${server.url}${address}`, { headers: caller.headers })
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const isSheet = answer.status === 200 && address.includes('format=xlsx')
  const body = isSheet ? Object.values(unzipSync(bytes)).map(textOf).join('') : textOf(bytes)
  return { status: answer.status, text: `${body}${[...answer.headers].flat().join('\n')}` }
}
/** Sends something as the caller's own page or program would. */
const send = async (caller: Caller, { method, path }: { readonly method: string; readonly path: string }, body?: object) => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { ...fromOwnPage(), ...caller.headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: answer.status, text: `${await answer.text()}${[...answer.headers].flat().join('\n')}` }
}
const fromOwnPage = () => ({ origin: server.url, 'sec-fetch-site': 'same-origin' })
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
const jsonOf = async (caller: Caller, path: string) => {
  const answer = await fetch(`${server.url}${trail.path}${path}`, { headers: caller.headers })
  if (answer.status !== 200) throw new Error(`${caller.name} ${path}: ${await answer.text()}`)
  return JSON.parse(await answer.text())
}

/** Ids that stand for `{id}` behind a word of the path; anything else is asked for by a few texts of the world. */
const idsBehind: { readonly [word: string]: readonly string[] } = {
  events: [1, 4, 5, 8].map((n) => world[n - 1]?.id ?? ''),
  batches: [mark(10, 'batchid'), mark(4, 'batchid'), mark(5, 'batchid')],
}
const records = [
  ['order', mark(1, 'objectid')],
  ['employee', mark(4, 'objectid')],
  ['user', mark(5, 'objectid')],
  ['customer', mark(1, 'customerid')],
  ['invoice', mark(7, 'relatedid')],
] as const
const cases = [mark(2, 'caseid'), mark(4, 'caseid')]
const dimensions = facetDimensions.join()
const named = ['actor', 'role', 'object', 'field', 'status', 'source', 'integration', 'step', 'organization', 'customer', 'batch']

/** What has to be asked with an address, and some ways to ask it that are answered in other ways. */
const queries: { readonly [path: string]: readonly string[] } = {
  '/events': [
    'limit=1000&category=all',
    'limit=1000&order=recorded',
    'limit=1000&order=recorded-desc&category=all',
    'q=mk*&limit=1000',
    'q=-nobody',
    'quality=*&limit=1000',
  ],
  '/facets': [`fields=${dimensions}&limit=100`, `fields=${dimensions}&category=all&q=mk*`],
  '/histogram': ['', 'category=all&q=mk*'],
  '/values': ['filter=actor', 'filter=category', ...named.map((name) => `filter=${name}&typed=mk&limit=50`)],
  '/batches': ['', 'category=all'],
  '/events/{id}/around': ['minutes=1440&limit=200&category=all'],
  '/objects/{type}/{id}/compare': ['from=2026-01-01T00:00:00Z&to=2026-12-01T00:00:00Z'],
  '/export': ['', 'order=recorded&category=all', 'format=csv', 'format=xlsx', 'format=bundle', 'format=bundle&category=all'],
}

/** Every address that can be read, from the document that the server makes of its routes: a new one is asked for without a word here. */
const addressesIn = (document: { readonly paths: Record<string, Record<string, { parameters?: Parameter[] }>> }) =>
  Object.entries(document.paths).flatMap(([path, methods]) => {
    if (!methods.get) return []
    const under = path.replace('/v1/trails/{trail}', '')
    const asked = queries[under] ?? ['']
    const required = (methods.get.parameters ?? []).filter((one) => one.in === 'query' && one.required)
    for (const { name } of required)
      if (!asked.every((query) => new URLSearchParams(query).has(name)))
        throw new Error(`${path} needs ${name}: tell the matrix what to ask`)
    return filled(path).flatMap((address) => asked.map((query) => (query === '' ? address : `${address}?${query}`)))
  })
interface Parameter {
  readonly in: string
  readonly name: string
  readonly required?: boolean
}

const filled = (path: string): readonly string[] => {
  const begun = path.replace('{trail}', trail.name)
  if (begun.includes('/objects/{type}/{id}'))
    return records.map(([type, id]) => begun.replace('{type}', type).replace('{id}', id))
  const typed = begun.replace('{type}', 'refund')
  if (typed.includes('/workflows/refund/{id}')) return cases.map((id) => typed.replace('{id}', id))
  const [, word = '', name] = /\/([a-z-]+)\/\{(\w+)\}/.exec(typed) ?? []
  if (name === undefined) return [typed]
  const ids = idsBehind[word] ??
    made.ids[word] ??
    { version: ['1'], path: ['0/000.p/5'], name: ['support'] }[name] ?? [mark(1, 'objectid'), missing]
  return ids.map((id) => typed.replace(`{${name}}`, id))
}

const isAboutTrail = (address: string) => address.startsWith(`${trail.path}/`)

describe('what is answered to whom', () => {
  it('covers what there is to read', () => {
    expect(addresses.filter(isAboutTrail).length).toBeGreaterThan(100)
    expect(callers.length).toBeGreaterThan(20)
  })

  it('holds nothing that the caller may not see, at any address, in any form', async () => {
    const leaks: string[] = []
    const come = new Set<string>()
    let found = 0
    // The machine's own sees what the admin key does.
    for (const caller of callers.filter(({ name }) => name !== 'the command' && name !== 'link')) {
      const allowed = marksOf(caller)
      const words = new Set(made.words.flatMap(({ word, isFor }) => (isFor(caller) ? word : [])))
      for (const address of addresses) {
        const { status, text } = await ask(caller, address)
        // What was asked for is no secret to who asked.
        const seen = marksIn(text).filter((one) => !address.includes(one))
        const wrong = seen.filter((one) => !allowed.has(one))
        const said = wordsIn(text).filter((one) => !words.has(one))
        if (wrong.length + said.length > 0) leaks.push(`${caller.name} ${address}: ${[...wrong, ...said].slice(0, 5).join(' ')}`)
        for (const one of wordsIn(text)) come.add(one)
        if (status >= 500) leaks.push(`${caller.name} ${address}: ${status}`)
        found += seen.length
      }
    }
    expect(leaks).toEqual([])
    expect(found).toBeGreaterThan(10_000)
    // Everything that was made is somewhere for somebody, but for the query of the copies that nobody but who looks after them finds.
    expect(made.words.filter(({ word }) => !come.has(word)).map(({ word }) => word)).toEqual([])
  }, 300_000)

  it('is all that the caller may see', async () => {
    for (const caller of callers.filter(({ reads }) => reads)) {
      const allowed = [...marksOf(caller)].sort()
      for (const order of ['desc', 'recorded'])
        expect([
          caller.name,
          marksIn(JSON.stringify((await jsonOf(caller, `/events?limit=1000&order=${order}`)).data)).toSorted(),
        ]).toEqual([caller.name, allowed])
      const { status, text } = await ask(caller, `${trail.path}/export`)
      if (!caller.mayExport) expect([caller.name, status]).toEqual([caller.name, 403])
      else if (status === 200) expect([caller.name, marksIn(text).toSorted()]).toEqual([caller.name, allowed])
    }
  })

  it('counts what the caller may see, and nothing else', async () => {
    for (const caller of callers.filter(({ reads }) => reads)) {
      const mine = eventsOf(caller)
      const counts = (of: (one: (typeof mine)[number]) => string) =>
        Object.fromEntries([...Map.groupBy(mine, of)].map(([value, some]) => [value, some.length]))
      const { facets, total } = await jsonOf(caller, '/facets?fields=category,action,organization&limit=100')
      const counted = (list: { value: string; count: number }[]) =>
        Object.fromEntries(list.map(({ value, count }) => [value, count]))
      const { whole } = await jsonOf(caller, '/histogram')
      expect([
        caller.name,
        total,
        whole.counts.reduce((sum: number, count: number) => sum + count, 0),
        counted(facets.category),
        counted(facets.action),
        counted(facets.organization),
      ]).toEqual([
        caller.name,
        { value: mine.length, exact: true },
        mine.length,
        counts(({ category }) => category),
        counts(({ action }) => action),
        counts(({ organization }) => organization),
      ])
    }
  })

  it('finds nothing by what is hidden, and misses nothing for it', async () => {
    // What is asked here is itself on the record within a minute, with its words, for whoever reads who looked.
    const { size } = (await server.get(trail.path)).json
    for (const caller of callers.filter(({ reads }) => reads)) {
      const mine = eventsOf(caller)
      const allowed = marksOf(caller)
      const hidden = world.flatMap(({ marks }) => marks).filter((one) => !allowed.has(one))
      const some = hidden.filter((_, at) => at % Math.ceil(hidden.length / 20) === 0)
      const asked = [
        some.map((word) => `"${word}"`),
        some.map((word) => `after:${word}`),
        some.map((word) => `${word.slice(0, -1)}*`),
      ]
      for (let at = 0; at < hidden.length; at += 150) asked.push(hidden.slice(at, at + 150))
      for (const query of asked.filter((words) => words.length > 0).map((words) => words.join(' OR '))) {
        const { total: found } = await jsonOf(caller, `/events?limit=1&q=${encodeURIComponent(query)}`)
        const { total: rest } = await jsonOf(caller, `/events?limit=1&q=${encodeURIComponent(`-(${query})`)}`)
        expect([caller.name, query, found.value, rest.value]).toEqual([caller.name, query, 0, mine.length])
      }
      const words = made.words.flatMap(({ word, isFor }) => (isFor(caller) ? [] : word)).join(' OR ')
      if (words === '') continue
      const before = encodeURIComponent(`upto:${size} (${words})`)
      const { total: own } = await jsonOf(caller, `/events?limit=1&category=all&q=${before}`)
      expect([caller.name, words, own.value]).toEqual([caller.name, words, 0])
    }
  })
})

describe('what is not for a caller', () => {
  const parts = ['', '/proof', '/around', '/causes', '/notes']
  const bare = ({ status, text }: Answer) => [status, text.replaceAll(/req_\w+|"requestId":"[^"]*"|\n[^\n]*GMT[^\n]*/g, '')]

  it('is answered as if it were not there', async () => {
    for (const caller of callers) {
      const hidden = world.filter((told) => !caller.sees(told))
      for (const part of parts) {
        const nothing = bare(await ask(caller, `${trail.path}/events/${missing}${part}`))
        for (const { id } of part === '' ? hidden : hidden.slice(0, 2))
          expect([caller.name, part, ...bare(await ask(caller, `${trail.path}/events/${id}${part}`))]).toEqual([
            caller.name,
            part,
            ...nothing,
          ])
      }
      for (const path of ['/events/{id}/notes', '/events/{id}/reveal']) {
        const at = (id: string) => ({ method: 'POST', path: `${trail.path}${path.replace('{id}', id)}` })
        const body = bodyOf({ method: 'POST', path })
        const nothing = bare(await send(caller, at(missing), body))
        for (const { id } of hidden.slice(0, 2))
          expect([caller.name, path, ...bare(await send(caller, at(id), body))]).toEqual([caller.name, path, ...nothing])
      }
    }
  })

  it('is not reached by a cursor that somebody else was given', async () => {
    const admin = callers.find(({ name }) => name === 'admin key')
    for (const list of ['/events?limit=2', '/events?limit=2&order=recorded', '/batches?limit=1']) {
      const { nextCursor } = admin ? await jsonOf(admin, list) : {}
      expect([list, typeof nextCursor]).toEqual([list, 'string'])
      for (const caller of callers.filter(({ reads, slots }) => reads && slots !== 'everything')) {
        const { status, text } = await ask(caller, `${trail.path}${list}&cursor=${nextCursor}`)
        expect([caller.name, list, status, text.includes('bad_parameter')]).toEqual([caller.name, list, 400, true])
      }
    }
  })

  it('is not handed on by who looks after the trail without reading it', async () => {
    const administrator = callers.find(({ name }) => name === 'administrator')
    const post = async (path: string, body: object) => {
      const headers = { ...administrator?.headers, ...fromOwnPage(), 'content-type': 'application/json' }
      const answer = await fetch(`${server.url}${trail.path}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      return answer.status
    }
    const copies = { name: 'Copies', receiver: { kind: 'https', url: 'https://log.example/in' } }
    for (const [path, body] of [
      ['/keys', { role: 'reader' }],
      ['/keys', { role: 'admin' }],
      ['/keys', { role: 'reader', reads: 'auditor' }],
      ['/forwarders', copies],
      ['/forwarders', { ...copies, roles: ['auditor'] }],
    ] as const)
      expect([path, body, await post(path, body)]).toEqual([path, body, 403])
    expect(await post('/keys', { role: 'writer' })).toBe(201)
  })

  it('is not revealed either: a value of a field that is kept for others, or of an event that is not there', async () => {
    for (const caller of callers) {
      const [told, secret] = [world[0], mark(1, 'iban')]
      const answer = await fetch(`${server.url}${trail.path}/events/${told?.id}/reveal`, {
        method: 'POST',
        headers: {
          ...caller.headers,
          ...fromOwnPage(),
          'content-type': 'application/json',
        },
        body: JSON.stringify({ field: 'iban', reason: 'Payment returned' }),
      })
      const mayReveal = ['finance', 'link as finance', 'admin key', 'the command', 'link'].includes(caller.name)
      expect([caller.name, answer.status === 200, (await answer.text()).includes(secret)]).toEqual([
        caller.name,
        mayReveal,
        mayReveal,
      ])
    }
  })

  it('is another trail’s: at every address and by every method it is answered as a trail that is not there', async () => {
    for (const caller of callers.filter(({ name }) => name.includes('another trail')))
      for (const operation of operations)
        for (const address of filled(`/v1/trails/{trail}${operation.path}`).slice(0, 2)) {
          const at = (trailName: string) => ({ ...operation, path: address.replace(`/${trail.name}`, `/${trailName}`) })
          const there = bare(await send(caller, at(trail.name), bodyOf(operation)))
          expect([caller.name, address, ...there]).toEqual([
            caller.name,
            address,
            ...bare(await send(caller, at('no-such-trail'), bodyOf(operation))),
          ])
          expect([operation, there[0]]).toEqual([operation, 404])
        }
  })

  it('is something of another trail, whose ids are unknown here, whatever is done with them', async () => {
    const admin = callers.find(({ name }) => name === 'key of another trail')
    const keys: { id: string }[] = (await server.get(`${trail.path}/keys`)).json.data
    // Owners of the folder are on every trail.
    const people: { id: string; owner: boolean }[] = (await server.get(`${trail.path}/readers`)).json.data
    const idsThere: { readonly [behind: string]: readonly string[] } = {
      ...idsBehind,
      ...made.ids,
      events: [...(idsBehind.events ?? []), ...(made.ids.events ?? [])],
      keys: keys.slice(0, 2).map(({ id }) => id),
      readers: people.flatMap(({ id, owner }) => (owner ? [] : id)).slice(0, 2),
      workflows: cases,
    }
    let compared = 0
    for (const operation of operations) {
      const [, word = ''] = /^\/([a-z-]+)\/(?:\{type\}\/)?\{(?:id|person)\}/.exec(operation.path) ?? []
      const pairs = word === 'objects' ? records : (idsThere[word] ?? []).map((id) => ['refund', id] as const)
      if (word !== '') expect([operation, pairs.length > 0]).toEqual([operation, true])
      for (const [type, id] of pairs) {
        const at = (one: string) => ({
          ...operation,
          path: `${other.path}${operation.path}`.replace('{type}', type).replace(/\{(?:id|person)\}/, one),
        })
        if (!admin) throw new Error('there is nobody of another trail')
        const [here, nothing] = [await send(admin, at(id), bodyOf(operation)), await send(admin, at(missing), bodyOf(operation))]
        expect([operation, ...bare(here)]).toEqual([operation, ...bare(nothing)])
        compared++
      }
    }
    expect(compared).toBeGreaterThan(50)
  })
})

describe('what is sent', () => {
  it('is answered with nothing that the caller may not see, and never as a defect', async () => {
    const leaks: string[] = []
    // Who looks after the trail may change all of it, and is shown above what there is.
    const others = callers.filter(({ name }) => !/admin|command|link|owner/.test(name))
    expect(others.length).toBeGreaterThan(15)
    for (const caller of others) {
      const allowed = marksOf(caller)
      const words = new Set(made.words.flatMap(({ word, isFor }) => (isFor(caller) ? word : [])))
      for (const operation of operations.filter(({ method }) => method !== 'GET'))
        for (const path of filled(`/v1/trails/{trail}${operation.path}`).slice(0, 4))
          for (const body of [bodyOf(operation), {}]) {
            const { status, text } = await send(caller, { ...operation, path }, body)
            const asked = `${path} ${JSON.stringify(body ?? null)}`
            const wrong = [...marksIn(text).filter((one) => !allowed.has(one)), ...wordsIn(text).filter((one) => !words.has(one))]
            // Revealing is what finance is for; a test of its own has who may.
            const isRevealed = (one: string) => caller.name === 'finance' && path.endsWith('/reveal') && one.endsWith('iban')
            const said = wrong.filter((one) => !asked.includes(one) && !isRevealed(one))
            if (said.length > 0 || status >= 500)
              leaks.push(`${caller.name} ${operation.method} ${path}: ${status} ${said.join(' ')}`)
            if (['embedded history', 'nobody', 'revoked'].includes(caller.name) && status < 400)
              leaks.push(`${caller.name} may ${operation.method} ${path}`)
          }
    }
    expect(leaks).toEqual([])
  }, 300_000)
})
