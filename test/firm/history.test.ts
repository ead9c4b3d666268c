import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openPage, type WatchedPage, whyNot } from '../../packages/server/test/pages/browser.ts'
import { enterTool, type Firm, openFirm } from './firm.ts'

describe.skipIf(chromiumPath === undefined)(`the history on the pages of the firm’s own tool${whyNot}`, () => {
  let firm: Firm
  let watched: WatchedPage
  beforeAll(async () => {
    firm = await openFirm({ embeds: true })
    firm.tool.store.insert(
      {
        type: 'order',
        id: '1842',
        name: 'Order #1842',
        customer: undefined,
        fields: { status: 'Pending Review', total: '100.00', items: ['Knock box'], deliveryNote: '-' },
      },
      new Date().toISOString(),
    )
    watched = await openPage(firm.browser)
    await enterTool(watched.page, firm, 'Maria')
  })
  afterAll(() => firm?.close())

  test('shows what was done on the very page it was done on, under the tool’s own policy', async () => {
    const { page, misdeeds } = watched
    await page.goto(`${firm.toolUrl}/orders/1842`)
    await page.getByText('Nothing is on the record yet.').waitFor()
    const box = page.locator('details').filter({ has: page.locator('summary').getByText('Change the total', { exact: true }) })
    await box.locator('summary').click()
    await box.locator('[name=total]').fill('96.00')
    await box.locator('[name=reason]').fill('Agreed on the phone')
    await box.getByRole('button').click()
    await page.getByText('Change the total: done.').waitFor()
    const history = page.locator('daybook-history')
    // The event reaches the trail a moment after the tool has answered.
    for (let tries = 0; tries < 300 && (await history.locator('[part=event]').count()) === 0; tries++) {
      await page.waitForTimeout(100)
      await page.reload()
      await history
        .getByRole('status')
        .filter({ hasText: /events?\b|Nothing/ })
        .waitFor()
    }
    await expect
      .poll(() => history.locator('[part=sentence]').textContent())
      .toMatch(/^Maria changed the total of Order #1842|^Maria .*Order #1842/)
    await history.getByRole('button', { name: /Details/ }).click()
    await expect.poll(() => history.locator('dl').textContent()).toContain('£96.00')
    await expect
      .poll(() => history.getByRole('link', { name: 'Full history' }).getAttribute('href'))
      .toBe(`${firm.pages}/records/order/1842`)
    expect(misdeeds).toEqual([])
  })

  test('gives a token to people who are signed in, for records that are there', async () => {
    const { page } = watched
    const token = (object: string) =>
      page.evaluate(async (wanted) => (await fetch(`/history-token?object=${encodeURIComponent(wanted)}`)).status, object)
    expect([await token('order:1842'), await token('order:9999'), await token('payroll:1'), await token('')]).toEqual([
      200, 404, 404, 404,
    ])
    const stranger = await fetch(`${firm.toolUrl}/history-token?object=order:1842`)
    expect(await stranger.text()).toContain('Sign in')
  })
})
