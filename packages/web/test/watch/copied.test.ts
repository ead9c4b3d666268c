import { describe, expect, test } from 'vitest'
import type { TrailRole } from '../../src/people/people-api.ts'
import { begunWith, isTaken, mayCopy, offeredRoles, sendsNothing } from '../../src/watch/copied.ts'
import type { ForwarderSettings } from '../../src/watch/watch-api.ts'

const role = (name: string, more: Partial<TrailRole>): TrailRole => ({
  ...{ name, label: name, description: '', origin: 'own', heldBy: [], mayChange: true, rights: ['read'], grants: [] },
  ...more,
})
const support = role('support', { grants: [{ categories: ['data'] }] })
const all = role('all', { grants: [{}] })
const settings = role('settings', { grants: [{ categories: ['trail'] }] })
const mute = role('mute', { grants: [{}], rights: ['administer'] })
const roles = [support, all, settings, mute]
const asked: ForwarderSettings = {
  ...{ name: 'Monitoring', receiver: { kind: 'https', url: 'https://a.example' }, q: '', own: false, roles: [], paused: false },
}
const names = (some: readonly TrailRole[]) => some.map(({ name }) => name)

describe('what somebody may have copied', () => {
  test('an owner chooses any role or none; everybody else their own that read something, beside what is set', () => {
    expect(offeredRoles({ roles, held: undefined }, [])).toEqual(roles)
    expect(isTaken(asked, undefined, { roles, held: undefined })).toBe(true)
    const copied = { roles, held: [support, settings, mute] }
    expect(names(offeredRoles(copied, []))).toEqual(['support', 'settings'])
    expect(names(offeredRoles(copied, ['all']))).toEqual(['support', 'all', 'settings'])
    expect(isTaken(asked, undefined, copied)).toBe(false)
    expect(isTaken({ ...asked, roles: ['support', 'all'] }, undefined, copied)).toBe(false)
    expect(isTaken({ ...asked, roles: ['support'] }, undefined, copied)).toBe(true)
  })

  test('nothing is to be copied by who holds no role that reads', () => {
    expect(mayCopy({ roles, held: undefined })).toBe(true)
    expect(mayCopy({ roles, held: [mute] })).toBe(false)
    expect(mayCopy({ roles, held: [mute, support] })).toBe(true)
  })

  test('a name is changed by every administrator, what leaves only as they read it', () => {
    const copied = { roles, held: [support] }
    const before = { ...asked, roles: ['all'] }
    expect(isTaken({ ...before, name: 'Other' }, before, copied)).toBe(true)
    expect(isTaken({ ...before, q: 'order' }, before, copied)).toBe(false)
    expect(isTaken({ ...before, q: 'order', roles: ['support'] }, before, copied)).toBe(true)
  })

  test('the one role there is to choose is chosen, with the events that it reads', () => {
    expect(begunWith(asked, { roles, held: undefined })).toEqual(asked)
    expect(begunWith(asked, { roles, held: [support, all] })).toEqual(asked)
    expect(begunWith(asked, { roles, held: [support] })).toEqual({ ...asked, roles: ['support'] })
    expect(begunWith(asked, { roles, held: [settings] })).toEqual({ ...asked, roles: ['settings'], own: true })
    expect(sendsNothing({ ...asked, roles: ['settings'] }, { roles, held: [settings] })).toBe(true)
    expect(sendsNothing({ ...asked, roles: ['settings'], own: true }, { roles, held: [settings] })).toBe(false)
    expect(sendsNothing({ ...asked, roles: ['settings', 'all'] }, { roles, held: undefined })).toBe(false)
  })
})
