import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { orderEvent } from '../http/firm-events.ts'
import { RunningServer, type TrailKeys } from '../http/running-server.ts'
import { makeCertificate } from '../outbound/certificate.ts'
import { Mailbox, opened } from '../watch/mailbox.ts'
import { HttpsReceiver, until } from '../watch/receivers.ts'
import { findings } from './axe.ts'
import { chromiumPath, openBrowser, openPage, whyNot } from './browser.ts'

/** What is wrong with the page as it stands, in light, dark, forced colours and on a phone. */
async function faults(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (const media of [
    { colorScheme: 'light', forcedColors: 'none' },
    { colorScheme: 'dark', forcedColors: 'none' },
    { colorScheme: 'dark', forcedColors: 'active' },
  ] as const) {
    await page.emulateMedia(media)
    found.push(...(await findings(page, media.colorScheme === 'light' ? 'everything' : 'colours')))
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
  await page.setViewportSize({ width: 320, height: 900 })
  found.push(...(await findings(page)))
  const needs = await page.evaluate(() => document.documentElement.scrollWidth)
  if (needs > 320) found.push(`it is ${needs} px wide at 320 px`)
  await page.setViewportSize({ width: 1280, height: 900 })
  return found
}

describe.skipIf(chromiumPath === undefined)(`alerts, reviews and copies${whyNot}`, () => {
  const certificate = makeCertificate()
  let browser: Browser
  let server: RunningServer
  let mailbox: Mailbox
  let trail: TrailKeys
  let page: Page
  let misdeeds: string[]
  beforeAll(async () => {
    mailbox = await Mailbox.start(certificate, 'tls')
    server = await RunningServer.start({
      outbound: { allow: ['localhost'], ca: certificate.cert },
      mail: { url: `smtps://localhost:${mailbox.port}`, from: 'Daybook <daybook@example.com>' },
    })
    trail = await server.trail('office')
    const roleChange = (before: string, after: string) => ({
      ...{ action: 'user.role_changed', object: { type: 'user', id: 'u_9', name: 'Jonas Weber' } },
      changes: [{ field: 'role', before, after }],
    })
    const events = [
      orderEvent(1, { action: 'refund.approved', occurredAt: new Date(Date.now() - 3 * 86_400_000).toISOString() }),
      orderEvent(2, roleChange('Viewer', 'Editor')),
      orderEvent(3, roleChange('Editor', 'Administrator')),
    ]
    expect((await server.post(`${trail.path}/events`, events, trail.writer)).status).toBe(200)
    browser = await openBrowser()
    ;({ page, misdeeds } = await openPage(browser))
    const { link } = (await server.post('/v1/links', {})).json
    await page.goto(link)
    await page.waitForURL(/\/(t\/.*)?$/)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.remove()
    await mailbox?.stop()
  })

  test('an alert is set from a search, tried on the past first, and reads as a sentence', async () => {
    await page.goto(`${server.url}/t/office/search?q=action:refund.*`)
    await page.getByRole('link', { name: 'Alert me about this' }).click()
    await page.getByRole('heading', { name: 'Set an alert' }).waitFor()
    await page.getByLabel('Name').fill('Refunds')
    await page.getByRole('button', { name: 'Try it on the last 30 days' }).click()
    await page.getByText('In the last 30 days 1 event matches. It would have fired 1 time:').waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByLabel('E-mail addresses').fill('ops@example.com')
    await page.getByRole('button', { name: 'Set the alert' }).click()
    await page.getByText(/^When an event matches “.*”.*, show it here and tell ops@example.com\./).waitFor()
    const event = orderEvent(4, { action: 'refund.approved', occurredAt: new Date().toISOString() })
    await server.post(`${trail.path}/events`, event, trail.writer)
    await until(() => mailbox.mails.length === 1)
    expect(opened(mailbox.mails[0]?.text ?? '').text).toContain('approved')
    await page.reload()
    await page.getByText(/^Last fired .*: 1 event$/).waitFor()
    // What is new is open already; beside the way here stands how many there are.
    await page.getByText('Told', { exact: true }).waitFor()
    await expect.poll(() => page.getByRole('link', { name: 'Alerts 1 new' }).count()).toBe(1)
    expect(await faults(page)).toEqual([])
    await page.goto(`${server.url}/t/office`)
    await page.getByRole('heading', { name: 'New alerts' }).waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('link', { name: 'See the event', exact: true }).click()
    await page.waitForURL(/\/search\?q=action%3Arefund/)
    await page.getByRole('link', { name: 'Alerts', exact: true }).waitFor()
    await page.goto(`${server.url}/t/office/alerts`)
    await page.getByText(/^Last fired .*: 1 event$/).waitFor()
    await expect.poll(() => page.getByText('New', { exact: true }).count()).toBe(0)
    await page.getByRole('combobox', { name: 'Mute: Refunds' }).selectOption('day')
    await page.getByText(/^Muted until /).waitFor()
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('button', { name: 'Remove it for good' }).click()
    await page.getByText('There is no alert yet').waitFor()
  })

  test('a review shows what each person got and lost, and is signed off once', async () => {
    await page.goto(`${server.url}/t/office/reviews`)
    await page.getByRole('heading', { name: 'Permission changes' }).waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('link', { name: 'Look through it: Permission changes' }).click()
    const jonas = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Jonas Weber' }) })
    await jonas.waitFor()
    await expect.poll(() => jonas.locator('dd').allInnerTexts()).toEqual(['Administrator', 'Viewer'])
    await expect.poll(() => jonas.getByRole('heading').textContent()).toBe('Jonas Weber in the tool')
    // A key says in words what it may do.
    await expect.poll(() => page.getByText('sends events and reads none').count()).toBeGreaterThan(0)
    await expect.poll(() => jonas.getByRole('link').count()).toBe(2)
    await page.getByLabel('To whom').selectOption('user/u_9')
    await page.waitForURL(/person=user%2Fu_9/)
    await page.getByText('2 of 2 changes shown').waitFor()
    await page.getByLabel('To whom').selectOption('')
    expect(await faults(page)).toEqual([])
    await page.getByLabel('What you looked at and what you found').fill('Jonas is the new lead')
    await page.getByRole('button', { name: 'Sign it off' }).click()
    await page.getByText(/^Signed off\. The next review begins after event/).waitFor()
    // What was signed stands there with the day of the next; the form waits until somebody wants it.
    await page.getByText(/^Signed off by Administrator, /).waitFor()
    await page.getByText(/^Next due /).waitFor()
    await expect.poll(() => page.getByLabel('What you looked at and what you found').count()).toBe(0)
    await page.reload()
    await page.getByText('Jonas is the new lead').waitFor()
    await page.getByRole('button', { name: 'Sign off before it is due' }).waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('link', { name: 'All reviews' }).click()
    await page.getByText('Jonas is the new lead').waitFor()
    await page.getByRole('link', { name: 'Look through it: The log of this trail' }).click()
    await page.getByRole('heading', { name: 'What was set' }).waitFor()
    expect(await faults(page)).toEqual([])
  })

  test('a receiver of copies says how it stands, and what is wrong in plain words', async () => {
    const receiver = await HttpsReceiver.start(certificate)
    await page.goto(`${server.url}/t/office/settings/copies`)
    await page.getByText('No system gets copies yet.').waitFor()
    await page.getByRole('button', { name: 'Send copies to a system' }).click()
    await page.getByLabel('Name').fill('Monitoring')
    await page.getByLabel('Address').fill(receiver.url)
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Send copies', exact: true }).click()
    await page.getByText(/^whsec_/).waitFor()
    await page.getByText('Waiting', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('The receiver took the test message.').waitFor()
    receiver.status = 503
    await server.post(`${trail.path}/events`, orderEvent(5), trail.writer)
    await page.getByText(/^It answers 503\. Since /).waitFor()
    await page.getByText('Fails', { exact: true }).waitFor()
    expect(await faults(page)).toEqual([])
    await receiver.stop()
    expect(misdeeds).toEqual([])
  })
})
