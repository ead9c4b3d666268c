// Development only: serves recorded shapes of the HTTP contract from a file of events, with made-up sentences and no
// proofs, so that the pages can be looked at without a server. No shipped test uses it.
//   node packages/web/test/fixture-server.mjs EVENTS.ndjson [port]
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const [, , file, port = '4400'] = process.argv
const app = join(import.meta.dirname, '..', 'dist', 'app')
const policy = "default-src 'self'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'"
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' }

const words = (action) => action.split('.')[1]?.replaceAll('_', ' ') ?? action
function view(event, seq) {
  const name = event.object?.name ?? event.object?.id ?? ''
  const change = event.changes?.[0]
  const parts = [
    { kind: 'actor', text: event.actor.name ?? event.actor.id },
    { kind: 'text', text: ` ${words(event.action)} ` },
    { kind: 'object', text: name },
    ...(change
      ? [
          { kind: 'text', text: `: ${change.field} from ` },
          { kind: 'value', text: String(change.before ?? 'empty') },
          { kind: 'text', text: ' to ' },
          { kind: 'value', text: String(change.after ?? 'empty') },
        ]
      : []),
  ]
  const defects = seq % 9 === 0 ? [{ name: 'no_reason', detail: 'A reason is expected and none was given.' }] : []
  return {
    ...event,
    outcome: event.outcome ?? 'success',
    seq,
    recordedAt: event.occurredAt,
    category: 'data',
    hash: 'x'.repeat(43),
    sentence: parts.map((part) => part.text).join(''),
    parts,
    defects,
    hidden: [],
  }
}

const events = []
for await (const line of createInterface({ input: createReadStream(file) }))
  if (line && events.length < 5000) events.push(view(JSON.parse(line), events.length))

const json = (response, body, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
const page = (query) => {
  const limit = Number(query.get('limit') ?? 50)
  const end = Number(query.get('cursor') ?? events.length)
  const data = events.slice(Math.max(0, end - limit), end).reverse()
  return { data, nextCursor: end > limit ? String(end - limit) : null, total: { value: events.length, exact: true } }
}

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost')
  const event = pathname.match(/^\/v1\/trails\/[^/]+\/events\/([^/]+)$/)
  const trail = {
    trail: 'crm',
    origin: 'localhost/crm',
    size: events.length,
    events: events.length,
    createdAt: '2026-08-01T00:00:00.000Z',
    state: 'open',
  }
  if (pathname === '/v1/trails') return json(response, { data: [trail] })
  if (pathname.startsWith('/v1/session')) return json(response, { name: 'you' })
  if (/^\/v1\/trails\/[^/]+$/.test(pathname)) return json(response, trail)
  if (/^\/v1\/trails\/[^/]+\/events$/.test(pathname))
    return json(
      response,
      searchParams.get('category') === 'trail'
        ? { data: [], nextCursor: null, total: { value: 0, exact: true } }
        : page(searchParams),
    )
  if (event) {
    const found = events.find((each) => each.id === event[1])
    return found
      ? json(response, { ...found, causes: [] })
      : json(response, { code: 'not_found', detail: 'There is no such event.' }, 404)
  }
  if (pathname.startsWith('/v1/')) return json(response, { code: 'not_found', detail: 'Not served by the fixture.' }, 404)
  const path = existsSync(join(app, pathname)) && pathname !== '/' ? pathname : '/index.html'
  response
    .writeHead(200, { 'content-type': types[path.split('.').at(-1)] ?? 'text/plain', 'content-security-policy': policy })
    .end(readFileSync(join(app, path)))
}).listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`))
