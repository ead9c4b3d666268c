import { join as joinPath } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent, orderEvents } from '../http/firm-events.ts'
import type { RunningServer, TrailKeys } from '../http/running-server.ts'
import { type Browser, join, makeOwner, startFirm } from '../people/firm-people.ts'
import { until } from './receivers.ts'

let server: RunningServer
let trail: TrailKeys
let owner: Browser
let sam: { readonly id: string; readonly browser: Browser }
beforeAll(async () => {
  server = await startFirm()
  trail = await server.trail('orders')
  owner = await makeOwner(server)
  sam = await join(server, owner, 'sam@tidewater.example', ['security'])
})
afterAll(() => server.remove())

const roleChange = (person: string, before: unknown, after: unknown, n = 1) =>
  orderEvent(n, {
    action: 'user.role_changed',
    object: { type: 'user', id: person, name: person },
    changes: [{ field: 'role', before, after }],
  })
const append = async (events: unknown) => {
  const answer = await server.post(`${trail.path}/events`, events, trail.writer)
  expect(answer.status).toBe(200)
}
const open = (kind: string, browser: Browser = sam.browser) => browser.get(`${trail.path}/reviews/${kind}`)
/** Until the review has what was recorded up to now. */
const whole = async (kind: string, browser?: Browser) => {
  await server.get(`${trail.path}/events?limit=1`)
  const { size } = (await server.get('/v1/trails')).json.data[0]
  let answer = await open(kind, browser)
  await until(async () => {
    answer = await open(kind, browser)
    return answer.json.range.to >= size
  })
  return answer.json
}

describe('the review of permission changes', () => {
  it('lists by person what came and went since the last, each with its event, and nothing else', async () => {
    await append([
      ...orderEvents(5),
      roleChange('u_1', 'viewer', 'editor'),
      roleChange('u_1', 'editor', 'admin'),
      orderEvent(2, { action: 'user.signed_in' }),
      orderEvent(3, { action: 'user.sign_in_failed', outcome: 'failure' }),
      roleChange('u_2', ['a', 'b'], ['b', 'c']),
      orderEvent(4, { action: 'user.deactivated', object: { type: 'user', id: 'u_3', name: 'u_3' }, changes: [] }),
      // The name is about signing in, and what it did is not.
      orderEvent(6, {
        action: 'user.session_policy_changed',
        object: { type: 'user', id: 'u_4', name: 'u_4' },
        changes: [{ field: 'permission', before: 'own', after: 'all' }],
      }),
      orderEvent(7, { action: 'user.session_revoked', object: { type: 'user', id: 'u_5', name: 'u_5' }, changes: [] }),
    ])
    const review = await whole('permissions')
    expect(review).toMatchObject({ kind: 'permissions', isWhole: true, range: { from: 0 } })
    const users = review.subjects.filter(({ type }: { type: string }) => type === 'user')
    expect(users).toMatchObject([
      { id: 'u_1', gained: ['admin'], lost: ['viewer'], changes: [{ gained: ['editor'], lost: ['viewer'] }, {}] },
      { id: 'u_2', gained: ['c'], lost: ['a'] },
      { id: 'u_3', gained: [], lost: [], changes: [{ sentence: expect.stringContaining('deactivated the account of u_3') }] },
      { id: 'u_4', gained: ['all'], lost: ['own'] },
    ])
    // What changed about the trail itself counts as much as what changed in the tool.
    const types = new Set(review.subjects.map(({ type }: { type: string }) => type))
    expect([...types].sort()).toEqual(['access_key', 'person', 'user'])
  })

  it('is signed off once, with a note, over the exact range; the next begins where it ended', async () => {
    const { range } = await whole('permissions')
    const sign = (more: object = {}) =>
      sam.browser.post(`${trail.path}/reviews`, { kind: 'permissions', to: range.to, note: 'Looked at all of it', ...more })
    expect((await sign({ note: ' ' })).status).toBe(422)
    expect((await sign({ to: range.to + 100 })).json.code).toBe('review_moved_on')
    const signed = await sign()
    expect([signed.status, signed.json]).toMatchObject([201, { by: 'sam', range, note: 'Looked at all of it' }])
    expect((await sign()).json.code).toBe('review_moved_on')
    const [event] = (await server.get(`${trail.path}/events?category=trail&action=trail.review_signed_off`)).json.data
    expect(event).toMatchObject({
      actor: { id: sam.id },
      reason: 'Looked at all of it',
      context: { kind: 'permissions', from: range.from, to: range.to },
    })
    expect(event.sentence).toMatch(/^sam signed off the review of permission changes: \d+ events$/)
    await append([roleChange('u_1', 'admin', 'viewer')])
    const next = await whole('permissions')
    expect(next.range.from).toBe(range.to)
    expect(next.subjects.map(({ id }: { id: string }) => id)).toContain('u_1')
  })

  it('leaves changes to whoever signs for somebody else', async () => {
    await append([roleChange('Sam@Tidewater.example', 'viewer', 'admin')])
    const review = await whole('permissions')
    const mine = review.subjects.find(({ id }: { id: string }) => id === 'Sam@Tidewater.example')
    expect(mine.changes).toMatchObject([{ isYours: true }])
    const signed = await sam.browser.post(`${trail.path}/reviews`, { kind: 'permissions', to: review.range.to, note: 'Done' })
    // The other one is that of the second review, where the change was to Sam as well: Sam's own account.
    expect(signed.json.leftOpen).toBeGreaterThan(0)
    const ines = await join(server, owner, 'ines@tidewater.example', ['security'])
    const left = await whole('permissions', ines.browser)
    const hers = left.subjects.find(({ id }: { id: string }) => id === 'Sam@Tidewater.example')
    expect(hers.changes).toMatchObject([{ isYours: false }])
    const done = await ines.browser.post(`${trail.path}/reviews`, { kind: 'permissions', to: left.range.to, note: 'Done' })
    expect(done.status).toBe(201)
    const after = await whole('permissions')
    expect(after.subjects.map(({ id }: { id: string }) => id)).not.toContain('Sam@Tidewater.example')
  })

  it('comes in pages that stay those of one range, counted as a whole, by whom, what and from whom', async () => {
    const before = await whole('permissions')
    const many = Array.from({ length: 70 }, (_, n) => roleChange(`many_${n % 7}`, `r${n}`, `r${n + 1}`))
    const self = {
      ...roleChange('eve@tidewater.example', 'viewer', 'owner'),
      actor: { type: 'user', id: 'u_66', name: 'Eve', email: 'Eve@tidewater.example' },
    }
    await append([...many, self])
    const page = async (asked: object) =>
      (await sam.browser.get(`${trail.path}/reviews/permissions?${new URLSearchParams({ ...asked })}`)).json
    await until(async () => (await page({})).counts.changes === before.counts.changes + 71)
    const first = await page({})
    const { to } = first.range
    const seqs = (one: { subjects: { changes: { seq: number }[] }[] }) =>
      one.subjects.flatMap(({ changes }) => changes.map(({ seq }) => seq))
    expect(seqs(first)).toHaveLength(50)
    await append([roleChange('later', 'a', 'b')])
    const second = await page({ to, cursor: first.nextCursor })
    expect(second.counts).toEqual(first.counts)
    expect(seqs(second)).toHaveLength(first.counts.changes - 50)
    expect(new Set([...seqs(first), ...seqs(second)]).size).toBe(first.counts.changes)
    expect(second.nextCursor).toBeNull()
    // What somebody has got and lost is of all their changes, on whatever page they stand.
    expect(first.subjects[0]).toMatchObject({ count: 10, isContinued: false })
    const [person] = (await page({ to, person: 'user/many_3', limit: 4 })).subjects
    expect(person).toMatchObject({ id: 'many_3', count: 10, changes: { length: 4 } })
    const rest = await page({
      to,
      person: 'user/many_3',
      limit: 4,
      cursor: (await page({ to, person: 'user/many_3', limit: 4 })).nextCursor,
    })
    expect(rest.subjects[0]).toMatchObject({ id: 'many_3', count: 10, isContinued: true, gained: person.gained })
    const byEve = await page({ to, by: 'u_66', kind: 'user.role_changed' })
    expect(byEve).toMatchObject({ matching: 1, subjects: [{ changes: [{ by: 'Eve', bySelf: true }] }] })
    expect(first.counts.bySelf).toBeGreaterThan(0)
    expect(first.choices.by).toContainEqual({ value: 'u_66', label: 'Eve', type: 'user', count: 1 })
    // A cursor is of its own list.
    for (const asked of [{ cursor: first.nextCursor, to, by: 'u_66' }, { cursor: first.nextCursor }, { cursor: 'x', to }])
      expect((await page(asked)).code).toBe('review_moved_on')
    expect((await page({ limit: 0 })).code).toBe('bad_parameter')
    expect(first.standing).toMatchObject({ everyDays: 30, isOverdue: false, last: { by: expect.any(String) } })
  })

  it('is signed off by somebody who sees all of it', async () => {
    const max = await join(server, owner, 'max@tidewater.example', ['management'])
    const review = await whole('permissions', max.browser)
    expect(review.isWhole).toBe(false)
    const signed = await max.browser.post(`${trail.path}/reviews`, { kind: 'permissions', to: review.range.to, note: 'x' })
    expect([signed.status, signed.json.code]).toEqual([403, 'forbidden'])
  })
})

describe('a key', () => {
  it('signs off no change to whoever made it', async () => {
    const other = await server.trail('by-key')
    const { key } = (await owner.post(`${other.path}/keys`, { role: 'admin', name: 'Reviews' })).json
    const { who } = (await owner.get('/v1/session')).json
    await server.post(
      `${other.path}/events`,
      [roleChange(who.email, 'viewer', 'admin'), roleChange('u_9', 'viewer', 'admin', 2)],
      other.writer,
    )
    const path = `${other.path}/reviews/permissions`
    await until(async () => (await server.get(path, key)).json.counts.subjects >= 2)
    const review = (await server.get(path, key)).json
    const yours = review.subjects.filter(({ changes }: { changes: { isYours: boolean }[] }) => changes.some((one) => one.isYours))
    expect(yours.map(({ id }: { id: string }) => id)).toContain(who.email)
    const to = review.range.to
    const signed = await server.post(`${other.path}/reviews`, { kind: 'permissions', to, note: 'Fine' }, key)
    expect([signed.status, signed.json.leftOpen]).toEqual([201, review.counts.yours])
    expect((await server.get(path, key)).json.subjects.map(({ id }: { id: string }) => id)).toContain(who.email)
  })
})

describe('the weekly review of the log', () => {
  it('says what was read, exported and set, who could not sign in, and what is missing', async () => {
    await sam.browser.get(`${trail.path}/export?format=ndjson`)
    await sam.browser.post('/v1/session', { email: 'sam@tidewater.example', password: 'wrong wrong wrong' })
    const review = await whole('log')
    const counts = Object.fromEntries(
      review.sections.flatMap(({ actions }: { actions: { action: string; count: number }[] }) =>
        actions.map(({ action, count }) => [action, count]),
      ),
    )
    expect(counts['trail.exported']).toBe(1)
    expect(counts['trail.key_created']).toBe(3)
    expect(counts['trail.review_signed_off']).toBe(3)
    expect(review.sections.map(({ section }: { section: string }) => section)).toEqual(
      expect.arrayContaining(['reading', 'settings', 'health']),
    )
    const signed = await sam.browser.post(`${trail.path}/reviews`, { kind: 'log', to: review.range.to, note: 'All known' })
    expect(signed.status).toBe(201)
    const next = await whole('log')
    expect(next.range.from).toBe(review.range.to)
    expect(
      next.sections.flatMap(({ actions }: { actions: { action: string }[] }) => actions.map(({ action }) => action)),
    ).not.toContain('trail.key_created')
  })

  it('is due every week, and who may not review sees nothing of it', async () => {
    const { json } = await sam.browser.get(`${trail.path}/reviews`)
    expect(json.data).toMatchObject([
      { kind: 'permissions', everyDays: 30, isOverdue: false, signed: [{ by: 'ines' }, { by: 'sam' }, { by: 'sam' }] },
      { kind: 'log', everyDays: 7, isOverdue: false, signed: [{ note: 'All known' }] },
    ])
    const ola = await join(server, owner, 'ola@tidewater.example', ['operations'])
    for (const path of ['', '/permissions', '/log'])
      expect((await ola.browser.get(`${trail.path}/reviews${path}`)).status).toBe(403)
    expect((await sam.browser.get(`${trail.path}/reviews/nothing`)).status).toBe(404)
    // As if it had been signed eight days ago.
    const db = new DatabaseSync(joinPath(server.data, 'access.db'))
    db.prepare("UPDATE reviews SET at = at - 8 * 86400000 WHERE kind = 'log'").run()
    db.close()
    const later = (await sam.browser.get(`${trail.path}/reviews`)).json.data
    expect(later.map(({ isOverdue }: { isOverdue: boolean }) => isOverdue)).toEqual([false, true])
  })
})
