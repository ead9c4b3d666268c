import type { Browser, Locator, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPage, whyNot } from './browser.ts'
import { day, idOf, many, smallImport } from './firm.ts'
import { type Office, openOffice } from './office.ts'

/** What every page waits for: who looks, what they may read, what things are called. */
const ofTheFrame = /^\/v1\/(session|trails\/office(\/looks|\/catalogue\/\d+)?)$/

/** Keeps the answers of the server back, and gives them one by one. */
class Held {
  readonly #asked = new Set<string>()
  readonly #held: Route[] = []
  readonly #page: Page
  constructor(page: Page) {
    this.#page = page
  }
  /** The first answer to every question is kept back but for those that `passes` names; what is asked again passes. */
  async begin(passes: RegExp | undefined): Promise<void> {
    await this.#page.route('**/v1/**', async (route) => {
      const { pathname, search } = new URL(route.request().url())
      const isNew = !this.#asked.has(pathname + search)
      this.#asked.add(pathname + search)
      if (!isNew || passes?.test(pathname)) await route.continue()
      else this.#held.push(route)
    })
  }
  /** Gives the answer that was asked for last: what stands at the end of a page mostly comes before what stands above it. */
  async giveNewest(): Promise<boolean> {
    const route = this.#held.pop()
    if (route === undefined) return false
    await route.continue()
    await (await route.request().response())?.finished()
    return true
  }
}

/**
 * What could be pressed when the page was last looked at, and is no more where it was: moved, of another width, gone, or made
 * anew, which loses a click as well.
 */
const moved = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    const kept = globalThis as unknown as { placed?: ReadonlyMap<Element, DOMRect> }
    const isShown = (one: Element) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(isShown)
    const places = new Map(all.map((one) => [one, one.getBoundingClientRect()]))
    const found = [...(kept.placed ?? [])].flatMap(([one, { x, y, width }]) => {
      const now = places.get(one)
      const name = `${one.tagName.toLowerCase()} “${one.textContent || one.getAttribute('aria-label')}”`
      if (!now) return [`${name} is gone from ${x},${y}`]
      const isStill = [now.x - x, now.y - y, now.width - width].every((by) => Math.abs(by) <= 1)
      return isStill ? [] : [`${name} moved from ${x},${y} (${width} wide) to ${now.x},${now.y} (${now.width} wide)`]
    })
    kept.placed = places
    return found
  })

/** Gives all answers, the newest first, and tells what moved until the end of the page is there. */
async function watched(page: Page, held: Held, end: Locator): Promise<readonly string[]> {
  const found: string[] = [...(await moved(page))]
  while ((await held.giveNewest()) || !(await end.isVisible())) found.push(...(await moved(page)))
  return [...found, ...(await moved(page))]
}

describe.skipIf(chromiumPath === undefined)(`nothing moves under the reader’s pointer${whyNot}`, () => {
  let browser: Browser
  let office: Office
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    await office.record([...many(30), ...day, ...smallImport])
    const pinned = { name: 'Refunds', q: 'refund', lane: 'business', audience: { kind: 'private' } }
    await office.ask('POST', '/v1/trails/office/views', pinned)
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  interface Look {
    readonly width?: number
    readonly passes?: RegExp
  }
  type Part = readonly [path: string, end: (page: Page) => Locator]

  /** What moves on each page, loaded for itself by somebody who is signed in. */
  async function look(parts: readonly Part[], { width = 1280, passes = ofTheFrame }: Look = {}): Promise<readonly string[]> {
    const { page } = await openPage(browser, { width })
    await office.signIn(page)
    const found: string[] = []
    for (const [path, end] of parts) {
      await page.goto('about:blank')
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      const held = new Held(page)
      await held.begin(passes)
      await page.goto(`${office.url}/t/office${path}`)
      found.push(...(await watched(page, held, end(page))).map((one) => `${path}: ${one}`))
    }
    await page.context().close()
    return found
  }

  const engineers = (page: Page) => page.getByText('For engineers')
  const rows = (page: Page) => page.locator('.row').first()
  const pages: readonly Part[] = [
    ['', (page) => page.getByRole('heading', { name: 'What happened last' })],
    ['/search', rows],
    ['/search?q=refund+31', rows],
    [`/events/${idOf('refund approved')}`, engineers],
    ['/records/refund/r_31', rows],
    ['/records/refund/r_31/compare', (page) => page.getByRole('radio').first()],
    ['/workflows', (page) => page.getByRole('link', { name: 'Refund #31' })],
    ['/workflows/refund/w_31', (page) => page.getByRole('link', { name: 'Open the event' }).first()],
    ['/imports/imp_1', (page) => page.getByRole('link', { name: 'Download the list as CSV' })],
    ['/verify', (page) => page.getByRole('heading', { name: 'Check it without this server' })],
  ]

  test('in whatever order its answers come, a page keeps what it has shown where it is', async () => {
    expect(await look(pages)).toEqual([])
  })

  test('on a phone too, where what stands side by side elsewhere stands below each other', async () => {
    expect(await look(pages.slice(1, 5), { width: 390 })).toEqual([])
  })

  test('who looks and what they may do is known before the first of a page is shown', async () => {
    expect(await look(pages.slice(1, 2), { passes: /^$/ })).toEqual([])
  })

  test('what happens while one reads is told without moving what one reads', async () => {
    const { page } = await openPage(browser)
    await office.signIn(page)
    const found: string[] = []
    for (const path of ['', '/search', '/records/order/1']) {
      await page.goto(`${office.url}/t/office${path}`)
      await rows(page).waitFor()
      await moved(page)
      const order = { type: 'order', id: '1', name: 'Order #1' }
      await office.record([{ ...many(1, `news ${path}`, Date.now())[0], object: order }])
      await page.getByRole('button', { name: '1 new event' }).waitFor()
      found.push(...(await moved(page)).map((one) => `${path}: ${one}`))
    }
    expect(found).toEqual([])
    await page.context().close()
  })

  test('an event that opens beside the list keeps its links where they are while the rest of it comes', async () => {
    const { page } = await openPage(browser)
    await office.signIn(page)
    await page.getByRole('link', { name: 'approved Refund #31' }).waitFor()
    const held = new Held(page)
    await held.begin(/\/newest|^\/v1\/trails\/office$/)
    await page.getByRole('link', { name: 'approved Refund #31' }).click()
    const panel = page.getByRole('complementary', { name: 'Event' })
    await panel.getByRole('heading', { level: 2 }).waitFor()
    expect(await watched(page, held, engineers(page))).toEqual([])
    await page.context().close()
  })

  test('what people said and what it triggered may never come: what is there is shown all the same', async () => {
    const { page } = await openPage(browser)
    await office.signIn(page)
    await page.route(/\/(notes|causes)$/, (route) => route.fulfill({ status: 500, body: '' }))
    await page.goto(`${office.url}/t/office/events/${idOf('refund approved')}`)
    await engineers(page).waitFor()
    await page.getByRole('heading', { name: 'From where' }).waitFor()
    await page.context().close()
  })
})
