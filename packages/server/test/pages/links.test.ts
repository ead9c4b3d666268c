import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, whyNot } from './browser.ts'
import { idOf } from './firm.ts'
import { type Office, openOffice } from './office.ts'

const halfHour = 1_800_000

/** Something every half hour, over the nights in which clocks change in Europe and in America. */
const halfHours = (from: string, to: string): readonly object[] => {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  return Array.from({ length: (end - start) / halfHour }, (_, n) => eventAt(start + n * halfHour))
}
const eventAt = (ms: number, name = '') => {
  const at = new Date(ms).toISOString()
  return {
    id: idOf(`${name}${at}`),
    action: 'order.updated',
    occurredAt: at,
    actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
    source: { type: 'user_action' },
    object: { type: 'order', id: `${name}${ms}`, name: `Order ${name}${at.slice(0, 16)}` },
    changes: [{ field: 'status', before: 'Draft', after: 'Sent' }],
  }
}

/** Days on which clocks change: how long they are, and the instants between which they lie. */
const days = [
  { zone: 'Europe/Berlin', day: '2026-10-25', from: '2026-10-24T22:00:00Z', to: '2026-10-25T23:00:00Z', events: 50 },
  { zone: 'Europe/Berlin', day: '2026-03-29', from: '2026-03-28T23:00:00Z', to: '2026-03-29T22:00:00Z', events: 46 },
  { zone: 'America/New_York', day: '2026-11-01', from: '2026-11-01T04:00:00Z', to: '2026-11-02T05:00:00Z', events: 50 },
  { zone: 'America/New_York', day: '2026-03-08', from: '2026-03-08T05:00:00Z', to: '2026-03-09T04:00:00Z', events: 46 },
] as const
const named = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T12:00:00Z`),
  )

describe.skipIf(chromiumPath === undefined)(`links to what was seen${whyNot}`, () => {
  let browser: Browser
  let office: Office
  const pages = new Map<string, Page>()
  /** A browser of somebody who lives in a zone. */
  const pageIn = async (zone: string): Promise<Page> => {
    const known = pages.get(zone)
    if (known) return known
    const context = await browser.newContext({ timezoneId: zone, locale: 'en-GB', viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await office.signIn(page)
    pages.set(zone, page)
    return page
  }

  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    await office.record([
      ...halfHours('2026-03-07T12:00:00Z', '2026-03-09T12:00:00Z'),
      ...halfHours('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z'),
      ...halfHours('2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z'),
      ...halfHours('2026-10-31T12:00:00Z', '2026-11-02T12:00:00Z'),
    ])
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  /** What a search shows, to the last page: the ids in order, and how many it says there are. */
  const shown = async (page: Page, address: string) => {
    await page.goto(new URL(address, office.url).href)
    return seen(page)
  }
  const seen = async (page: Page) => {
    await page.locator('.found-count span').first().filter({ hasText: /event/ }).waitFor()
    await page.locator('.row').first().waitFor()
    for (const more = page.getByRole('button', { name: /^(Load|Show) more/ }); await more.isVisible(); ) {
      const before = await page.locator('.row').count()
      await more.click()
      await expect.poll(() => page.locator('.row').count()).toBeGreaterThan(before)
    }
    const count = await page.locator('.found-count span').first().textContent()
    const ids = await page
      .locator('.row-link')
      .evaluateAll((links) => links.map((link) => (link as unknown as { id: string }).id.replace(/^row-/, '')))
    const groups = await page.locator('.day-name').allTextContents()
    return { count, ids, groups, address: page.url() }
  }
  const same = ({ count, ids }: Awaited<ReturnType<typeof seen>>) => ({ count, ids })
  const settled = (page: Page, events: number) =>
    page
      .locator('.found-count')
      .filter({ hasText: new RegExp(`^${events} event`) })
      .waitFor()

  test.each(days)('$day in $zone is a day of $events half hours, and the same to a browser elsewhere', async (one) => {
    const page = await pageIn(one.zone)
    await page.goto(`${office.url}/t/office/search`)
    await page.locator('.range input').first().fill(one.day)
    await page.waitForURL(/from=/)
    await page.locator('.range input').nth(1).fill(one.day)
    await page.waitForURL(/to=/)
    await settled(page, one.events)
    const here = await seen(page)
    const parts = new URL(here.address).searchParams
    expect([Date.parse(parts.get('from') ?? ''), Date.parse(parts.get('to') ?? '')]).toEqual([
      Date.parse(one.from),
      Date.parse(one.to),
    ])
    expect([here.count, here.groups, here.ids.length]).toEqual([`${one.events} events`, [named(one.day)], one.events])
    expect(
      await page.locator('.range input').evaluateAll((all) => all.map((it) => (it as unknown as { value: string }).value)),
    ).toEqual([one.day, one.day])
    await page.reload()
    await expect.poll(() => seen(page)).toEqual(here)
    const elsewhere = await pageIn('Asia/Kolkata')
    expect(same(await shown(elsewhere, here.address))).toEqual(same(here))
    expect((await seen(elsewhere)).groups).toHaveLength(2)
  })

  test('whichever zone is chosen, the same events are shown, by the days of that zone', async () => {
    const page = await pageIn('Europe/Berlin')
    const put = await office.ask('PUT', '/v1/trails/office/zone', { zone: 'America/New_York' })
    expect(put.ok).toBe(true)
    const { from, to } = days[0]
    const local = await shown(page, `/t/office/search?from=${from}&to=${to}`)
    for (const [choice, groups] of [
      ['team', ['Sunday, 25 October 2026', 'Saturday, 24 October 2026']],
      ['utc', ['Sunday, 25 October 2026', 'Saturday, 24 October 2026']],
      ['local', ['Sunday, 25 October 2026']],
    ] as const) {
      await page.locator('.zone-switch select').selectOption(choice)
      const regrouped = async () => {
        const here = await seen(page)
        return [same(here), here.groups, here.address]
      }
      await expect.poll(regrouped).toEqual([same(local), groups, local.address])
    }
  })

  test('spans of time over both changes of clocks begin when days begin where the reader is', async () => {
    const page = await pageIn('Europe/Berlin')
    await shown(page, '/t/office/search')
    await page.locator('.histogram-table summary').click()
    await expect.poll(() => page.locator('.histogram-table tbody button').count()).toBeGreaterThan(20)
    const texts = await page.locator('.histogram-table tbody button').allTextContents()
    expect(texts.filter((text) => !/00:00$/.test(text))).toEqual([])
    const counts = await page.locator('.histogram-table tbody td:nth-child(2)').allTextContents()
    expect(counts.reduce((sum, text) => sum + Number(text), 0)).toBe(384)
  })

  test('back leads to the search as it was, with an event open and without', async () => {
    const page = await pageIn('Europe/Berlin')
    const first = await shown(page, '/t/office/search?q=actor%3Amaria&from=2026-10-24T22:00:00Z&to=2026-10-25T23:00:00Z')
    await page.locator('.row-link').nth(3).click()
    await page.waitForURL(/\/events\//)
    const open = page.url()
    await page.goBack()
    await page.waitForURL(first.address)
    await expect.poll(() => seen(page)).toEqual(first)
    await page.goForward()
    await page.waitForURL(open)
    await page.reload()
    await page.locator('.event-sentence, h1, h2').first().waitFor()
    await page.goBack()
    await page.waitForURL(first.address)
    await expect.poll(() => seen(page)).toEqual(first)
  })

  test('a frozen link shows exactly what was seen, whatever is recorded later, and what leaves by it is the same', async () => {
    const page = await pageIn('Europe/Berlin')
    const before = await shown(page, '/t/office/search?q=order&from=2026-10-25&to=2026-10-26')
    expect(before.count).toBe('48 events')
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Shows exactly what you see now: 48 events.', { exact: false }).waitFor()
    const [moving = '', frozen = ''] = await page
      .locator('.link-choices input')
      .evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value))
    await page.keyboard.press('Escape')
    expect(new URL(frozen).searchParams.get('upto')).toMatch(/^\d+$/)
    // Late: recorded now, with times among those that were seen.
    const late = [4, 11, 30].map((n) => eventAt(Date.parse('2026-10-25T00:10:00Z') + n * halfHour, 'late '))
    await office.record(late)
    const elsewhere = await pageIn('Asia/Kolkata')
    expect(same(await shown(elsewhere, frozen))).toEqual(same(before))
    const facet = elsewhere.locator('.facet, .facets').filter({ hasText: 'Maria Lopez' }).first()
    await expect.poll(() => facet.textContent()).toContain('48')
    await elsewhere.reload()
    expect(same(await seen(elsewhere))).toEqual(same(before))
    await elsewhere.getByRole('button', { name: 'Export…' }).click()
    await elsewhere.locator('.export-count').filter({ hasText: '48 events leave' }).waitFor()
    await elsewhere.locator('.dialog select').selectOption('ndjson')
    const [download] = await Promise.all([
      elsewhere.waitForEvent('download'),
      elsewhere.getByRole('link', { name: 'Export', exact: true }).click(),
    ])
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line).id).toSorted()).toEqual(before.ids.toSorted())
    expect((await shown(page, moving)).count).toBe('51 events')
    await elsewhere.locator('.chip').filter({ hasText: 'as recorded up to' }).click()
    await elsewhere.waitForURL((url) => !url.searchParams.has('upto'))
    await settled(elsewhere, 51)
  })
})
