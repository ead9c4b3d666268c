import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPage, whyNot } from './browser.ts'
import { day, idOf, many, smallImport } from './firm.ts'
import { type Office, openOffice } from './office.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
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
] as const
const catalogue = {
  objects: { refund: { label: 'Refund', fields: { status: { label: 'Status', kind: 'status', readers: ['finance'] } } } },
  actions: { 'refund.approved': { category: 'workflow', retain: 'P7Y', readers: ['finance'] } },
  workflows: { refund: { steps: ['Requested', 'Approved'] } },
}
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds, one line a finding with the element it is about. */
async function findings(page: Page, only?: string): Promise<readonly string[]> {
  // By the debugger, which the page's policy does not bind; the page itself may run nothing but its own files.
  await page.evaluate(axeSource)
  const results = await page.evaluate(
    ({ values, rule }) =>
      (globalThis as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } }).axe.run(document, {
        runOnly: rule === undefined ? { type: 'tag', values } : { type: 'rule', values: [rule] },
      }),
    { values: rules, rule: only },
  )
  return results.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.html} ${node.failureSummary ?? ''}`),
  )
}

/** Each page is loaded once and looked at in each of these. */
const looks = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'dark', forcedColors: 'active' },
} as const
/** What a scheme can change; the rest is the same page. */
const ofColours = 'color-contrast'
const [wide, narrow] = [1280, 320]

describe.skipIf(chromiumPath === undefined)(`accessibility by axe${whyNot}`, () => {
  let browser: Browser
  let office: Office
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice(['office', 'empty'])
    expect((await office.ask('PUT', '/v1/trails/office/catalogue', catalogue)).ok).toBe(true)
    await office.record([...many(10), ...day, ...smallImport])
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  test('nothing is found on any page, in light, dark, forced colours and at 320 px, where nothing has to be scrolled sideways', async () => {
    const { page, misdeeds } = await openPage(browser)
    const found: string[] = []
    const look = async (what: string) => {
      for (const [name, media] of Object.entries(looks)) {
        await page.emulateMedia(media)
        found.push(...(await findings(page, name === 'light' ? undefined : ofColours)).map((one) => `${what}, ${name}: ${one}`))
      }
      await page.emulateMedia(looks.light)
      await page.setViewportSize({ width: narrow, height: 900 })
      found.push(...(await findings(page)).map((finding) => `${what}, ${narrow} px: ${finding}`))
      const needs = await page.evaluate(() => document.documentElement.scrollWidth)
      if (needs > narrow) found.push(`${what} is ${needs} px wide at ${narrow} px`)
      await page.setViewportSize({ width: wide, height: 900 })
    }
    await page.goto(`${office.url}/`)
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await look('signed out')
    await page.goto(`${office.url}/welcome`)
    await page.getByText('This address is only half of a link').waitFor()
    await look('half a link')
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
      await page.getByText('Loading…').waitFor({ state: 'detached' })
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
    expect(found).toEqual([])
    expect(misdeeds).toEqual([])
    await page.context().close()
  }, 240_000)
})
