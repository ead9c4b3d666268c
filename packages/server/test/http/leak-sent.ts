import { catalogue, mark, world } from './leak-world.ts'

/** One call of the server's own document; `path` is what stands behind the trail. */
export interface Operation {
  readonly method: string
  readonly path: string
}

/** Every call about one trail, from the document that the server makes of its routes: a new one has to be told how it is asked. */
export const operationsIn = (document: { readonly paths: Record<string, Record<string, unknown>> }): readonly Operation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) => {
    if (!path.startsWith('/v1/trails/{trail}')) return []
    const under = path.replace('/v1/trails/{trail}', '')
    return Object.keys(methods).map((method) => {
      const call = `${method.toUpperCase()} ${under}`
      if (method !== 'get' && method !== 'delete' && !(call in bodies)) throw new Error(`tell the matrix what to send: ${call}`)
      return { method: method.toUpperCase(), path: under }
    })
  })

export const bodyOf = ({ method, path }: Operation): object | undefined => bodies[`${method} ${path}`]

const hash = 'a'.repeat(64)
const copies = { name: 'Copies', receiver: { kind: 'https', url: 'https://log.example/in' } }
const alert = { name: 'Alert', q: 'after:x', to: [{ kind: 'webhook', url: 'https://log.example/in' }] }
/** What is asked so that it goes as far as it can: past the check of its form, to what is there and who may. */
const bodies: { readonly [call: string]: object } = {
  'POST /epochs': { reason: 'The disk was restored from a copy' },
  'POST /events': { ...world[4]?.event, reason: 'Another reason' },
  'POST /events/{id}/reveal': { field: 'iban', reason: 'Payment returned' },
  'POST /events/{id}/notes': { kind: 'note', text: 'Looked at it' },
  'PUT /zone': { zone: 'Europe/Berlin' },
  'POST /index/rebuild': {},
  'PUT /catalogue': catalogue,
  'POST /keys': { role: 'reader' },
  'POST /embed-tokens': {
    object: { type: 'order', id: mark(1, 'objectid') },
    reader: { id: 'r_2', name: 'Rea' },
    origin: 'https://tool.example',
  },
  'POST /heartbeat': { producer: { id: 'crm-1' } },
  'POST /imports': {
    file: { name: 'a.csv', size: 1, sha256: hash },
    mapping: 'm',
    lines: 1,
    claimed: { stored: 1, duplicates: 0, refused: 0 },
  },
  'POST /verifications': { holds: true, size: 1 },
  'POST /forwarders': copies,
  'PUT /forwarders/{id}': copies,
  'POST /forwarders/{id}/test': {},
  'POST /alerts': alert,
  'PUT /alerts/{id}': alert,
  'POST /alerts/{id}/mute': { until: null },
  'POST /unread-alerts/read': { firings: ['019ab3f2-0000-7000-8000-00000000dead'] },
  'POST /alert-trials': { q: `after:${mark(1, 'margin')}`, lane: 'all' },
  'POST /reviews': { kind: 'permissions', to: 1, note: 'Looked through all of it' },
  'POST /views': { name: 'View', q: `after:${mark(1, 'margin')}` },
  'PUT /views/{id}': { name: 'View' },
  'POST /readers': { email: 'new@x.example', name: 'New', roles: ['support'] },
  'PUT /readers/{person}': { roles: ['support'] },
  'PUT /roles/{name}': { label: 'Desk', description: 'A desk.', grants: [], rights: ['read'] },
}
