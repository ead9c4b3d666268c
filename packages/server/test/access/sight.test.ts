import { type Catalogue, compileCatalogue, emptyCatalogue, matches, type PartialEvent } from '@daybook/core'
import { describe, expect, it } from 'vitest'
import type { Caller, Person } from '../../src/access/caller.ts'
import type { Grant, Role } from '../../src/access/role.ts'
import { mayHandOn, type Sees, sightOf } from '../../src/access/sight.ts'

const role = (name: string, grants: readonly Grant[], rights: Role['rights'] = ['read']): Role => ({
  name,
  label: name,
  description: name,
  grants,
  rights,
})
const trailWith = (...versions: readonly Catalogue[]) => ({
  facts: { name: 'orders' },
  reader: {
    catalogueVersion: async () => versions.length,
    compiled: async (version: number) => {
      const source = versions[version - 1]
      return source ? compileCatalogue(source, version) : emptyCatalogue
    },
  },
})
const bookOf = (...roles: readonly Role[]) => ({ rolesOf: () => roles })
const person = (roles: readonly Role[], more: Partial<Person> = {}): Person => ({
  kind: 'person',
  id: 'p1',
  name: 'Ines Duarte',
  email: 'ines@x.example',
  isOwner: false,
  roles: new Map([['orders', roles]]),
  session: { id: 's1', expiresAtMs: 0 },
  ...more,
})
const reads = ({ events }: Sees, event: PartialEvent): boolean =>
  events === undefined || matches(events, { ...event, changes: undefined, seq: 0, defects: [] })

const seen = (caller: Caller, trail = trailWith(), book = bookOf()) => sightOf(book, caller, trail)

describe('what a grant opens', () => {
  const readsBy = async (grant: Grant, event: PartialEvent) =>
    reads(await seen(person([role('desk', [grant])])), { category: 'data', action: 'order.updated', ...event })

  it.each<[Grant, PartialEvent, boolean]>([
    [{}, {}, true],
    [{ categories: ['data'] }, {}, true],
    [{ categories: ['workflow', 'system'] }, {}, false],
    [{ categories: [] }, {}, false],
    [{ actions: ['order.updated'] }, {}, true],
    [{ actions: ['order.*'] }, {}, true],
    [{ actions: ['*'] }, {}, true],
    [{ actions: ['order.up'] }, {}, false],
    [{ actions: ['updated'] }, {}, false],
    [{ actions: ['order*'] }, { action: 'customer.order_made' }, false],
    [{ actions: ['order*'] }, { action: 'customer.order' }, false],
    [{ objects: ['order'] }, { object: { type: 'order', id: '1' } }, true],
    [{ objects: ['order'] }, { object: { type: 'refund', id: 'order', name: 'order' } }, false],
    [{ objects: ['order'] }, { object: { type: 'order/x', id: '1' } }, false],
    [{ objects: ['order'] }, {}, false],
    [{ organizations: ['acme'] }, { organization: { id: 'acme' } }, true],
    [{ organizations: ['acme'] }, { organization: { id: 'acme2', name: 'acme' } }, false],
    [{ organizations: ['acme'] }, {}, false],
    [{ categories: ['data'], objects: ['order'] }, { category: 'system', object: { type: 'order', id: '1' } }, false],
  ])('%j of %j: %s', async (grant, event, expected) => {
    expect(await readsBy(grant, event)).toBe(expected)
  })
})

describe('sensitive actions', () => {
  const action = (sensitivity?: 'sensitive' | 'normal') => ({
    objects: {},
    actions: { 'salary.viewed': { category: 'access' as const, ...(sensitivity ? { sensitivity } : {}) } },
  })
  const nothing: Catalogue = { objects: {}, actions: {} }
  const salary = { category: 'access', action: 'salary.viewed' } as const

  it.each<[string, readonly Catalogue[], boolean]>([
    ['the newest version that declares it decides', [action(), action('sensitive')], false],
    ['also where it says that it is not', [action('sensitive'), action('normal')], true],
    ['and still where a later version drops it', [action('sensitive'), nothing], false],
    ['what nobody declares is not sensitive', [nothing], true],
  ])('%s', async (_, versions, expected) => {
    const trail = trailWith(...versions)
    const desk = (sensitive: boolean) => person([role('desk', [{ categories: ['access'], ...(sensitive ? { sensitive } : {}) }])])
    expect(reads(await seen(desk(false), trail), salary)).toBe(expected)
    expect(reads(await seen(desk(true), trail), salary)).toBe(true)
  })

  it('are those of the starter catalogue where no version says otherwise', async () => {
    const viewed = { category: 'access', action: 'financial_record.viewed' } as const
    expect(reads(await seen(person([role('desk', [{}])])), viewed)).toBe(false)
  })
})

describe('keys that somebody makes', () => {
  const desk = role('desk', [{}], ['read', 'administer'])
  const local = { kind: 'local' } as const

  it.each<[string, Caller, 'writer' | 'reader' | 'admin', string | null, boolean]>([
    ['the command makes any', local, 'admin', null, true],
    ['an owner makes any', person([], { isOwner: true }), 'admin', null, true],
    ['everybody makes keys that write', person([desk]), 'writer', null, true],
    ['and that read as oneself does', person([desk]), 'reader', 'desk', true],
    ['but not as others do', person([desk]), 'reader', 'auditor', false],
    ['nor everything', person([desk]), 'reader', null, false],
    ['nor everything there is', person([desk]), 'admin', null, false],
  ])('%s', (_, caller, keyRole, asRole, expected) => {
    expect(mayHandOn(caller, 'orders', keyRole, asRole)).toBe(expected)
  })
})

describe('who sees what', () => {
  const data = role('data', [{ categories: ['data'], sensitive: true }])
  const security = role('security', [{ categories: ['security'], sensitive: true }])
  const mute = role('mute', [{ sensitive: true }], ['administer'])
  const key = { kind: 'key', id: 'k', trail: 'orders', name: null } as const
  const kinds = async (caller: Caller, ...book: readonly Role[]) => {
    const sees = await seen(caller, trailWith(), bookOf(...book))
    return [
      ...(['data', 'security', 'trail'] as const).filter((category) => reads(sees, { category, action: 'x.y' })),
      sees.roles,
    ]
  }

  it('adds up the grants of all roles that read, and opens slots by the names of all', async () => {
    expect(await kinds(person([data, security, mute]))).toEqual(['data', 'security', ['data', 'security', 'mute']])
    expect(await kinds(person([mute]))).toEqual([['mute']])
    expect(await kinds(person([]))).toEqual([[]])
    expect(await kinds(person([], { isOwner: true, roles: new Map([['elsewhere', [data]]]) }))).toEqual([[]])
  })

  it('shows keys what they always saw, or what the role shows that they read as; nothing once it is gone', async () => {
    expect(await kinds({ ...key, role: 'admin' })).toEqual(['data', 'security', 'trail', 'everything'])
    expect(await kinds({ ...key, role: 'reader' })).toEqual(['data', 'security', 'trail', []])
    expect(await kinds({ ...key, role: 'writer' })).toEqual([[]])
    expect(await kinds({ ...key, role: 'reader', reads: 'data' }, data)).toEqual(['data', ['data']])
    expect(await kinds({ ...key, role: 'reader', reads: 'data' }, security)).toEqual([[]])
  })

  it('shows through a view what its roles show, and never more than without it', async () => {
    const view = (...roles: string[]) => ({ trail: 'orders', roles })
    const link = { kind: 'session', id: 's', expiresAtMs: 0 } as const
    expect(await kinds({ ...link, viewAs: view('data') }, data, security)).toEqual(['data', ['data']])
    expect(await kinds({ ...link, viewAs: { trail: 'elsewhere', roles: ['data'] } }, data)).toHaveLength(4)
    expect(await kinds(person([data, security], { viewAs: view('security') }), data, security)).toEqual([
      'security',
      ['security'],
    ])
    expect(await kinds(person([data], { viewAs: view('security') }), data, security)).toEqual([[]])
    expect(await kinds(person([], { viewAs: view('data') }), data)).toEqual([[]])
  })
})
