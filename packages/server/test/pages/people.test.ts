import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { chromiumPath, openBrowser, openPage, whyNot } from './browser.ts'
import { day } from './firm.ts'
import { type Office, openOffice } from './office.ts'

const password = 'seven green kettles'
/** For whoever looks at what was built: a folder for pictures of every page here. */
const pictures = process.env.PEOPLE_PICTURES

/** What axe finds in light, in dark, and in forced colours at 320 px, and whether anything has to be scrolled sideways there. */
async function faults(page: Page, what: string): Promise<readonly string[]> {
  const found: string[] = []
  const look = async (how: string, of: 'everything' | 'colours' = 'everything') => {
    found.push(...(await findings(page, of)).map((one) => `${what}, ${how}: ${one}`))
    if (pictures) await page.screenshot({ path: `${pictures}/${what}-${how}.png`.replaceAll(' ', '-'), fullPage: true })
  }
  await look('light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await look('dark', 'colours')
  await page.emulateMedia({ forcedColors: 'active' })
  await page.setViewportSize({ width: 320, height: 900 })
  await look('narrow')
  const needs = await page.evaluate(() => document.documentElement.scrollWidth)
  if (needs > 320) found.push(`${what} is ${needs} px wide at 320 px`)
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
  await page.setViewportSize({ width: 1280, height: 900 })
  return found
}

const fillIn = async (page: Page, values: { readonly [label: string]: string }) => {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value)
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

describe.skipIf(chromiumPath === undefined)(`people on the pages${whyNot}`, () => {
  let browser: Browser
  let office: Office
  let owner: Page
  const found: string[] = []
  const misdeeds: string[][] = []
  const open = async () => {
    const watched = await openPage(browser)
    misdeeds.push(watched.misdeeds)
    return watched.page
  }
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    await office.record(day)
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  test('whoever opened the link of the machine makes the first account, or goes on without one', async () => {
    owner = await open()
    await office.signIn(owner)
    await owner.getByText('no owner with an account yet').waitFor()
    await owner.getByRole('link', { name: 'Make the account of the owner' }).click()
    await heading(owner, 'Make the account of the owner')
    await fillIn(owner, { 'E-mail address': 'ada@tidewater.example', Name: 'Ada Brook', 'New password': 'password1234' })
    found.push(...(await faults(owner, 'first account')))
    await press(owner, 'Make the account')
    await owner.getByText('one of the first that are tried').waitFor()
    await expect.poll(() => owner.getByLabel('New password').getAttribute('aria-invalid')).toBe('true')
    await fillIn(owner, { 'New password': password })
    await press(owner, 'Make the account')
    await owner.getByRole('link', { name: 'Ada Brook' }).waitFor()
    await expect.poll(() => owner.getByText('no owner with an account yet').count()).toBe(0)
  })

  test('somebody is invited by a link to copy, joins, and comes back by e-mail and password to the page that was asked for', async () => {
    await owner.goto(`${office.url}/t/office/settings/people`)
    await heading(owner, 'People')
    const form = owner.getByRole('region', { name: 'Invite somebody' })
    await form.getByLabel('E-mail address').fill('jo@tidewater.example')
    await form.getByLabel('Name', { exact: true }).fill('Jo <b>Fell</b>')
    await form.getByLabel('Support', { exact: true }).check()
    await press(owner, 'Invite')
    const link = (await owner.locator('.handed code').textContent()) ?? ''
    expect(link).toContain('/join#')
    found.push(...(await faults(owner, 'people')))
    await owner.getByText('Nobody is signed in by such a link.').waitFor()
    await office.signIn(await open(), true)
    await owner.reload()
    await owner.getByText('Link of the machine', { exact: true }).waitFor()
    found.push(...(await faults(owner, 'people with a link')))
    await press(owner, 'Sign out there')
    await owner.getByRole('button', { name: 'Sign out the link of' }).click()
    await owner.getByText('Nobody is signed in by such a link.').waitFor()
    await owner.getByRole('button', { name: 'Change Jo <b>Fell</b>' }).click()
    await owner.getByRole('heading', { name: 'The account' }).waitFor()
    found.push(...(await faults(owner, 'one of the people')))

    const jo = await open()
    await jo.goto(`${office.url}/join#${link.split('#')[1]}`)
    await heading(jo, 'Join Daybook')
    expect(jo.url()).toBe(`${office.url}/join`)
    await jo.getByLabel('New password').fill(password)
    found.push(...(await faults(jo, 'join')))
    await press(jo, 'Join')
    await jo.waitForURL(/\/t\/office/)
    // What one may not do is not offered.
    expect(await jo.getByRole('link', { name: 'Settings' }).count()).toBe(0)
    await jo.getByRole('banner').getByRole('button', { name: 'Sign out' }).click()
    await heading(jo, 'Sign in')
    await jo.goto(`${office.url}/t/office/search?actor=maria`)
    await heading(jo, 'Sign in')
    found.push(...(await faults(jo, 'sign in')))
    await fillIn(jo, { 'E-mail address': 'JO@tidewater.example', Password: 'not the password' })
    await jo.keyboard.press('Enter')
    await jo.getByText('E-mail address, password or code is not right.').waitFor()
    await fillIn(jo, { Password: password })
    await jo.keyboard.press('Enter')
    await jo.waitForURL(`${office.url}/t/office/search?actor=maria`)
    await jo.locator('.row').first().waitFor()
    const again = await open()
    await again.goto(link)
    await again.getByText('used already').waitFor()
    await jo.context().close()
    await again.context().close()
  })

  test('a second factor is set up by a picture or letters, gives recovery codes once, and is asked for from then on', async () => {
    await owner.getByRole('link', { name: 'Ada Brook' }).click()
    await heading(owner, 'Your account')
    found.push(...(await faults(owner, 'account')))
    await press(owner, 'Set up a second factor')
    const factor = owner.getByRole('region', { name: 'Second factor' })
    await factor.getByLabel('Current password').fill(password)
    await factor.getByRole('button', { name: 'Set up a second factor' }).click()
    await owner.getByRole('img', { name: 'Picture with the secret' }).waitFor()
    found.push(...(await faults(owner, 'scan')))
    const secret = ((await owner.locator('.factor-secret').textContent()) ?? '').replaceAll(' ', '')
    const code = (steps: number) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })
    await owner.getByLabel('Code', { exact: true }).fill(code(0))
    await press(owner, 'Turn it on')
    await owner.getByText('Your recovery codes').waitFor()
    await expect.poll(() => owner.locator('.code-list li').count()).toBe(10)
    found.push(...(await faults(owner, 'recovery codes')))
    await press(owner, 'I have kept them')
    await owner.getByText('10 recovery codes left').waitFor()

    const other = await open()
    await other.goto(`${office.url}/sign-in`)
    await fillIn(other, { 'E-mail address': 'ada@tidewater.example', Password: password })
    await other.keyboard.press('Enter')
    await other.getByLabel('Code', { exact: true }).waitFor()
    found.push(...(await faults(other, 'code')))
    await other.getByLabel('Code', { exact: true }).fill(code(1))
    await other.keyboard.press('Enter')
    await other.getByRole('link', { name: 'Ada Brook' }).waitFor()
    // The other browser is listed, and signed out from here.
    await owner.reload()
    await press(owner, 'Sign out there')
    await owner.getByRole('button', { name: 'Sign out there' }).waitFor({ state: 'detached' })
    await other.goto(`${office.url}/account`)
    await heading(other, 'Sign in')
    await other.context().close()
  })

  test('a role is made in plain words, and the trail is seen through it until that is stopped', async () => {
    await owner.goto(`${office.url}/t/office/settings/roles`)
    await heading(owner, 'Roles')
    const support = owner.getByRole('listitem', { name: 'Support' })
    await expect.poll(() => support.textContent()).toContain('changes to records and cases with their decisions')
    await expect.poll(() => support.textContent()).toContain('Held by Jo <b>Fell</b>')
    found.push(...(await faults(owner, 'roles')))
    await owner.getByRole('link', { name: 'New role' }).click()
    await heading(owner, 'New role')
    await fillIn(owner, { Name: 'Refund desk', 'Short name': 'refund-desk', 'Only these types of records': 'refund' })
    await owner.getByText('Reads changes to records and cases with their decisions; only records of type refund.').waitFor()
    found.push(...(await faults(owner, 'new role')))
    await press(owner, 'Save the role')
    await owner.getByRole('listitem', { name: 'Refund desk' }).waitFor()
    await owner.getByRole('listitem', { name: 'Refund desk' }).getByRole('button', { name: 'View as this role' }).click()
    await owner.getByText('You see office as').waitFor()
    expect(await owner.getByRole('link', { name: 'Settings' }).count()).toBe(0)
    await owner.goto(`${office.url}/t/office/search`)
    await owner.locator('.row').first().waitFor()
    found.push(...(await faults(owner, 'viewed')))
    // What is hidden does not read as what never happened.
    await owner.goto(`${office.url}/t/office/search?q=nobody`)
    await owner.getByText('Shown and counted is what Refund desk reads here').waitFor()
    await owner.goto(`${office.url}/t/office/search?lane=security`)
    await owner.getByText('As Refund desk you see what that role reads, as far as you may read it yourself').waitFor()
    await press(owner, 'Stop')
    await owner.getByRole('link', { name: 'Settings' }).waitFor()
    await expect.poll(() => owner.getByText('You see office as').count()).toBe(0)
  })

  test('whoever looks after a trail without reading it is offered nothing that shows or sends nothing', async () => {
    const invited = await office.ask('POST', '/v1/trails/office/readers', {
      ...{ email: 'sam@tidewater.example', name: 'Sam Reed', roles: ['administrator'] },
    })
    const { link } = (await invited.json()) as { link: string }
    const sam = await open()
    await sam.goto(`${office.url}/join#${link.split('#')[1]}`)
    await sam.getByLabel('New password').fill(password)
    await press(sam, 'Join')
    await sam.waitForURL(/\/t\/office/)

    await sam.goto(`${office.url}/t/office/settings/roles`)
    const [support, auditor] = ['Support', 'Auditor'].map((name) => sam.getByRole('listitem', { name, exact: true }))
    await support?.getByText('You read none of these events yourself').waitFor()
    expect(await support?.getByRole('button').count()).toBe(0)
    found.push(...(await faults(sam, 'roles of others')))
    await auditor?.getByRole('button', { name: 'View as this role' }).click()
    await sam.getByText('You see office as').waitFor()
    await sam.goto(`${office.url}/t/office/search`)
    await sam.getByText('As Auditor you see what that role reads, as far as you may read it yourself').waitFor()
    found.push(...(await faults(sam, 'nothing to read')))
    // Back as oneself, one stands where there is something to read.
    await press(sam, 'Stop')
    await sam.waitForURL(/\/search\?lane=own$/)
    await sam.locator('.row').first().waitFor()

    await sam.goto(`${office.url}/t/office/settings/copies`)
    await press(sam, 'Send copies to a system')
    const receivers = sam.getByRole('group', { name: 'It reads as' })
    await expect.poll(() => receivers.getByRole('checkbox').count()).toBe(1)
    expect(await receivers.getByLabel('Administrator').isChecked()).toBe(true)
    await receivers.getByLabel('Administrator').uncheck()
    await sam.getByText('Choose at least one role').waitFor()
    expect(await sam.getByRole('button', { name: 'Send copies', exact: true }).isDisabled()).toBe(true)
    await receivers.getByLabel('Administrator').check()
    await fillIn(sam, { Name: 'Monitoring', Address: 'https://collector.example/in' })
    await press(sam, 'Send copies')
    await sam.getByText('Reads as Administrator').waitFor()
    await press(sam, 'Remove')
    await press(sam, 'Remove it for good')
    await sam.getByText('No system gets copies yet.').waitFor()
    await sam.context().close()
  })

  test('a program gets a key that is shown once, and loses it', async () => {
    await owner.goto(`${office.url}/t/office/settings/keys`)
    await heading(owner, 'Keys of programs')
    await fillIn(owner, { 'Which program': 'Order desk' })
    await owner.getByLabel('reads events', { exact: true }).check()
    await owner.getByLabel('Reads as').selectOption({ label: 'Support' })
    await press(owner, 'Make the key')
    await owner.getByText('The key of Order desk').waitFor()
    await expect.poll(() => owner.locator('.handed code').textContent()).toMatch(/^dbk_/)
    await owner.getByText('reads events as Support').waitFor()
    await owner.getByText('by Ada Brook', { exact: true }).waitFor()
    found.push(...(await faults(owner, 'keys')))
    await press(owner, 'Revoke')
    await press(owner, 'Revoke the key of Order desk')
    await owner.getByText('Revoked keys (1)').waitFor()
  })

  test('nothing is found by axe on any of these pages, and nothing runs that should not', () => {
    expect(found).toEqual([])
    expect(misdeeds.flat()).toEqual([])
  })
})
