import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPage, type WatchedPage, whyNot } from './browser.ts'
import { day, idOf, many } from './firm.ts'
import { type Office, openOffice } from './office.ts'

describe.skipIf(chromiumPath === undefined)(`the pages, in a browser, on a real server${whyNot}`, () => {
  let browser: Browser
  let office: Office
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    await office.record([...many(120), ...day])
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  /** A signed-in person's page that is closed again, and that nothing bad happened on. */
  async function visit(look: (page: Page, watched: WatchedPage) => Promise<void>, path = ''): Promise<void> {
    const watched = await openPage(browser)
    await office.signIn(watched.page)
    if (path !== '') await watched.page.goto(`${office.url}${path}`)
    await look(watched.page, watched)
    expect(watched.misdeeds).toEqual([])
    await watched.page.context().close()
  }
  const rows = (page: Page) => page.locator('.row')
  // Many sign-ins in a row are one row.
  const ownWords = /signed in|events in a row/
  const sentence = (page: Page, text: string) => page.getByRole('link', { name: text })

  test('a link signs in once, leads to the events, and says so when it is used again', async () => {
    const link = await office.link()
    const first = await openPage(browser)
    await first.page.goto(link)
    await first.page.waitForURL(`${office.url}/t/office`)
    expect(first.page.url()).not.toContain('#')
    const second = await openPage(browser)
    await second.page.goto(link)
    await second.page.getByText('This link has been used already').waitFor()
    await second.page.getByText('daybook link').waitFor()
    await first.page.context().close()
    await second.page.context().close()
  })

  test('somebody who is not signed in is told how to get a link', async () => {
    const { page } = await openPage(browser)
    await page.goto(`${office.url}/t/office`)
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await page.getByText('daybook link').waitFor()
    await page.context().close()
  })

  test('the newest events read as sentences, by day, with people and systems told apart in words', async () => {
    await visit(async (page) => {
      await rows(page).first().waitFor()
      await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('Events of office')
      await page.getByText('124 events').waitFor()
      await expect.poll(() => page.locator('.day-name').first().textContent()).toContain('Saturday')
      await expect.poll(() => page.locator('.day-name').first().textContent()).toContain('21 November 2026')
      const failed = rows(page).first()
      await expect.poll(() => failed.textContent()).toContain('Maria Lopez')
      await expect.poll(() => failed.textContent()).toContain('Failed')
      await expect.poll(() => failed.locator('.badge').textContent()).toContain('API')
      const closed = rows(page).nth(1)
      await expect.poll(() => closed.textContent()).toContain('Stale ticket closer')
      await expect.poll(() => closed.locator('.badge').textContent()).toMatch(/by a system\s+Automation/)
      await expect.poll(() => rows(page).nth(2).locator('.badge').textContent()).toMatch(/by a person\s+Admin action/)
      await expect.poll(() => closed.locator('time').getAttribute('datetime')).toBe('2026-11-21T03:00:00.000Z')
      await expect.poll(() => closed.locator('time').textContent()).toBe('04:00')
    })
  })

  test('more are loaded at the reader’s wish until the trail’s beginning, each once', async () => {
    await visit(async (page) => {
      await page.getByText('50 of 124 shown').waitFor()
      await page.getByRole('button', { name: 'Load more' }).click()
      await page.getByText('100 of 124 shown').waitFor()
      await page.getByRole('button', { name: 'Load more' }).click()
      await page.getByText('124 of 124 shown').waitFor()
      await expect.poll(() => page.getByRole('button', { name: 'Load more' }).count()).toBe(0)
      const names = await page.locator('.row .row-link').evaluateAll((links) => links.map((link) => link.id))
      expect(new Set(names).size).toBe(124)
    })
  })

  test('the trail’s own events stand in a lane of their own, which is in the address', async () => {
    await visit(async (page) => {
      await rows(page).first().waitFor()
      await expect.poll(() => page.getByText('signed in').count()).toBe(0)
      await page.getByRole('link', { name: 'The trail’s own' }).click()
      await page.waitForURL(/\/search\?lane=own$/)
      await rows(page).getByText(ownWords).first().waitFor()
      await expect.poll(() => page.getByText('Order #').count()).toBe(0)
      await page.reload()
      await rows(page).getByText(ownWords).first().waitFor()
      await expect.poll(() => page.locator('.switch [aria-current]').allTextContents()).toEqual(['The trail’s own'])
    })
  })

  test('an event opens beside the list: who, what, when, before and after, from where, why, and what triggered it', async () => {
    await visit(async (page) => {
      await sentence(page, 'approved Refund #31').click()
      await page.waitForURL(/\/t\/office\/events\//)
      const panel = page.getByRole('complementary', { name: 'Event' })
      await panel.getByRole('heading', { level: 2 }).waitFor()
      await rows(page).first().waitFor()
      const text = () => panel.textContent()
      for (const part of [
        'Maria Lopez',
        'acting for',
        'Sam Okoro',
        'Refund #31',
        'Refund approved',
        'Back office',
        '192.0.2.7',
        'Receipt checked',
      ])
        await expect.poll(text).toContain(part)
      await expect.poll(text).toContain('Fri, 20 Nov 2026, 10:15:02.123')
      await expect.poll(() => panel.locator('time').first().getAttribute('datetime')).toBe('2026-11-20T09:15:02.123Z')
      await panel.locator('time').first().focus()
      await panel.getByText('UTC: 2026-11-20 09:15:02.123Z').waitFor()
      const cells = (row: number) => panel.locator('.changes tbody tr').nth(row).locator('th, td').allTextContents()
      await expect.poll(() => cells(0)).toEqual(['Status', 'Pending Review', 'Approved'])
      expect((await cells(1))[2]).toContain('99.00')
      await expect.poll(() => panel.locator('.changes del').allTextContents()).toEqual(['finance'])
      await expect.poll(() => panel.locator('.changes ins').allTextContents()).toEqual(['legal'])
      expect((await cells(3))[1]).toMatch(/Removed[\s\S]*fragile[\s\S]*Added[\s\S]*insured[\s\S]*1 unchanged/)
      await panel.getByText('1 field was sent unchanged').waitFor()
      await panel.getByRole('link', { name: 'Sam Okoro requested Refund #31' }).click()
      await page.waitForURL(new RegExp(idOf('refund requested')))
      await panel.getByRole('link', { name: 'Refund #31', exact: true }).waitFor()
      await expect
        .poll(() => panel.getByRole('link', { name: 'Refund #31', exact: true }).getAttribute('rel'))
        .toContain('noreferrer')
    })
  })

  test('the row that was opened stays in sight beside its event', async () => {
    await visit(async (page) => {
      const row = rows(page).nth(20)
      await row.locator('a').click()
      await page.getByRole('complementary', { name: 'Event' }).getByRole('heading', { level: 2 }).waitFor()
      const isInSight = async () => {
        const { y = -1, height = 0 } = (await row.boundingBox()) ?? {}
        return y > 0 && y + height <= 900
      }
      await expect.poll(isInSight).toBe(true)
    })
  })

  test('Back closes what was opened; a reload shows the event on a page of its own', async () => {
    await visit(async (page) => {
      await sentence(page, 'closed Ticket #77').click()
      const panel = page.getByRole('complementary', { name: 'Event' })
      await panel.waitFor()
      await page.goBack()
      await panel.waitFor({ state: 'detached' })
      await expect.poll(() => page.url()).toBe(`${office.url}/t/office/search`)
      await page.goForward()
      await panel.waitFor()
      await page.reload()
      await page.getByRole('heading', { level: 1, name: 'closed Ticket #77' }).waitFor()
      await expect.poll(() => rows(page).count()).toBe(0)
      await page.getByRole('button', { name: 'All events' }).click()
      await rows(page).first().waitFor()
      await expect.poll(() => page.url()).toBe(`${office.url}/t/office/search`)
    })
  })

  test('keys move, open, step and close, keep the focus where the reader is, and can be switched off', async () => {
    await visit(async (page) => {
      await rows(page).first().waitFor()
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
      await expect.poll(() => focused()).toContain('Ticket #77')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 2, name: 'Ticket #77' }).waitFor()
      await expect.poll(() => focused()).toContain('Ticket #77')
      await page.keyboard.press('j')
      await page.getByRole('heading', { level: 2, name: 'approved Refund #31' }).waitFor()
      await page.keyboard.press('k')
      await page.getByRole('heading', { level: 2, name: 'Ticket #77' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('complementary', { name: 'Event' }).waitFor({ state: 'detached' })
      await expect.poll(() => focused()).toContain('Ticket #77')
      await page.keyboard.press('?')
      await page.getByRole('dialog').getByRole('checkbox').uncheck()
      await page.keyboard.press('Escape')
      await page.keyboard.press('j')
      expect(await focused()).not.toContain('Refund #31')
    })
  })

  test('new events wait behind a button and move nothing until it is pressed', async () => {
    await visit(async (page) => {
      await rows(page).first().waitFor()
      const before = await rows(page).first().textContent()
      const fresh = many(3, 'fresh', Date.UTC(2026, 10, 21, 12)).map((event, i) => ({
        ...event,
        object: { type: 'order', id: `f${i}`, name: `Fresh order #${i}` },
      }))
      await office.record(fresh)
      const button = page.getByRole('button', { name: '3 new events' })
      await button.waitFor({ timeout: 60_000 })
      await expect.poll(() => rows(page).first().textContent()).toBe(before)
      await button.click()
      await rows(page).getByText('Fresh order #2').waitFor()
      await expect.poll(() => rows(page).nth(3).textContent()).toBe(before)
      await button.waitFor({ state: 'detached' })
      await page.getByText('127 events').waitFor()
    })
  })

  test('what happens to a record while one looks at it is told with its change, and shown when one says so', async () => {
    await visit(async (page) => {
      await page.getByRole('heading', { level: 1, name: 'Refund #31' }).waitFor()
      await rows(page).first().waitFor()
      const shown = await rows(page).count()
      const noted = {
        id: idOf('noted'),
        action: 'refund.noted',
        occurredAt: new Date().toISOString(),
        actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
        object: { type: 'refund', id: 'r_31', name: 'Refund #31' },
        changes: [{ field: 'note', label: 'Note', before: 'Damaged', after: 'Damaged, returned' }],
      }
      await office.record([noted])
      await page.locator('.waiting-newest').getByText('Damaged, returned').first().waitFor({ timeout: 60_000 })
      await expect.poll(() => rows(page).count()).toBe(shown)
      await page.getByRole('button', { name: '1 new event' }).click()
      await page.locator('.record-state').getByText('Damaged, returned').waitFor()
      await rows(page).nth(shown).waitFor()
    }, '/t/office/records/refund/r_31')
  })

  test('when the server fails, the last good result stays and the page says that it is old', async () => {
    await visit(async (page) => {
      await rows(page).first().waitFor()
      await page.route('**/v1/**', (route) =>
        route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: '{"code":"starting","detail":"The server is starting."}',
        }),
      )
      await page.getByText('What you see is what was last loaded').waitFor({ timeout: 60_000 })
      await expect.poll(() => rows(page).count()).toBe(50)
    })
  })

  test('when the session ends while one reads, the page says so and keeps what was loaded', async () => {
    await visit(async (page) => {
      await rows(page).first().waitFor()
      await page.context().clearCookies()
      await page.getByText('Your session has ended').waitFor({ timeout: 60_000 })
      await expect.poll(() => rows(page).count()).toBe(50)
    })
  })

  test('what cannot be read as a question is explained, and the server is not asked', async () => {
    await visit(async (page) => {
      await rows(page).first().waitFor()
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await page.goto(`${office.url}/t/office/search?q=user:maria`)
      await page.getByRole('alert').waitFor()
      // Twice it is asked how long the trail is: what the page asks by itself has been asked.
      for (let times = 0; times < 2; times++) await page.waitForResponse(/\/v1\/trails\/office$/)
      expect(asked.filter((url) => url.includes('maria') && url.includes('/v1/'))).toEqual([])
      await expect.poll(() => rows(page).count()).toBe(0)
      await page.getByLabel('Search events').fill('actor:nobody')
      await page.getByLabel('Search events').press('Enter')
      await page.getByRole('heading', { name: 'No event matches' }).waitFor()
    })
  })

  test('an address where there is nothing says so and leads back', async () => {
    await visit(async (page) => {
      await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
      await expect.poll(() => page.getByRole('heading', { level: 1 }).count()).toBe(1)
      await page.getByRole('link', { name: 'Go to the start' }).click()
      await page.getByRole('heading', { level: 1, name: 'What happened in office?' }).waitFor()
    }, '/t/another-firm/search')
  })

  test('with several trails one chooses; an empty one shows the lines that send its first event, and they work', async () => {
    const two = await openOffice(['crm', 'ops'])
    const { page, misdeeds } = await openPage(browser)
    await two.signIn(page)
    await page.getByRole('link', { name: 'ops' }).click()
    await page.getByRole('heading', { name: 'No events yet' }).waitFor()
    const lines = (await page.locator('.command code').textContent()) ?? ''
    const body = lines.slice(lines.indexOf("-d '") + 4, -1)
    expect((await two.ask('POST', '/v1/trails/ops/events', JSON.parse(body))).status).toBe(200)
    await page.getByRole('link', { name: 'Search', exact: true }).click()
    await page.getByText('Order #1842').first().waitFor()
    expect(misdeeds).toEqual([])
    await page.context().close()
    await two.close()
  })
})
