import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPage, type PageOptions, whyNot } from './browser.ts'
import { day, idOf, many } from './firm.ts'
import { type Office, openOffice } from './office.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const others = [
  ['/imports', 'Imports and runs'],
  ['/workflows', 'Workflows'],
  ['/workflows/refund/w_31', 'Refund #31'],
  ['/records/refund/r_31', 'Refund #31'],
  ['/verify', 'Is the record intact?'],
] as const
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds, one line a finding with the element it is about. */
async function findings(page: Page): Promise<readonly string[]> {
  // By the debugger, which the page's policy does not bind; the page itself may run nothing but its own files.
  await page.evaluate(axeSource)
  const results = await page.evaluate(
    (values) =>
      (globalThis as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } }).axe.run(document, {
        runOnly: { type: 'tag', values },
      }),
    rules,
  )
  return results.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.html} ${node.failureSummary ?? ''}`),
  )
}

const looks: readonly (readonly [name: string, options: PageOptions])[] = [
  ['light', {}],
  ['dark', { scheme: 'dark' }],
  ['forced colours', { forcedColors: true }],
  ['320 px wide', { width: 320 }],
]

describe.skipIf(chromiumPath === undefined)(`accessibility by axe${whyNot}`, () => {
  let browser: Browser
  let office: Office
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice(['office', 'empty'])
    await office.record([...many(10), ...day])
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  test.each(looks)('nothing is found on any page: %s', async (_name, options) => {
    const { page, misdeeds } = await openPage(browser, options)
    const found: string[] = []
    const look = async (what: string) => found.push(...(await findings(page)).map((finding) => `${what}: ${finding}`))
    await page.goto(`${office.url}/`)
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor()
    await look('signed out')
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
    await page.goto(`${office.url}/t/office/search`)
    await page.locator('.row').first().waitFor()
    await page.locator('.facet').first().waitFor()
    await look('search')
    for (const [path, heading] of others) {
      await page.goto(`${office.url}/t/office${path}`)
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      await page.waitForLoadState('networkidle')
      await look(heading)
    }
    await page.goto(`${office.url}/t/office/search`)
    await page.locator(`#row-${idOf('refund approved')}`).click()
    await page.locator('#proof .verdict-holds').waitFor()
    for (const details of await page.locator('summary').all()) await details.click()
    await look('event beside the list')
    await page.reload()
    await page.locator('#proof .verdict-holds').waitFor()
    await look('event on its own page')
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await look('help')
    await page.goto(`${office.url}/verify.html`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await look('verifier')
    expect(found).toEqual([])
    expect(misdeeds).toEqual([])
    await page.context().close()
  })

  test('nothing has to be scrolled sideways at 320 px', async () => {
    const { page } = await openPage(browser, { width: 320 })
    await office.signIn(page)
    for (const path of [
      ...others.map(([path]) => `/t/office${path}`),
      '/t/office',
      '/t/office/search',
      `/t/office/events/${idOf('refund approved')}`,
      '/t/empty',
    ]) {
      await page.goto(`${office.url}${path}`)
      await page.locator('h1').first().waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    }
    await page.context().close()
  })
})
