import { eventShape, toJsonSchema } from '@daybook/core'
import { z } from '@hono/zod-openapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent, orderEvents } from './firm-events.ts'
import { type Answer, RunningServer, type TrailKeys } from './running-server.ts'

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is walked as it comes
type Doc = any

let server: RunningServer
let trail: TrailKeys
let doc: Doc
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
  doc = (await server.get('/openapi.json')).json
})
afterAll(() => server.remove())

/** The schema with its references put in, as zod reads it. */
const resolved = (schema: Doc): Doc => {
  if (Array.isArray(schema)) return schema.map(resolved)
  if (typeof schema !== 'object' || schema === null) return schema
  if (typeof schema.$ref === 'string')
    return resolved(
      schema.$ref
        .slice(2)
        .split('/')
        .reduce((at: Doc, step: string) => at[step], doc),
    )
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, resolved(value)]))
}

const operationAt = (method: string, path: string): Doc => {
  const { pathname } = new URL(path, 'http://x')
  const template = Object.keys(doc.paths).find((one) =>
    new RegExp(`^${one.replace('{path}', '.+').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  )
  return template === undefined ? undefined : doc.paths[template][method.toLowerCase()]
}

/** The answer is documented: its status, its content type, and its body by its schema. */
const conforms = (method: string, path: string, answer: Answer): void => {
  const described = operationAt(method, path)?.responses[answer.status]
  expect([method, path, answer.status, described ? 'documented' : 'missing']).toEqual([method, path, answer.status, 'documented'])
  if (answer.text === '') return
  const type = (answer.headers.get('content-type') ?? '').split(';')[0]
  const content = Object.entries(described.content as Record<string, Doc>).find(([name]) => name.split(';')[0] === type)
  expect([path, type, content?.[0]]).toEqual([path, type, expect.any(String)])
  if (!answer.json) return
  const result = z.fromJSONSchema(resolved(content?.[1].schema)).safeParse(answer.json)
  expect([path, result.success ? undefined : z.prettifyError(result.error)]).toEqual([path, undefined])
}

describe('the OpenAPI document', () => {
  it('is version 3.1, and every reference in it leads somewhere', () => {
    expect(doc.openapi).toBe('3.1.0')
    expect(() => resolved(doc)).not.toThrow()
    expect(JSON.stringify(resolved(doc))).not.toContain('$ref')
  })

  it('describes every address that the server has', async () => {
    const paths = Object.keys(doc.paths)
    expect(paths.length).toBeGreaterThan(15)
    for (const path of paths) {
      const concrete = path.replace('{trail}', 'orders').replaceAll(/\{\w+\}/g, 'x')
      const { headers } = await server.call('OPTIONS', concrete)
      const allowed = (headers.get('allow') ?? '').split(', ').filter((method) => !['HEAD', 'OPTIONS'].includes(method))
      expect([
        path,
        Object.keys(doc.paths[path])
          .map((method) => method.toUpperCase())
          .sort(),
      ]).toEqual([path, allowed.sort()])
    }
  })

  it('has parameters, a success and a problem for every call', () => {
    for (const [path, methods] of Object.entries(doc.paths as Record<string, Doc>))
      for (const [method, operation] of Object.entries(methods as Record<string, Doc>)) {
        const statuses = Object.keys(operation.responses)
        expect([path, method, statuses.some((status) => /^[23]/.test(status))]).toEqual([path, method, true])
        expect([path, method, operation.summary]).toEqual([path, method, expect.any(String)])
        if (path.startsWith('/v1/trails/')) expect(statuses).toEqual(expect.arrayContaining(['401', '404', '500']))
      }
  })

  it('describes the event by the shape that checks it', () => {
    expect(doc.components.schemas.Event).toEqual(JSON.parse(JSON.stringify(toJsonSchema(eventShape))))
    const { content } = doc.paths['/v1/trails/{trail}/events'].post.requestBody
    expect(Object.keys(content).sort()).toEqual(['application/json', 'application/x-ndjson'])
  })

  it('is what every call really answers', async () => {
    const event = orderEvent(1, { batch: { id: 'imp_1' } })
    const catalogue = {
      objects: { order: { label: 'Order', fields: { status: { label: 'Status', kind: 'status' } } } },
      actions: {},
    }
    const finished = {
      file: { name: 'a.csv', size: 1, sha256: 'a'.repeat(64) },
      mapping: 'm',
      lines: 1,
      claimed: { stored: 1, duplicates: 0, refused: 0 },
    }
    const { key, local } = { key: trail.admin, local: server.local }
    const calls: readonly (readonly [string, string, unknown?, string?])[] = [
      ['POST', '/v1/trails', { name: 'fresh' }, local],
      ['POST', '/v1/trails', { name: 'fresh' }, local],
      ['POST', '/v1/trails', { name: 'No' }, local],
      ['GET', '/v1/trails', undefined, local],
      ['GET', trail.path],
      ['GET', '/v1/trails/none'],
      ['POST', `${trail.path}/events`, event],
      ['POST', `${trail.path}/events?wait=checkpoint`, orderEvents(3)],
      ['POST', `${trail.path}/events`, { ...event, reason: 'other' }],
      ['POST', `${trail.path}/events`, [orderEvent(2), { id: 'x' }]],
      ['POST', `${trail.path}/events`, '{'],
      ['POST', `${trail.path}/events?wait=x`, event],
      ['GET', `${trail.path}/events`],
      ['GET', `${trail.path}/events?category=all&order=recorded`],
      ['GET', `${trail.path}/events?actor=x`],
      ['GET', `${trail.path}/events?q=(`],
      ['GET', `${trail.path}/facets?fields=actor,field,status`],
      ['GET', `${trail.path}/facets`],
      ['GET', `${trail.path}/histogram`],
      ['GET', `${trail.path}/histogram?from=2020-01-01`],
      ['GET', `${trail.path}/values?filter=actor&typed=m`],
      ['GET', `${trail.path}/values?filter=x`],
      ['GET', `${trail.path}/objects/order/1801/events`],
      ['GET', `${trail.path}/events/${event.id}/around?minutes=60`],
      ['GET', `${trail.path}/events/${event.id}/causes`],
      ['GET', `${trail.path}/batches`],
      ['GET', `${trail.path}/batches/imp_1`],
      ['GET', `${trail.path}/batches/none`],
      ['GET', `${trail.path}/index`],
      ['POST', `${trail.path}/index/rebuild`, {}],
      ['GET', `${trail.path}/events/${event.id}`],
      ['GET', `${trail.path}/events/${event.id}/proof`],
      ['GET', `${trail.path}/events/x/proof`],
      ['GET', `${trail.path}/log/checkpoint`],
      ['GET', `${trail.path}/log/policy`],
      ['GET', `${trail.path}/log/tile/0/000.p/1`],
      ['GET', `${trail.path}/catalogue`],
      ['PUT', `${trail.path}/catalogue`, catalogue],
      ['PUT', `${trail.path}/catalogue`, { ...catalogue, mode: 'open' }],
      ['PUT', `${trail.path}/catalogue`, []],
      ['GET', `${trail.path}/catalogue`],
      ['GET', `${trail.path}/catalogue/1`],
      ['GET', `${trail.path}/events/${event.id}`],
      ['POST', `${trail.path}/keys`, { role: 'reader' }],
      ['POST', `${trail.path}/keys`, { role: 'x' }],
      ['GET', `${trail.path}/keys`],
      ['DELETE', `${trail.path}/keys/x`],
      ['DELETE', `${trail.path}/keys/${trail.writer.split('_')[1]}`],
      [
        'POST',
        `${trail.path}/embed-tokens`,
        { object: { type: 'order', id: '1' }, reader: { id: 'u_7', name: 'Maria' }, origin: 'https://tool.example' },
      ],
      ['POST', `${trail.path}/embed-tokens`, {}],
      ['POST', `${trail.path}/heartbeat`, { producer: { id: 'a' } }],
      ['POST', `${trail.path}/heartbeat`, {}],
      ['GET', `${trail.path}/heartbeat`],
      ['POST', `${trail.path}/imports`, finished],
      ['GET', `${trail.path}/export`],
      ['GET', `${trail.path}/export?format=pdf`],
      ['GET', `${trail.path}/export?format=csv&actor=maria`],
      ['GET', `${trail.path}/export?format=xlsx`],
      ['GET', `${trail.path}/export?format=bundle&actor=maria`],
      ['POST', '/v1/links', {}, local],
      ['POST', '/v1/links', {}],
      ['GET', '/v1/session'],
      ['POST', '/v1/session', { token: 'x' }],
      ['POST', '/v1/session', { email: 'a@tidewater.example', password: 'not the password' }],
      ['PUT', '/v1/session/view-as', { trail: 'orders', roles: ['support'] }],
      ['DELETE', '/v1/session/view-as'],
      ['DELETE', '/v1/session'],
      ['GET', `${trail.path}/readers`],
      ['POST', `${trail.path}/readers`, { email: 'a@tidewater.example', name: 'A', roles: ['support'] }],
      ['POST', `${trail.path}/readers`, { email: 'a@tidewater.example', name: 'A', roles: ['support'] }],
      ['POST', `${trail.path}/readers`, { email: 'a@tidewater.example', name: 'A', roles: [] }],
      ['PUT', `${trail.path}/readers/x`, { roles: ['support'] }],
      ['DELETE', `${trail.path}/readers/x`],
      ['GET', `${trail.path}/roles`],
      [
        'PUT',
        `${trail.path}/roles/desk`,
        { label: 'Desk', description: '', grants: [{ actions: ['order.*'] }], rights: ['read'] },
      ],
      ['PUT', `${trail.path}/roles/desk`, {}],
      ['GET', `${trail.path}/roles/desk`],
      ['DELETE', `${trail.path}/roles/desk`],
      ['DELETE', `${trail.path}/roles/support`],
      ['GET', '/v1/people', undefined, local],
      ['GET', '/v1/people'],
      ['POST', '/v1/people', { email: 'b@tidewater.example', name: 'B' }, local],
      ['PUT', '/v1/people/x', { disabled: true }],
      ['POST', '/v1/people/x/link', {}],
      ['GET', '/v1/people/x/sessions'],
      ['DELETE', '/v1/people/x/sessions'],
      ['DELETE', '/v1/people/x/sessions/y'],
      ['DELETE', '/v1/people/x/second-factor'],
      ['POST', '/v1/first-person', { email: 'c@tidewater.example', name: 'C', password: 'seven green kettles' }, local],
      ['GET', '/v1/link-sessions', undefined, local],
      ['GET', '/v1/link-sessions'],
      ['DELETE', '/v1/link-sessions/x', undefined, local],
      ['GET', '/v1/sign-in-rules', undefined, local],
      ['PUT', '/v1/sign-in-rules', { secondFactor: 'nobody' }, local],
      ['POST', '/v1/person-link', { token: 'x' }],
      ['PUT', '/v1/person-link', { token: 'x', password: 'seven green kettles' }],
      ['GET', '/v1/account'],
      ['POST', '/v1/account/second-factor', {}],
      ['GET', '/healthz'],
      ['GET', '/readyz'],
      ['GET', '/metrics'],
    ]
    for (const [method, path, body, as] of calls)
      conforms(method, path, await server.call(method, path, { key: as ?? key, body }))
    conforms('GET', trail.path, await server.call('GET', trail.path))
    conforms('GET', `${trail.path}/events`, await server.get(`${trail.path}/events`, trail.writer))
    conforms('GET', `${trail.path}/export?format=bundle`, await server.get(`${trail.path}/export?format=bundle`))
  })
})
