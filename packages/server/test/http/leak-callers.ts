import { Browser, byLink, join, makeOwner, password } from '../people/firm-people.ts'
import { mark, readersOf, type Told, world } from './leak-world.ts'
import type { RunningServer, TrailKeys } from './running-server.ts'

/** What a role reads, in plain words of the tests; the server has it from grants. */
interface Reading {
  readonly name: string
  readonly categories: readonly string[]
  readonly isSensitive?: true
  readonly actionsFrom?: string
  readonly type?: string
  readonly organization?: string
}

const business = ['data', 'workflow']
const everyKind = ['data', 'workflow', 'access', 'security', 'system']

const starters: readonly Reading[] = [
  { name: 'support', categories: business },
  { name: 'operations', categories: [...business, 'access', 'system'] },
  { name: 'finance', categories: [...business, 'access'], isSensitive: true },
  { name: 'management', categories: [...business, 'access', 'security'] },
  { name: 'security', categories: everyKind, isSensitive: true },
  { name: 'auditor', categories: everyKind, isSensitive: true },
  { name: 'engineer', categories: [...business, 'system'] },
  { name: 'administrator', categories: [] },
]

/** Roles of the firm's own, each by another part of a grant. */
const own: readonly (Reading & { readonly grant?: object })[] = [
  { name: 'acme-desk', categories: everyKind, organization: 'acme', grant: { organizations: ['acme'] } },
  { name: 'order-desk', categories: everyKind, type: 'order', grant: { objects: ['order'] } },
  { name: 'importers', categories: everyKind, actionsFrom: 'order.import', grant: { actions: ['order.import*'] } },
  { name: 'people', categories: ['access'], isSensitive: true, grant: { categories: ['access'], sensitive: true } },
  { name: 'nothing', categories: [] },
]

export interface Caller {
  readonly name: string
  readonly headers: Record<string, string>
  readonly mayExport: boolean
  /** Of one trail or none; what it says of the others is 404. */
  readonly reads: boolean
  readonly sees: (told: Told) => boolean
  /** `everything`, or the roles by which slots are opened. */
  readonly slots: 'everything' | readonly string[]
}

const readsEvent = (readings: readonly Reading[], told: Told): boolean =>
  readings.some(
    (one) =>
      one.categories.includes(told.category) &&
      (!told.isSensitive || one.isSensitive === true) &&
      (one.actionsFrom === undefined || told.action.startsWith(one.actionsFrom)) &&
      (one.type === undefined || told.type === one.type) &&
      (one.organization === undefined || told.organization === one.organization),
  )

export const eventsOf = (caller: Caller): readonly Told[] => world.filter(caller.sees)

/** The marks that may be in an answer to this caller. */
export const marksOf = (caller: Caller, events: readonly Told[] = eventsOf(caller)): ReadonlySet<string> =>
  new Set(
    events.flatMap((told) =>
      told.marks.filter((text) => {
        const readers = readersOf(told, text)
        if (readers === undefined) return true
        return caller.slots === 'everything' ? readers.length > 0 : readers.some((role) => caller.slots.includes(role))
      }),
    ),
  )

const exporting = ['operations', 'finance', 'management', 'security', 'auditor']

/** Everybody who may ask: people with each role and with several, keys, the machine's link, views through other roles, and strangers. */
export const makeCallers = async (server: RunningServer, trail: TrailKeys, other: TrailKeys): Promise<readonly Caller[]> => {
  const owner = await makeOwner(server)
  const callers: Caller[] = []
  const add = (name: string, headers: Record<string, string>, more: Partial<Caller>): void =>
    void callers.push({ name, headers, reads: true, mayExport: true, sees: () => true, slots: [], ...more })
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
  const byRoles = (readings: readonly Reading[], mayExport: boolean) => ({
    sees: (told: Told) => readsEvent(readings, told),
    slots: readings.map(({ name }) => name),
    mayExport,
  })

  for (const { name, grant } of own)
    await owner.put(`${trail.path}/roles/${name}`, {
      label: name,
      description: 'A desk.',
      grants: grant ? [grant] : [],
      rights: ['read', 'reveal'],
    })
  for (const role of starters) {
    const { browser } = await join(server, owner, `${role.name}@x.example`, [role.name], trail.name)
    add(role.name, { cookie: browser.cookie }, byRoles([role], exporting.includes(role.name)))
  }
  for (const role of own) {
    const made = await server.post(`${trail.path}/keys`, { role: 'reader', reads: role.name }, trail.admin)
    if (made.status !== 201) throw new Error(made.text)
    add(`key as ${role.name}`, bearer(made.json.key), byRoles([role], true))
  }
  const two = [...starters.filter(({ name }) => name === 'support'), ...own.filter(({ name }) => name === 'people')]
  const both = await join(server, owner, 'both@x.example', ['support', 'people'], trail.name)
  add('support and people', { cookie: both.browser.cookie }, byRoles(two, false))

  const viewing = await join(server, owner, 'viewing@x.example', ['auditor', 'administrator', 'support'], trail.name)
  await viewing.browser.put('/v1/session/view-as', { trail: trail.name, roles: ['support'] })
  const support = starters.slice(0, 1)
  // What may be done is as before; only what is seen is the role's.
  add('auditor as support', { cookie: viewing.browser.cookie }, byRoles(support, true))
  const link = await byLink(server)
  await link.put('/v1/session/view-as', { trail: trail.name, roles: ['finance'] })
  add('link as finance', { cookie: link.cookie }, byRoles(starters.slice(2, 3), true))

  add('admin key', bearer(trail.admin), { slots: 'everything' })
  add('the command', bearer(server.local), { slots: 'everything' })
  add('link', { cookie: (await byLink(server)).cookie }, { slots: 'everything' })
  add('reader key', bearer(trail.reader), {})

  const origin = 'https://tool.example'
  const object = { type: 'order', id: mark(1, 'objectid') }
  const reader = { id: 'r_1', name: 'Reader', roles: ['support'] }
  const embedded = await server.post(`${trail.path}/embed-tokens`, { object, reader, origin }, trail.admin)
  const ofRecord = (told: Told) => told.n === 1 && readsEvent(support, told)
  add('embedded history', { ...bearer(embedded.json.token), origin }, { reads: false, sees: ofRecord, slots: ['support'] })

  const stranger = { reads: false, mayExport: false, sees: () => false }
  const elsewhere = await join(server, owner, 'elsewhere@x.example', ['auditor'], other.name)
  add('writer key', bearer(trail.writer), stranger)
  add('key of another trail', bearer(other.admin), stranger)
  add('person of another trail', { cookie: elsewhere.browser.cookie }, stranger)
  add('nobody', {}, stranger)
  add('revoked', bearer(`dbk_${'0'.repeat(16)}_${'A'.repeat(43)}`), stranger)
  const second = await owner.post('/v1/people', { email: 'second@x.example', name: 'Second' })
  const browser = new Browser(server)
  await browser.put('/v1/person-link', { token: second.json.link.split('#')[1], password })
  add('owner without roles', { cookie: browser.cookie }, stranger)
  return callers
}
