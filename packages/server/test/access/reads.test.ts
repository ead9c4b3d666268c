import { categories } from '@daybook/core'
import { describe, expect, it } from 'vitest'
import { type Caller, lookingAs, type Person } from '../../src/access/caller.ts'
import { readsOn } from '../../src/access/reads.ts'
import { type Grant, type Role, starterRoles } from '../../src/access/role.ts'

const role = (grants: readonly Grant[], rights: Role['rights'] = ['read']): Role => ({
  name: 'desk',
  label: 'Desk',
  description: '',
  grants,
  rights,
})
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
const book = { rolesOf: () => starterRoles }
const reads = (caller: Caller) => readsOn(book, caller, 'orders')
const starter = (name: string) => starterRoles.filter((one) => one.name === name)
const link: Caller = { kind: 'session', id: 's', expiresAtMs: 0 }

const nothing = { everything: false, sensitive: false, categories: [] }

describe('what somebody reads in the large', () => {
  it.each([
    ['support', false, ['data', 'workflow']],
    ['operations', false, ['data', 'workflow', 'access', 'system']],
    ['finance', false, ['data', 'workflow', 'access']],
    ['management', false, ['data', 'workflow', 'access', 'security']],
    ['security', true, categories],
    ['auditor', true, categories],
    ['engineer', false, ['data', 'workflow', 'system']],
    ['administrator', false, ['trail']],
  ])('is told for the starter role %s', (name, everything, some) => {
    const told = reads(person(starter(name)))
    expect([told.everything, [...told.categories].sort()]).toEqual([everything, [...some].sort()])
    expect(told.sensitive).toBe(['finance', 'security', 'auditor'].includes(name))
  })

  it.each<[string, Grant, readonly string[]]>([
    ['everything but what is sensitive', {}, categories],
    ['single actions', { actions: ['refund.*'] }, categories.filter((one) => one !== 'trail')],
    ['the trail’s own actions', { actions: ['trail.role*'] }, ['trail']],
    ['actions that may be the trail’s own', { actions: ['t*'] }, categories],
    ['one kind of record in one category', { categories: ['workflow'], objects: ['refund'] }, ['workflow']],
    ['what cannot be: own actions among those of the business', { categories: ['data'], actions: ['trail.*'] }, []],
    ['nothing', { categories: [] }, []],
  ])('is told for a grant of %s', (_, grant, some) => {
    expect(reads(person([role([grant])]))).toEqual({ everything: false, sensitive: false, categories: some })
  })

  it('is nothing without a role, without the right to read, and for a key that writes', () => {
    expect(reads(person([], { isOwner: true }))).toEqual(nothing)
    expect(reads(person([role([{}], ['administer'])]))).toEqual(nothing)
    expect(reads({ kind: 'key', id: 'k', trail: 'orders', role: 'writer', name: null })).toEqual(nothing)
  })

  it('has something sensitive where one of several roles reads it', () => {
    const desk = role([{ categories: ['access'], sensitive: true }])
    expect(reads(person([...starter('support'), desk])).sensitive).toBe(true)
    const half = lookingAs(person([desk]), { trail: 'orders', roles: ['support'] })
    expect(reads(half).sensitive).toBe(false)
  })

  it('is everything for whoever runs the folder, and through a view what both allow', () => {
    expect(reads(link)).toEqual({ everything: true, sensitive: true, categories })
    const through = (roles: readonly string[], caller: Caller) => reads(lookingAs(caller, { trail: 'orders', roles }))
    expect(through(['support'], link)).toEqual({
      everything: false,
      sensitive: false,
      categories: ['data', 'workflow'],
    })
    expect(through(['auditor'], person(starter('finance')))).toEqual(reads(person(starter('finance'))))
    expect(through(['support'], person(starter('administrator')))).toEqual(nothing)
    expect(reads(lookingAs(link, { trail: 'payroll', roles: ['support'] }))).toEqual(reads(link))
    expect(reads(lookingAs(lookingAs(link, { trail: 'orders', roles: ['support'] }), undefined))).toEqual(reads(link))
  })
})
