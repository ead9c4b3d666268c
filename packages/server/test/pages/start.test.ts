import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPage, whyNot } from './browser.ts'
import { day } from './firm.ts'
import { type Office, openOffice } from './office.ts'

const password = 'seven green kettles'

interface Seat {
  readonly page: Page
  /** Answers of the server that refused something. */
  readonly refused: string[]
}

describe.skipIf(chromiumPath === undefined)(`what whoever signs in finds${whyNot}`, () => {
  let browser: Browser
  let office: Office
  const misdeeds: string[][] = []
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    const vendor = { label: 'Vendor', fields: { iban: { label: 'Bank account', treatment: 'encrypt', readers: ['finance'] } } }
    const pushed = await office.ask('PUT', '/v1/trails/office/catalogue', { objects: { vendor }, actions: {} })
    expect(pushed.status).toBeLessThan(300)
    await office.record(day)
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  const seat = async (): Promise<Seat> => {
    const watched = await openPage(browser)
    misdeeds.push(watched.misdeeds)
    const refused: string[] = []
    watched.page.on('response', (answer) => {
      if (answer.status() >= 400) refused.push(`${answer.status()} ${answer.url()}`)
    })
    return { page: watched.page, refused }
  }
  /** Joins by the link of an invitation. */
  const join = async (invited: Response): Promise<Seat> => {
    const { link } = (await invited.json()) as { link: string }
    const came = await seat()
    await came.page.goto(link)
    await came.page.getByLabel('New password').fill(password)
    await came.page.getByRole('button', { name: 'Join', exact: true }).click()
    await came.page.getByRole('heading', { level: 1, name: 'What happened in office?' }).waitFor()
    return came
  }
  const joinAs = async (...roles: readonly string[]) =>
    join(await office.ask('POST', '/v1/trails/office/readers', { email: `${roles[0]}@x.example`, name: roles.join(' '), roles }))
  const places = async (page: Page) => {
    await page.getByRole('navigation', { name: 'Pages of this trail' }).getByRole('link', { name: 'Search' }).waitFor()
    return page.locator('.places a').allInnerTexts()
  }
  const links = (page: Page, name: string) => page.getByRole('region', { name }).getByRole('link').allInnerTexts()
  const lanes = (page: Page) => page.getByRole('navigation', { name: 'Which events' }).getByRole('link').allInnerTexts()

  test('an owner without a role is told what to do, nothing is asked in vain, and a role opens the trail', async () => {
    const { page, refused } = await join(await office.ask('POST', '/v1/people', { email: 'ada@x.example', name: 'Ada Brook' }))
    await page.getByRole('heading', { name: 'Take a role on this trail' }).waitFor()
    await expect.poll(() => links(page, 'What you can do here')).toContain('Invite people, and give them roles')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('order')
    await page.getByRole('dialog').getByRole('combobox').fill('settings')
    const options = page.getByRole('dialog').getByRole('option')
    await options.filter({ hasText: 'Settings' }).waitFor()
    await expect.poll(() => options.count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.getByLabel('Operations', { exact: true }).check()
    await page.getByRole('button', { name: 'Take the role' }).click()
    await page.getByRole('heading', { name: 'What people ask' }).waitFor()
    await page.locator('.newest .row').first().waitFor()
    await expect.poll(() => places(page)).toEqual(expect.arrayContaining(['Records', 'Alerts', 'Settings']))
    expect(refused).toEqual([])
  })

  test('support finds the questions of support, no lane to choose that it does not read, and no page it may not open', async () => {
    const { page, refused } = await joinAs('support')
    await page.locator('.newest .row').first().waitFor()
    await expect.poll(() => places(page)).toEqual(['Start', 'Search', 'Records', 'Imports', 'Workflows', 'Verify', 'Catalogue'])
    await expect.poll(() => links(page, 'What people ask')).toHaveLength(10)
    const asked = await links(page, 'What people ask')
    expect(asked[0]).toBe('What changed for customers this week?')
    expect(asked).not.toContain('Who exported data?')
    for (const words of ['What was deleted or cancelled this month?', 'What waits for a decision?']) {
      await page.getByRole('link', { name: words }).click()
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await expect.poll(() => page.getByText('Your roles do not include this').count()).toBe(0)
      await page.goto(`${office.url}/t/office`)
    }
    await page.getByRole('combobox', { name: 'Search events' }).fill('refund')
    await page.keyboard.press('Enter')
    await page.waitForURL(/search\?q=refund$/)
    await page.locator('.row').first().waitFor()
    expect(await lanes(page)).toEqual([])
    for (const path of ['settings', 'settings/keys', 'reviews', 'alerts', 'looked']) {
      await page.goto(`${office.url}/t/office/${path}`)
      await page.getByRole('heading', { level: 1, name: 'Your roles do not include this' }).waitFor()
      await expect.poll(() => page.title()).toBe('Your roles do not include this · Daybook')
    }
    expect(refused).toEqual([])
  })

  test('an administrator who does not read the business finds the settings, and searches what was changed about them', async () => {
    const { page, refused } = await joinAs('administrator')
    await page.locator('.newest .row').first().waitFor()
    await expect.poll(() => places(page)).toEqual(['Start', 'Search', 'Verify', 'Catalogue', 'Settings'])
    await expect.poll(() => links(page, 'What people ask')).toContain('Which roles and keys were changed?')
    await page.getByRole('link', { name: 'Who was let in here, and who lost access?' }).click()
    await page.locator('.row').first().waitFor()
    expect(await lanes(page)).toEqual([])
    await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).click()
    await page.waitForURL(/settings\/people$/)
    const marked = page.getByRole('navigation', { name: 'Settings' }).locator('[aria-current="page"]')
    await marked.waitFor()
    await expect.poll(() => marked.allInnerTexts()).toEqual(['People'])
    expect(refused).toEqual([])
    for (const path of ['imports/imp_1', 'workflows/refund/w_31', 'records/refund/r_31', 'records/refund/r_31/compare']) {
      await page.goto(`${office.url}/t/office/${path}`)
      await page.getByRole('heading', { level: 1, name: 'Your roles do not include this' }).waitFor()
      await expect.poll(() => page.getByRole('heading', { level: 1 }).count()).toBe(1)
    }
  })

  test('security finds every lane, and through the role of support what support finds', async () => {
    const { page, refused } = await joinAs('security', 'administrator')
    await page.getByRole('link', { name: 'Who gained or lost rights in the last month?' }).waitFor()
    await page.goto(`${office.url}/t/office/search`)
    await page.locator('.row').first().waitFor()
    await expect.poll(() => lanes(page)).toEqual(['Business', 'Access', 'Security', 'System', 'The trail’s own', 'All'])
    await page.goto(`${office.url}/t/office/settings/roles`)
    await page.getByRole('listitem', { name: 'Support' }).getByRole('button', { name: 'View as this role' }).click()
    await page.getByText('You see office as').waitFor()
    await page.goto(`${office.url}/t/office`)
    await page.getByRole('link', { name: 'What changed for customers this week?' }).waitFor()
    expect(await page.getByRole('link', { name: 'Who gained or lost rights in the last month?' }).count()).toBe(0)
    await expect.poll(() => places(page)).toEqual(['Start', 'Search', 'Records', 'Imports', 'Workflows', 'Verify', 'Catalogue'])
    expect(refused).toEqual([])
  })

  test('a value that is hidden names the role as the trail calls it', async () => {
    const { data } = (await (await office.ask('GET', '/v1/trails/office/roles')).json()) as {
      data: readonly { name: string; description: string; grants: unknown; rights: unknown }[]
    }
    const { name: _, description, grants, rights } = data.find(({ name }) => name === 'finance') ?? {}
    const renamed = { label: 'Money <b>desk</b>', description, grants, rights }
    expect((await office.ask('PUT', '/v1/trails/office/roles/finance', renamed)).status).toBe(200)
    const id = crypto.randomUUID()
    await office.record([
      {
        id,
        occurredAt: new Date().toISOString(),
        action: 'vendor.updated',
        actor: { type: 'user', id: 'u_1', name: 'Maria Lopez' },
        source: { type: 'user_action' },
        object: { type: 'vendor', id: 'v_1', name: 'Brass Hinge Ltd' },
        changes: [{ field: 'iban', before: 'GB1', after: 'GB2' }],
      },
    ])
    const { page, refused } = await joinAs('engineer')
    await page.goto(`${office.url}/t/office/events/${id}`)
    await page.getByText('hidden: needs role Money <b>desk</b>').first().waitFor()
    expect(refused).toEqual([])
    expect(misdeeds.flat()).toEqual([])
  })
})
