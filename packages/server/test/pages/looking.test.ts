import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPage, type WatchedPage, whyNot } from './browser.ts'
import { day, idOf, many } from './firm.ts'
import { type Office, openOffice } from './office.ts'

describe.skipIf(chromiumPath === undefined)(`views, notes, exports and who looked${whyNot}`, () => {
  let browser: Browser
  let office: Office
  let page: Page
  let misdeeds: WatchedPage['misdeeds']
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    await office.record([...many(10), ...day])
    ;({ page, misdeeds } = await openPage(browser))
    await office.signIn(page)
  })
  afterAll(async () => {
    expect(misdeeds).toEqual([])
    await browser?.close()
    await office?.close()
  })
  const own = async (action: string) =>
    (await (await office.ask('GET', `/v1/trails/office/events?action=${action}&order=recorded&limit=1000`)).json()).data

  test('a search gets a name, is found again on the start page, changed, and removed', async () => {
    await page.goto(`${office.url}/t/office/search?q=actor:maria&last=365d`)
    await page.getByRole('button', { name: 'Save this search' }).click()
    await page.getByLabel('Name').fill('Maria’s year <b>')
    await page.getByLabel('Everybody who reads this trail').check()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.goto(`${office.url}/t/office`)
    await page.getByRole('link', { name: 'Maria’s year <b>' }).click()
    await page.waitForURL(/last=365d/)
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('actor:maria')
    await page.getByRole('button', { name: 'Change “Maria’s year <b>”' }).click()
    await page.getByLabel('Name').fill('Maria')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('link', { name: 'Maria', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Change “Maria”' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('button', { name: 'Remove “Maria” from every list?' }).click()
    await page.locator('.view-list').waitFor({ state: 'detached' })
    expect((await own('trail.view_saved')).length + (await own('trail.view_removed')).length).toBe(3)
  })

  test('a link moves on with time or stays, as whoever copies it says', async () => {
    await page.goto(`${office.url}/t/office/search?q=actor:maria&last=7d`)
    await page.locator('.found-count').filter({ hasText: /event/ }).waitFor()
    await page.getByRole('button', { name: 'Copy link' }).click()
    const [moving, frozen] = await page
      .locator('.link-choices input')
      .evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value))
    expect(new URL(moving ?? '').search).toBe('?q=actor%3Amaria&last=7d')
    const parts = new URL(frozen ?? '').searchParams
    expect([parts.get('from'), parts.get('upto'), parts.get('last')]).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      expect.stringMatching(/^\d+$/),
      null,
    ])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.locator('.search-time select').selectOption('')
    await page.waitForURL((url) => !url.searchParams.has('last'))
  })

  test('an export says what leaves, and what left is what it said', async () => {
    await page.goto(`${office.url}/t/office/search?q=actor:maria&from=2026-11-01&to=2026-12-01`)
    await page.getByRole('button', { name: 'Export…' }).click()
    const said = await page.locator('.export-count').filter({ hasText: /leave/ }).textContent()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export', exact: true }).click(),
    ])
    const rows = readFileSync(await download.path(), 'utf8').match(/^"\d{4}-/gm)?.length ?? 0
    const [exported] = await own('trail.exported')
    expect([Number.parseInt(said ?? '', 10), exported.count, exported.context.format]).toEqual([rows, rows, 'csv'])
    expect(rows).toBeGreaterThan(0)
  })

  test('a question on an event waits on the start page until it is answered', async () => {
    await page.goto(`${office.url}/t/office/events/${idOf('refund approved')}`)
    await page.getByRole('button', { name: 'Question' }).click()
    await page.getByLabel('Your question').fill('Who asked for this? <script>alert(1)</script>')
    await page.getByRole('button', { name: 'Put it on the record' }).click()
    await page.getByText('waits for an answer').waitFor()
    await page.goto(`${office.url}/t/office`)
    await page.getByRole('link', { name: '1 question waits for an answer' }).click()
    await page.getByText('Who asked for this? <script>alert(1)</script>').waitFor()
    await page.locator('.said a').click()
    await page.getByRole('button', { name: 'Answer' }).click()
    await page.getByLabel('Your answer').fill('Sam did.')
    await page.getByRole('button', { name: 'Put it on the record' }).click()
    await page.getByText('Sam did.').waitFor()
    await page.getByText('waits for an answer').waitFor({ state: 'detached' })
  })

  test('who looked is told by day and reader, exports apart, and found from the event', async () => {
    await page.goto(`${office.url}/t/office/looked?what=exports`)
    await page.getByText('exported', { exact: false }).first().waitFor()
    await expect.poll(() => page.locator('.looked-facts').textContent()).toContain('Format: csv')
    // What was asked is told in words, the time in the zone of whoever reads it.
    await expect
      .poll(() => page.locator('.looked-facts').textContent())
      .toMatch(/Who: maria · .* · 1 Nov 2026, .* to 1 Dec 2026, /)
    await page.goto(`${office.url}/t/office/events/${idOf('refund approved')}`)
    await page.getByRole('link', { name: 'Who looked at this' }).click()
    await page.waitForURL(/looked\?event=/)
    await page.getByRole('button', { name: 'One event' }).click()
    await page.getByText('signed in to the trail').waitFor()
  })

  test('an encrypted value is shown for a reason, which is on the record before it, and hidden again by leaving', async () => {
    const vendor = { label: 'Vendor', fields: { iban: { label: 'Bank account', treatment: 'encrypt', readers: ['finance'] } } }
    const pushed = await office.ask('PUT', '/v1/trails/office/catalogue', { objects: { vendor }, actions: {} })
    expect(pushed.status).toBeLessThan(300)
    const id = idOf('vendor account')
    const changes = [{ field: 'iban', before: 'DE02120300000000202051', after: 'DE02500105170137075030' }]
    const about = { actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' }, source: { type: 'user_action' } }
    const object = { type: 'vendor', id: 'v_1', name: 'Vendor #1' }
    await office.record([{ id, action: 'vendor.updated', occurredAt: '2026-11-20T10:00:00Z', ...about, object, changes }])
    await page.goto(`${office.url}/t/office/events/${id}`)
    await page.getByRole('button', { name: 'Show Bank account…' }).click()
    expect(await page.locator('.event').textContent()).not.toContain('DE02')
    await page.getByLabel('Why do you need it?').fill('no')
    await page.getByRole('button', { name: 'Show it' }).click()
    await page.getByText('at least 5 characters').waitFor()
    await page.getByLabel('Why do you need it?').fill('The bank sent it back')
    await page.getByRole('button', { name: 'Show it' }).click()
    await page.getByText('DE02500105170137075030').waitFor()
    await expect.poll(() => own('trail.revealed')).toMatchObject([{ reason: 'The bank sent it back', object: { id } }])
    await page.reload()
    await page.getByRole('button', { name: 'Show Bank account…' }).waitFor()
    expect(await page.locator('.event').textContent()).not.toContain('DE02')
  })
})
