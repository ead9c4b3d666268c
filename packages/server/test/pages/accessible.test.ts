import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { chromiumPath, openBrowser, openPage, whyNot } from './browser.ts'
import { day, idOf, many, smallImport } from './firm.ts'
import { type Office, openOffice } from './office.ts'

const others = [
  ['/search?q=user:maria', 'Events of office'],
  ['/imports', 'Imports and runs'],
  ['/imports?show=runs', 'Imports and runs'],
  ['/imports/imp_1', 'autumn.csv'],
  ['/workflows', 'Workflows'],
  ['/workflows?show=breaches', 'Workflows'],
  ['/workflows/refund', 'Refund'],
  ['/workflows/refund/w_31', 'Refund #31'],
  ['/records/refund/r_31', 'Refund #31'],
  ['/records/refund/r_31?at=2026-11-21T12:00:00.000Z', 'Refund #31'],
  ['/records/refund/r_31?field=status', 'Refund #31'],
  ['/verify', 'Is the record intact?'],
  ['/looked', 'Who looked'],
  ['/questions', 'Open questions'],
  ['/records', 'Records'],
  ['/records?q=refund+31', 'Records'],
  ['/records/refund/r_31/compare', 'Refund #31: two moments compared'],
  ['/records/refund/r_31/reply', 'Copy as reply'],
  ['/records/refund/r_31/print', 'Refund #31: what happened'],
  ['/workflows?show=overrides', 'Workflows'],
  ['/catalogue', 'What is recorded here'],
  ['/settings/time', 'The time of the team'],
  ['/workflows/refund/w_31/print', 'Refund #31'],
] as const
/** Pages that others look at in the same ways, each as it is used: `people.test.ts` and `watch.test.ts`. */
const elsewhere = [
  ...['/sign-in', '/join', '/first-account', '/account', '/people', '/roles', '/roles/$name', '/keys', '/settings'],
  ...['/alerts', '/reviews', '/reviews/$kind', '/copies'],
]
const routerSource = readFileSync(new URL('../../../web/src/router.tsx', import.meta.url), 'utf8')
const catalogue = {
  objects: {
    vendor: { label: 'Vendor', fields: { iban: { label: 'Bank account', treatment: 'encrypt', readers: ['finance'] } } },
    refund: { label: 'Refund', fields: { status: { label: 'Status', kind: 'status', readers: ['finance'] } } },
  },
  actions: { 'refund.approved': { category: 'workflow', retain: 'P7Y', readers: ['finance'] } },
  workflows: { refund: { steps: ['Requested', 'Approved'] } },
}
const vendorChanged = {
  id: idOf('vendor account'),
  action: 'vendor.updated',
  occurredAt: '2026-10-10T10:00:00Z',
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  object: { type: 'vendor', id: 'v_1', name: 'Vendor #1' },
  changes: [{ field: 'iban', before: 'DE02120300000000202051', after: 'DE02500105170137075030' }],
}
/**
 * What somebody without a pointer could not use or not find: what looks like it could be pressed and takes no focus, what is passed
 * over by Tab, and what shows no sign of having the focus. To be asked when a key was the last thing pressed.
 */
const outOfReach = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const usable = 'a[href], button, input, select, textarea, summary, label, [tabindex], [role=option]'
    const isShown = (one: Element) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    const dialog = document.querySelector('dialog[open]')
    const all = [...(dialog ?? document.body).querySelectorAll<HTMLElement>('*')].filter(isShown)
    const saying = (one: Element) => one.outerHTML.slice(0, 160)
    const found: string[] = []
    for (const one of all)
      if (getComputedStyle(one).cursor === 'pointer' && one.closest(usable) === null && !one.matches('option, html, body'))
        found.push(`takes no focus: ${saying(one)}`)
    // Where the outline is of the whole row or card, it is drawn by what lies over it; of a field, by what is around it.
    const looks = (one: HTMLElement) =>
      [getComputedStyle(one), getComputedStyle(one, '::after'), getComputedStyle(one.parentElement ?? one)].map(
        ({ outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor }) => {
          const outline = outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`
          return [outline, boxShadow, borderColor, backgroundColor].join()
        },
      )
    for (const one of all.filter((element) => element.matches('a[href], button, input, select, textarea, summary'))) {
      if ((one as HTMLButtonElement).disabled || one.closest('[inert]')) continue
      if (one.tabIndex < 0) found.push(`passed over by Tab: ${saying(one)}`)
      one.blur()
      const before = looks(one)
      one.focus({ preventScroll: true })
      if (document.activeElement !== one) continue
      if (String(looks(one)) === String(before)) found.push(`shows no focus: ${saying(one)}`)
    }
    ;(document.activeElement as HTMLElement | null)?.blur()
    return found
  })

/** Each page is loaded once and looked at in each of these. */
const looks = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'dark', forcedColors: 'active' },
} as const
const [wide, narrow] = [1280, 320]

describe.skipIf(chromiumPath === undefined)(`accessibility by axe${whyNot}`, () => {
  let browser: Browser
  let office: Office
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice(['office', 'empty'])
    expect((await office.ask('PUT', '/v1/trails/office/catalogue', catalogue)).ok).toBe(true)
    await office.record([...many(10), ...day, ...smallImport, vendorChanged])
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  test('nothing is found on any page, in light, dark, forced colours and at 320 px, where nothing has to be scrolled sideways', async () => {
    const { page, misdeeds } = await openPage(browser)
    const found: string[] = []
    const at = new Set<string>()
    const look = async (what: string) => {
      // What lies half beneath the header, where a page was scrolled, is no smaller for it.
      await page.evaluate(() => scrollTo(0, 0))
      for (const [name, media] of Object.entries(looks)) {
        await page.emulateMedia(media)
        found.push(
          ...(await findings(page, name === 'light' ? 'everything' : 'colours')).map((one) => `${what}, ${name}: ${one}`),
        )
      }
      await page.emulateMedia(looks.light)
      await page.setViewportSize({ width: narrow, height: 900 })
      await page.evaluate(() => scrollTo(0, 0))
      found.push(...(await findings(page)).map((finding) => `${what}, ${narrow} px: ${finding}`))
      const needs = await page.evaluate(() => document.documentElement.scrollWidth)
      if (needs > narrow) found.push(`${what} is ${needs} px wide at ${narrow} px`)
      await page.setViewportSize({ width: wide, height: 900 })
      await page.keyboard.press('Shift')
      found.push(...(await outOfReach(page)).map((one) => `${what}: ${one}`))
      at.add(await page.evaluate(() => location.pathname))
    }
    await page.goto(`${office.url}/`)
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await look('signed out')
    await page.goto(`${office.url}/welcome`)
    await page.getByText('This address is only half of a link').waitFor()
    await look('half a link')
    await page.goto(`${office.url}/reset`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await look('half a link for a password')
    await office.signIn(page)
    await page.getByRole('link', { name: 'office' }).waitFor()
    await look('trails')
    await page.goto(`${office.url}/t/empty`)
    await page.getByRole('heading', { name: 'No events yet' }).waitFor()
    await look('empty trail')
    await page.goto(`${office.url}/t/office`)
    await page.getByRole('heading', { level: 1, name: 'What happened in office?' }).waitFor()
    await page.getByText('changes by people').waitFor()
    await look('start')
    await page.goto(`${office.url}/t/office/search?q=order+3`)
    await page.locator('.row').first().waitFor()
    await page.locator('.facet').first().waitFor()
    await page.locator('.record-found').first().waitFor()
    await look('search')
    for (const [path, heading] of others) {
      await page.goto(`${office.url}/t/office${path}`)
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      // Several parts of a page may be on their way.
      await expect.poll(() => page.getByText('Loading…').count(), { timeout: 30_000 }).toBe(0)
      await look(path)
    }
    await page.goto(`${office.url}/t/office/search`)
    await page.locator(`#row-${idOf('refund approved')}`).click()
    await page.locator('#proof .verdict-holds').waitFor()
    for (const details of await page.locator('summary').all()) await details.click()
    // What lies half beneath the panel's own bar is no smaller for it.
    await page.locator('.panel').evaluate((panel) => panel.scrollTo(0, 0))
    await look('event beside the list')
    await page.reload()
    await page.locator('#proof .verdict-holds').waitFor()
    await look('event on its own page')
    await page.getByRole('button', { name: /Show what else happened/ }).click()
    await page.locator('.around-rows').waitFor()
    await look('around an event')
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await look('help')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText('refund #31')
    await page.getByRole('option').filter({ hasText: 'r_31' }).waitFor()
    await look('the box that leads anywhere')
    await page.goto(`${office.url}/t/office/events/${idOf('refund approved')}/print`)
    await page.locator('#proof .verdict-holds').waitFor()
    await look('an event on paper')
    await page.goto(`${office.url}/verify.html`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await look('verifier')
    const isLookedAt = (path: string) => {
      const shape = new RegExp(`^(/t/[^/]+)?(/settings)?${path.replaceAll(/\$\w+/g, '[^/]+')}/?$`)
      return elsewhere.includes(path) || [...at].some((one) => shape.test(one))
    }
    const paths = [...routerSource.matchAll(/path: '([^']+)'/g)].map(([, path = '']) => path)
    expect(paths.length).toBeGreaterThan(35)
    expect(paths.filter((path) => !isLookedAt(path))).toEqual([])
    expect(found).toEqual([])
    expect(misdeeds).toEqual([])
    await page.context().close()
  }, 240_000)

  test('nor on what opens upon them and on what they say where nothing is found or something failed; the focus comes back', async () => {
    const { page, misdeeds } = await openPage(browser)
    const found: string[] = []
    const look = async (what: string) => {
      await page.evaluate(() => scrollTo(0, 0))
      found.push(...(await findings(page)).map((one) => `${what}: ${one}`))
      await page.emulateMedia(looks.dark)
      await page.setViewportSize({ width: narrow, height: 900 })
      await page.evaluate(() => scrollTo(0, 0))
      found.push(...(await findings(page)).map((one) => `${what}, dark, ${narrow} px: ${one}`))
      const needs = await page.evaluate(() => document.documentElement.scrollWidth)
      if (needs > narrow) found.push(`${what} is ${needs} px wide at ${narrow} px`)
      await page.setViewportSize({ width: wide, height: 900 })
      await page.emulateMedia(looks.light)
    }
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
    await office.signIn(page)
    await page.goto(`${office.url}/t/office/search?q=actor:maria`)
    await page.locator('.row').first().waitFor()
    // Said aloud to whoever cannot see that the list changed.
    const said = page.locator('[role=status], [aria-live=polite]').filter({ hasText: /\d+ events/ })
    await expect.poll(() => said.count()).toBeGreaterThan(0)
    for (const [button, dialog] of [
      ['Save this search', 'Save'],
      ['Export…', 'Export'],
      ['Copy link', 'link'],
      ['Keyboard', 'Keyboard'],
    ] as const) {
      await page.getByRole('button', { name: button, exact: true }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog', { name: new RegExp(dialog, 'i') }).waitFor()
      // Several parts of a page may be on their way.
      await expect.poll(() => page.getByText('Loading…').count(), { timeout: 30_000 }).toBe(0)
      await look(button)
      found.push(...(await outOfReach(page)).map((one) => `${button}: ${one}`))
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await expect.poll(focused).toBe(button)
    }
    await page.getByLabel('Search events').fill('actor:m')
    await page.locator('.offers .offer').first().waitFor()
    await look('what is offered for a filter')
    await page.getByLabel('Search events').fill('actor:nobody')
    await page.keyboard.press('Escape')
    await page.getByLabel('Search events').press('Enter')
    await page.getByRole('heading', { name: 'No event matches' }).waitFor()
    await look('nothing found')
    await page.goto(`${office.url}/t/office/events/${idOf('vendor account')}`)
    await page.getByRole('button', { name: 'Show Bank account…' }).click()
    await page.getByLabel('Why do you need it?').waitFor()
    await page.getByRole('button', { name: 'Question' }).click()
    await page.getByLabel('Your question').waitFor()
    await look('a value to be shown, and a question to be put')
    for (const path of ['/t/another-firm/search', '/t/office/no-such-page', `/t/office/events/${idOf('no such event')}`]) {
      await page.goto(`${office.url}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await look(path)
    }
    await page.goto(`${office.url}/t/office/search`)
    await page.locator('.row').first().waitFor()
    await page.setViewportSize({ width: narrow, height: 900 })
    for (const fold of await page.locator('main summary:visible, nav summary:visible, header summary:visible').all())
      await fold.click()
    await look('filters and pages unfolded on a phone')
    const body = '{"code":"starting","detail":"The server is starting."}'
    await page.route('**/v1/**', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body }))
    await page.goto(`${office.url}/t/office/records/refund/r_31`)
    await page.getByText('The server is starting.').first().waitFor()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await look('a server that fails')
    expect(found).toEqual([])
    expect(misdeeds).toEqual([])
    await page.context().close()
  }, 240_000)
})
