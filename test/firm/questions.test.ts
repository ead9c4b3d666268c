import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, whyNot } from '../../packages/server/test/pages/browser.ts'
import { Asker, mostActions } from './asker.ts'
import { evaluation } from './evaluation.ts'
import { enterTool, type Firm, openFirm } from './firm.ts'

const minutes = 60_000
describe.skipIf(chromiumPath === undefined)(`questions that people bring, answered from the start page${whyNot}`, () => {
  let firm: Firm
  const now = Date.now()
  beforeAll(async () => {
    firm = await openFirm({ yearUntil: now })
  }, 10 * minutes)
  afterAll(() => firm?.close())

  async function ask(look: (asker: Asker) => Promise<void>): Promise<void> {
    const misdeeds = await firm.visit(async (page) => {
      const asker = new Asker(page)
      await look(asker)
      expect(asker.actions).toBeLessThanOrEqual(mostActions)
    })
    expect(misdeeds).toEqual([])
  }

  test('who changed order #1842, and why?', () =>
    ask(async (asker) => {
      await asker.search('order #1842')
      await asker.press(asker.row('Order #1842 changed from Pending Review to Approved by Maria.'))
      await asker.reads('Building permission arrived and the deposit is paid')
    }))

  test('which file broke these customers, who started it, and what else did it touch?', () =>
    ask(async (asker) => {
      await asker.search('customer 482')
      await asker.press(asker.row('Billing status from Active to Inactive'))
      await asker.press(asker.page.getByRole('link', { name: 'autumn-segments.csv' }))
      await asker.page.getByRole('heading', { level: 1, name: 'autumn-segments.csv' }).waitFor()
      await asker.reads('Hannah Weiss', 'The importer says something else than the trail has.', 'The newest 20 of 312.')
      const cells = async () => (await asker.page.locator('.claims-differ').allInnerTexts()).map((row) => row.split(/\s+/))
      await expect.poll(cells).toEqual([['updated', '300', '312']])
      const fields = asker.page.locator('section').filter({ has: asker.page.getByRole('heading', { name: 'Fields it touched' }) })
      await expect.poll(() => fields.last().locator('li').allInnerTexts()).toEqual(['Billing status 312', 'Segment 312'])
    }))

  test('who approved their own refund?', () =>
    ask(async (asker) => {
      await asker.question('Who approved their own request?')
      await asker.press(asker.page.getByRole('link', { name: 'Refund #907' }))
      await asker.reads('Tom Okafor did “Requested”, “Finance review” and “Approved”. These steps need more than one person.')
      // How much it was about, without another press.
      await asker.reads('£1,480.00')
    }))

  test('what did the record of customer 482 look like on 3 March?', () =>
    ask(async (asker) => {
      const year = new Date(now).getUTCFullYear()
      const day = Date.parse(`${year}-03-03T23:00:00Z`) < now ? `${year}-03-03` : `${year - 1}-03-03`
      await asker.search('customer 482')
      await asker.press(asker.page.getByRole('link', { name: 'River Table Deli Customer 482' }))
      await asker.choose(asker.page.getByLabel('Show it as it was on'), day)
      await asker.page.getByRole('heading', { name: /^As it was on 3 Mar/ }).waitFor()
      const known = stateOf(`${day}T22:59:59.999Z`)
      expect(known.length).toBeGreaterThan(0)
      const field = (name: string) =>
        asker.page.locator('.fields tr').filter({ has: asker.page.getByRole('button', { name, exact: true }) })
      for (const [name, value] of known) await field(name).getByText(value, { exact: true }).waitFor()
    }))

  /** What the firm's own year says about that customer then, by the catalogue's labels. */
  function stateOf(at: string): readonly (readonly [label: string, value: string])[] {
    const events = firm.year?.events ?? []
    const labels = { status: 'Status', billingStatus: 'Billing status' } as const
    return (['status', 'billingStatus'] as const).flatMap((name) => {
      const told = events.filter(({ object }) => object?.type === 'customer' && object.id === '482')
      const changes = told.flatMap(({ occurredAt, changes = [] }) =>
        changes.filter(({ field }) => field === name).map(({ before, after }) => ({ occurredAt, before, after })),
      )
      const last = changes.filter(({ occurredAt }) => occurredAt <= at).at(-1)
      const next = changes.find(({ occurredAt }) => occurredAt > at)
      const value = last ? last.after : next?.before
      return value === undefined ? [] : [[labels[name], String(value)] as const]
    })
  }

  test('which changes came from automations?', () =>
    ask(async (asker) => {
      await asker.question('Which changes came from automations this week?')
      await asker.row('(automation)').first().waitFor()
      const shown = asker.page.locator('.row .badge')
      await expect.poll(() => shown.count()).toBeGreaterThan(20)
      const others = async () => (await shown.allTextContents()).filter((badge) => !badge.includes('by a system'))
      await expect.poll(others).toEqual([])
    }))

  test('who exported customers?', () =>
    ask(async (asker) => {
      await asker.question('Who exported data?')
      await asker.row('Ben Whitlock exported').first().waitFor()
      const others = async () => (await asker.page.locator('.row:not(.burst)').count()) - (await asker.row('exported').count())
      await expect.poll(others).toBe(0)
    }))

  test('who gained rights last month?', () =>
    ask(async (asker) => {
      await asker.question('Who gained or lost rights in the last month?')
      await asker.row("Sam Carter changed Ben Whitlock's role from Support Agent to Administrator.").waitFor()
      await asker.row("Admin changed Jacob Miller's role from Support Agent to Support Manager.").waitFor()
    }))

  test('is the record intact?', () =>
    ask(async (asker) => {
      await asker.question('Is the record intact?')
      await asker.reads(/This browser sees the trail for the first time: 2\d\d,\d{3} entries/)
      await asker.press(asker.page.getByRole('button', { name: 'Check again' }))
      await asker.reads(/Nothing older than .* has been altered since .*, when this browser first saw the trail/)
    }))

  test('what is done in the tool waits on the trail’s page at once, and moves nothing there', async () => {
    const misdeeds = await firm.visit(async (page) => {
      await page.goto(`${firm.pages}/search?q=${encodeURIComponent('action:refund.*')}`)
      await page.locator('.row').first().waitFor()
      const before = await page.locator('.row').first().textContent()
      const tool = await page.context().newPage()
      await enterTool(tool, firm, 'Maria')
      await tool.goto(`${firm.toolUrl}/refunds/r_31`)
      await tool.locator('summary').getByText('Approve refund').click()
      const form = tool.locator('details[open]')
      await form.getByLabel('Reason').fill('Receipt checked')
      const pressedAt = performance.now()
      const offered = page.getByRole('button', { name: '1 new event' }).waitFor()
      await form.getByRole('button', { name: 'Approve refund' }).click()
      await offered
      console.log(`offered ${Math.round(performance.now() - pressedAt)} ms after “Approve refund” was pressed`)
      await expect.poll(() => page.locator('.row').first().textContent()).toBe(before)
      await expect
        .poll(() => page.locator('.waiting-newest').textContent())
        .toMatch(/^Maria approved Refund #31\.Status: Finance review → .*Approved$/)
      await page.getByRole('button', { name: '1 new event' }).click()
      await page.locator('.row').filter({ hasText: 'Maria approved Refund #31.' }).click()
      const cells = page.getByRole('complementary', { name: 'Event' }).locator('.changes tbody tr').first().locator('th, td')
      await cells.first().waitFor()
      await expect.poll(() => cells.allTextContents()).toEqual(['Status', 'Finance review', 'Approved'])
      await tool.close()
    })
    expect(misdeeds).toEqual([])
  })
  // Here, and not in a file of its own: loading the year takes longer than all the questions.
  describe('the ten questions of an evaluation, by people of the firm', () => evaluation(() => firm, now))
})
