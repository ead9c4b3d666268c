import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { append, makeEvent, type Prepared, prepare, type Running, serve } from '../faults/running-server.ts'

/** Every call that the server documents, asked wrongly in every parameter and member by people who may do little. */

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean }[]
  readonly requestBody?: { readonly content: { readonly [type: string]: { readonly schema?: Schema } } }
}
interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: { readonly [name: string]: Schema }
  readonly required?: readonly string[]
}
interface DocumentedCall {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}
interface Sent {
  readonly method: string
  readonly path: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string
}

/** In no answer to what was wrong: it is a value. */
const value = 'zq9kept'
const json = { 'content-type': 'application/json' }
const ownPage = { 'sec-fetch-site': 'same-origin' }
const trail = '/v1/trails/faults'

let prepared: Prepared
let server: Running
let schemas: { readonly [name: string]: Schema }
let calls: readonly DocumentedCall[]
const callers: { [name: string]: { readonly [name: string]: string } } = {}

beforeAll(async () => {
  prepared = prepare()
  server = await serve(prepared.data)
  await append(server.url, prepared.writer, [makeEvent(), makeEvent()])
  const document = await (await fetch(`${server.url}/openapi.json`)).json()
  schemas = document.components.schemas
  calls = Object.entries<{ [method: string]: Operation }>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const { token } = JSON.parse(readFileSync(join(prepared.data, 'server.json'), 'utf8'))
  const asOwner = { ...json, authorization: `Bearer ${token}` }
  const nothing = { label: 'Nothing', description: '', grants: [], rights: [] }
  await send({ method: 'PUT', path: `${trail}/roles/nothing`, headers: asOwner, body: JSON.stringify(nothing) })
  callers.owner = { authorization: asOwner.authorization }
  callers.reader = { authorization: `Bearer ${prepared.reader}` }
  for (const role of ['nothing', 'support']) callers[role] = await signedIn(role, asOwner)
})
afterAll(async () => {
  await server?.stop()
  prepared?.remove()
})

const send = ({ method, path, headers = {}, body }: Sent) =>
  fetch(`${server.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }), redirect: 'manual' })

async function signedIn(role: string, asOwner: { readonly [name: string]: string }) {
  const person = { email: `${role}@firm.example`, name: `Tess of ${role}`, roles: [role] }
  const invited = await send({ method: 'POST', path: `${trail}/readers`, headers: asOwner, body: JSON.stringify(person) })
  const { link } = (await invited.json()) as { link: string }
  const chosen = { token: link.split('#')[1], password: 'seven green kettles' }
  const joined = await send({
    method: 'PUT',
    path: '/v1/person-link',
    headers: { ...json, ...ownPage },
    body: JSON.stringify(chosen),
  })
  expect(joined.status).toBe(200)
  return { ...ownPage, cookie: joined.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

const resolved = (schema: Schema | undefined): Schema =>
  (schema?.$ref ? schemas[schema.$ref.split('/').at(-1) ?? ''] : schema) ?? {}

/** A value that a schema may take. */
function likely(given: Schema | undefined): unknown {
  const schema = resolved(given)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return likely(schema.anyOf[0])
  if (schema.type === 'object')
    return Object.fromEntries((schema.required ?? []).map((name) => [name, likely(schema.properties?.[name])]))
  return { string: 'abc', integer: 1, number: 1, boolean: true, array: [] }[schema.type ?? ''] ?? 'abc'
}

const oddMembers = [
  null,
  -1,
  1e308,
  1.5,
  '',
  value,
  'x'.repeat(5_000),
  [],
  {},
  [null],
  [{ a: {} }],
  true,
  '__proto__',
  '0000-01-01',
]
const oddBodies = [
  '',
  'null',
  '[]',
  '"x"',
  '{',
  '1e999',
  '{"a":1,"a":2}',
  `{"${value}x":"${value}"}`,
  '\ufeff{}',
  '['.repeat(2_000),
]

/** Each place gets some of what is odd, in turn, and all places together all of it; in the long run each gets all. */
let turn = 0
const some = <T>(odd: readonly T[]): readonly T[] => {
  const from = turn++
  return process.env.DAYBOOK_LONG ? odd : odd.filter((_, at) => (at + from) % 4 === 0)
}

function wrongBodies(content: Schema | undefined): readonly string[] {
  const names = Object.entries(resolved(content).properties ?? {})
  const right = Object.fromEntries(names.map(([name, schema]) => [name, likely(schema)]))
  return [
    ...some(oddBodies),
    ...names.flatMap(([name]) => some(oddMembers).map((odd) => JSON.stringify({ ...right, [name]: odd }))),
  ]
}

const oddParameters = [
  '',
  ' ',
  '0',
  '-1',
  '1e9',
  '999999999999999999999',
  value,
  '%00',
  '\u202e',
  '__proto__',
  '0000-01-01',
  '9999-12-31T23:59:59.999Z',
  '10000-01-01',
  '2026-11-22T10:00:00+25:00',
  'Mars/Phobos',
  'AAAA',
  '🙂'.repeat(200),
  'x'.repeat(4_001),
]
const oddIds = ['x', value, '%252e%252e', '%00', '%FF', 'a%2Fb', '-1', 'x'.repeat(3_000), '019ab3f2-7c10-7d3e-9a41-5b6c7d8e9f00']

const filled = (path: string, id: string) => path.replace('{trail}', 'faults').replaceAll(/\{\w+\*?\}/g, id)

function wrongly({ path, method, operation }: DocumentedCall): readonly Sent[] {
  const asked = operation.parameters?.filter((one) => one.in === 'query') ?? []
  const needed = asked.filter((one) => one.required).map(({ name }) => `${name}=source`)
  const plain = filled(path, oddIds.at(-1) ?? '')
  const queries = asked.flatMap(({ name }) => {
    const others = needed.filter((one) => !one.startsWith(`${name}=`))
    return [...some(oddParameters).map((odd) => `${name}=${encodeURIComponent(odd)}`), `${name}=1&${name}=2`].map((one) =>
      [...others, one].join('&'),
    )
  })
  const many = Array.from({ length: 1_000 }, (_, n) => `a${n}=1`).join('&')
  const addresses = [
    ...(path.replace('{trail}', '').includes('{') ? some(oddIds).map((id) => filled(path, id)) : [plain]),
    ...[...queries, `${value}=1`, many].map((query) => `${plain}?${query}`),
  ]
  const content = operation.requestBody?.content
  if (!content) return addresses.map((address) => ({ method, path: address }))
  const [type = 'application/json'] = Object.keys(content)
  return [
    ...addresses.map((address) => ({ method, path: address, headers: { 'content-type': type }, body: '{}' })),
    ...wrongBodies(content['application/json']?.schema).map((body) => ({ method, path: plain, headers: json, body })),
    { method, path: plain, headers: { 'content-type': 'text/plain' }, body: '{}' },
    { method, path: plain, headers: { 'content-type': 'application/json; charset=latin1' }, body: '{}' },
  ]
}

/** What a schema says where nobody gave it words. */
const notOurs = /Invalid (?:input|option|string)|Unrecognized|Too (?:big|small)|expected \w+, received/

/** What is wrong with an answer, in a word; undefined where nothing is. */
async function fault(answer: Response): Promise<string | undefined> {
  const text = await answer.text()
  if (answer.status >= 500) return `${answer.status} ${text}`
  if (answer.status < 400) return undefined
  if (!answer.headers.get('content-type')?.includes('application/problem+json')) return 'no problem'
  const problem = JSON.parse(text)
  if (!/^[A-Z“"].{11,}\.$/s.test(problem.detail)) return `no sentence: ${problem.detail}`
  if (notOurs.test(problem.detail)) return `not in our words: ${problem.detail}`
  if (['bad_parameter', 'bad_body', 'bad_query'].includes(problem.code) && typeof problem.pointer !== 'string')
    return `says not where: ${text}`
  return problem.detail.includes(value) ? `repeats what was sent: ${problem.detail}` : undefined
}

const names = ['nothing', 'support', 'reader', 'owner'] as const

describe.each(names)('by %s', (name) => {
  it('every documented call that is asked wrongly is answered with what is wrong, where, and nothing else', {
    timeout: 240_000,
  }, async () => {
    const wrong: Sent[] = calls
      // Whoever signs out asks nothing more.
      .filter(({ method, path }) => method !== 'DELETE' || !path.includes('session'))
      .flatMap(wrongly)
      // A quarter each; in the long run all of it.
      .filter((_, at) => process.env.DAYBOOK_LONG || at % names.length === names.indexOf(name))
    const faults: string[] = []
    let next = 0
    const client = async () => {
      for (let sent = wrong[next++]; sent; sent = wrong[next++]) {
        const said = await fault(await send({ ...sent, headers: { ...callers[name], ...sent.headers } }))
        if (said !== undefined) faults.push(`${sent.method} ${sent.path.slice(0, 150)} ${sent.body?.slice(0, 80) ?? ''}: ${said}`)
      }
    }
    await Promise.all(Array.from({ length: 6 }, client))
    expect(faults.slice(0, 40)).toEqual([])
    expect(wrong.length).toBeGreaterThan(500)
  })
})

it('an address that does not take a method says which it takes', async () => {
  for (const path of new Set(calls.map((call) => call.path))) {
    const answer = await send({ method: 'PATCH', path: filled(path, 'x'), headers: callers.support ?? {} })
    expect([answer.status, (await answer.json()).code], path).toEqual([405, 'method_not_allowed'])
    for (const { method } of calls.filter((call) => call.path === path)) expect(answer.headers.get('allow')).toContain(method)
  }
})

it('who holds a role without a grant reads nothing', async () => {
  const { nothing = {}, reader = {} } = callers
  const read = (headers: { readonly [name: string]: string }) => send({ method: 'GET', path: `${trail}/events`, headers })
  expect(await (await read(reader)).text()).toContain('"sentence"')
  expect((await read(nothing)).status).toBe(403)
  for (const { path } of calls.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/'))) {
    const answer = await send({ method: 'GET', path: filled(path, 'x'), headers: nothing })
    expect(await answer.text(), path).not.toMatch(/"sentence"|"occurredAt"/)
  }
})
