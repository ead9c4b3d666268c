import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunningServer, TrailKeys } from '../http/running-server.ts'
import { Browser, join, makeOwner, startFirm } from '../people/firm-people.ts'
import { until } from './receivers.ts'

const { startWatching } = await import(new URL('../../../../examples/back-office/watching.mjs', import.meta.url).href)

let server: RunningServer
let trail: TrailKeys
let owner: Browser
beforeAll(async () => {
  server = await startFirm()
  trail = await server.trail('office')
  owner = await makeOwner(server)
})
afterAll(() => server.remove())

it('the people of the example firm watch from the first start, and the first thing they see is who comes', async () => {
  const watches = async (email: string, roles: readonly string[]) => {
    const { browser } = await join(server, owner, email, roles, trail.name)
    await startWatching({ url: server.url, trail: trail.name, email, cookie: browser.cookie })
    expect((await browser.session()).status).toBe(401)
    await browser.signIn(email)
    return browser
  }
  const nora = await watches('nora.ellis@tidewater.example', ['security'])
  const alerts = (await nora.get(`${trail.path}/alerts`)).json.data
  expect(alerts.map(({ to, mayChange }: { to: unknown; mayChange: boolean }) => [to, mayChange])).toEqual(
    Array(4).fill([[], true]),
  )
  const reviews = (await nora.get(`${trail.path}/reviews`)).json.data
  expect(reviews.map(({ signed }: { signed: readonly { by: string }[] }) => signed.map(({ by }) => by))).toEqual([
    [],
    ['nora.ellis'],
  ])
  const daniel = await watches('daniel.roth@tidewater.example', ['management', 'finance'])
  expect((await daniel.get(`${trail.path}/alerts`)).json.data).toMatchObject([{ atLeast: 3, withinMinutes: 1440 }])
  await until(async () => (await nora.get(`${trail.path}/unread-alerts`)).json.count === 1)
  expect((await nora.get(`${trail.path}/unread-alerts`)).json.data).toMatchObject([
    { alert: { name: 'People and keys of this trail' }, newest: expect.stringContaining('invited') },
  ])

  // Somebody guesses a password of theirs: the alert sees what the tool says of sign-ins and what the trail says of its own.
  for (const word of ['tidewater', 'Tidewater1', 'Tidewater2'])
    expect((await new Browser(server).signIn('daniel.roth@tidewater.example', undefined, word)).status).toBe(401)
  await until(async () => (await nora.get(`${trail.path}/unread-alerts`)).json.count === 2)
  expect((await nora.get(`${trail.path}/unread-alerts`)).json.data).toContainEqual(
    expect.objectContaining({ count: 3, alert: expect.objectContaining({ name: 'Failed sign-ins, close together' }) }),
  )
})
