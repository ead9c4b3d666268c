import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPage, whyNot } from './browser.ts'
import { idOf } from './firm.ts'
import { type Office, openOffice } from './office.ts'

/** What an address has to be told apart from: steps of a path, its own signs, and names that look encoded or marked already. */
const inEveryRoom = ['.', '..', 'a/b', '%2F', ' ']
/** All of them go through the same few lines; the others are followed to their record alone, most of them in the long run. */
const others = process.env.DAYBOOK_LONG ? ['%', '?', '#', 'é', '\u202e', '~.', '~..', '%2E'] : ['#', '~.']
const names = [...inEveryRoom, ...others]
const eventId = (name: string) => idOf(`odd ${name}`)
const events = names.map((name, n) => ({
  id: eventId(name),
  action: 'note.changed',
  occurredAt: `2026-11-22T05:00:${10 + n}.000Z`,
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  source: { type: 'bulk_import', name: 'Notes' },
  object: { type: name, id: name, name: `Note ${n}` },
  workflow: { type: name, id: name, step: 'Asked' },
  batch: { id: name, kind: 'import', file: { name: `notes ${n}.csv` } },
  changes: [{ field: 'text', before: `${n} before`, after: `${n} after` }],
}))

describe.skipIf(chromiumPath === undefined)(`records, cases and imports with odd names${whyNot}`, () => {
  let browser: Browser
  let office: Office
  let page: Page
  let misdeeds: readonly string[]
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    await office.record(events)
    ;({ page, misdeeds } = await openPage(browser))
    await office.signIn(page)
    await page.locator('.row').first().waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  /** The addresses of an event's record, case and import, as its page links them. */
  const waysOf = async (name: string) => {
    await page.goto(`${office.url}/t/office/events/${eventId(name)}`)
    const to = (room: string) => page.locator(`main a[href*="/${room}/"]:not([href$="/print"])`).first().getAttribute('href')
    return { record: await to('records'), oneCase: await to('workflows'), oneImport: await to('imports') }
  }

  test.each(names.map((name, n) => ({ name, n })))(
    '$name leads from its event to its record, its case and its import',
    async ({ name, n }) => {
      const { record, oneCase, oneImport } = await waysOf(name)
      const isStep = name === '.' || name === '..'
      const usual = encodeURIComponent(name)
      expect(record).toBe(isStep ? `/t/office/~/records/~${name}/~${name}` : `/t/office/records/${usual}/${usual}`)
      await page.goto(`${office.url}${record}`)
      await page.getByRole('heading', { level: 1, name: `Note ${n}` }).waitFor()
      expect(new URL(page.url()).pathname).toBe(record)
      await page.locator('.row-link').first().waitFor()
      expect(await page.locator('.row-link').count()).toBe(1)
      await page.getByText(`${n} after`).first().waitFor()
      if (!inEveryRoom.includes(name)) return
      await page.goto(`${office.url}${oneCase}`)
      await page.locator('.case-steps > li').first().waitFor()
      expect(await page.locator('.case-steps > li').count()).toBe(1)
      await page.goto(`${office.url}${oneImport}`)
      await page.getByText(`notes ${n}.csv`).first().waitFor()
    },
  )

  test('every page of such a record has its address, and leads back', async () => {
    const record = '/t/office/~/records/~./~.'
    for (const [link, path] of [
      ['Compare two moments', 'compare'],
      ['Copy as reply', 'reply'],
      ['Print', 'print'],
    ] as const) {
      await page.goto(`${office.url}${record}`)
      await page.getByRole('link', { name: link }).click()
      await page.waitForURL((url) => url.pathname === `${record}/${path}`)
      await page.reload()
      await page.locator('main h1').first().waitFor()
      expect(await page.locator(`a[href="${record}"]`).count(), path).toBeGreaterThan(0)
    }
    expect(misdeeds).toEqual([])
  })
})
