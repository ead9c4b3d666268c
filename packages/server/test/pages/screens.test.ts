import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPage, whyNot } from './browser.ts'
import { day, idOf, many, smallImport } from './firm.ts'
import { type Office, openOffice } from './office.ts'

const person = (name: string) => ({ type: 'user', id: `u_${name.length}`, name })
const maria = { ...person('Maria Lopez'), id: 'u_7' }

/** A life of one record, across its deletion; what an import set off; cases that went another way; both sides of a change of clocks. */
const story: readonly object[] = [
  ...[
    ['created', '2026-03-03T09:00:00.000Z', [{ field: 'status', label: 'Status', after: 'Draft' }]],
    ['updated', '2026-03-05T09:00:00.000Z', [{ field: 'status', label: 'Status', before: 'Draft', after: 'Confirmed' }]],
    ['deleted', '2026-03-09T09:00:00.000Z', undefined],
    ['restored', '2026-03-12T09:00:00.000Z', undefined],
    ['updated', '2026-03-14T09:00:00.000Z', [{ field: 'total', label: 'Total', before: '10.00', after: '12.50' }]],
  ].map(([verb, occurredAt, changes]) => ({
    id: idOf(`booking ${verb} ${occurredAt}`),
    action: `booking.${verb}`,
    occurredAt,
    actor: maria,
    source: { type: 'user_action' },
    object: { type: 'booking', id: '77', name: 'Booking #77' },
    reason: 'Ben Stone asked for it',
    ...(changes === undefined ? {} : { changes }),
  })),
  {
    id: idOf('mail sent'),
    action: 'mail.sent',
    occurredAt: '2026-11-18T14:05:00.000Z',
    actor: { type: 'automation', id: 'mailer', name: 'Mailer' },
    source: { type: 'automation', name: 'Mailer' },
    object: { type: 'mail', id: 'm_1', name: 'Mail to Blue Lamp Café' },
    causedBy: idOf('import row 0'),
  },
  {
    id: idOf('put back'),
    action: 'customer.updated',
    occurredAt: '2026-11-19T08:00:00.000Z',
    actor: maria,
    source: { type: 'user_action' },
    object: { type: 'customer', id: '1', name: 'Blue Lamp Café' },
    changes: [{ field: 'segment', label: 'Segment', before: 'Bakery', after: 'Café' }],
  },
  ...(
    [
      ['Requested', '2026-11-01T09:00:00.000Z', {}],
      ['Approved', '2026-11-02T09:00:00.000Z', { override: { rule: 'floor', name: 'Price floor' }, reason: 'A regular' }],
      ['Requested', '2026-11-03T09:00:00.000Z', { reason: 'The receipt was missing' }],
    ] as const
  ).map(([step, occurredAt, more]) => ({
    id: idOf(`case ${occurredAt}`),
    action: 'refund.updated',
    occurredAt,
    actor: maria,
    source: { type: 'user_action' },
    object: { type: 'refund', id: 'r_40', name: 'Refund #40' },
    workflow: { type: 'refund', id: 'w_40', step },
    ...more,
  })),
  ...['2026-03-28T23:30:00.000Z', '2026-03-29T21:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'].map(
    (occurredAt) => ({
      id: idOf(`clock ${occurredAt}`),
      action: 'clock.checked',
      occurredAt,
      actor: maria,
      source: { type: 'user_action' },
      object: { type: 'clock', id: occurredAt, name: `Clock at ${occurredAt}` },
    }),
  ),
  // Written `shelf/left/7` both.
  ...[
    { type: 'shelf/left', id: '7', name: 'Seventh on the left' },
    { type: 'shelf', id: 'left/7', name: 'Shelf left of seven' },
  ].map((object) => ({
    id: idOf(object.name),
    action: 'shelf.filled',
    occurredAt: '2026-02-02T09:00:00.000Z',
    actor: maria,
    source: { type: 'user_action' },
    object,
  })),
]
const catalogue = {
  objects: {
    refund: { label: 'Refund', fields: { status: { label: 'Status', kind: 'status', readers: ['finance'] } } },
    booking: {
      label: 'Booking',
      fields: { status: { label: 'Status', kind: 'status' }, total: { label: 'Total', kind: 'money' } },
    },
  },
  actions: {
    'refund.approved': { category: 'workflow', retain: 'P7Y', readers: ['finance'] },
    'refund.withdrawn': { category: 'workflow' },
  },
  workflows: { refund: { steps: ['Requested', 'Approved', 'Paid'] } },
}

describe.skipIf(chromiumPath === undefined)(`the screens that read${whyNot}`, () => {
  let browser: Browser
  let office: Office
  let page: Page
  let misdeeds: readonly string[]
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    expect((await office.ask('PUT', '/v1/trails/office/catalogue', catalogue)).ok).toBe(true)
    await office.record([...many(10), ...day, ...smallImport, ...story])
    ;({ page, misdeeds } = await openPage(browser))
    await office.signIn(page)
    await page.locator('.row').first().waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })
  const go = (path: string) => page.goto(`${office.url}/t/office${path}`)
  const box = () => page.getByRole('dialog', { name: 'Find or go to' })
  const chosen = () => box().locator('[aria-selected="true"]').textContent()

  /** Types into the box and goes where its first choice of a kind leads. */
  async function find(text: string, kind: string): Promise<void> {
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText(text)
    await box().getByRole('option').filter({ hasText: kind }).first().waitFor()
    for (let tries = 0; tries < 12 && !(await chosen())?.includes(kind); tries++) await page.keyboard.press('ArrowDown')
    await expect.poll(() => chosen()).toContain(kind)
    await page.keyboard.press('Enter')
    await box().waitFor({ state: 'detached' })
  }

  test('one box, by keys alone, leads to a record, a person, an import, a link, an event, a page and a search', async () => {
    await find('refund #31', 'Refund r_31')
    await page.waitForURL(/\/records\/refund\/r_31$/)
    await find('maria', 'everything done under this name')
    await page.waitForURL(/\/search\?q=actor%3Au_7&lane=all$/)
    await find('autumn', 'Import or run')
    await page.waitForURL(/\/imports\/imp_1$/)
    await find(`${office.url}/t/office/imports?show=runs`, 'Link')
    await page.waitForURL(/\/imports\?show=runs$/)
    await find(idOf('refund approved'), 'Link')
    await page.waitForURL(new RegExp(`/events/${idOf('refund approved')}$`))
    await find('cata', 'Page')
    await page.waitForURL(/\/catalogue$/)
    await find('outcome:failure', 'Search')
    await page.waitForURL(/\/search\?q=outcome%3Afailure$/)
  })

  test('a word that is begun is completed to a filter, with what it finds', async () => {
    await go('/search')
    const field = page.getByRole('combobox', { name: 'Search events' })
    await field.fill('action:*.exported cou')
    await page.getByRole('option').filter({ hasText: 'How many records an export' }).click()
    await expect.poll(() => field.inputValue()).toBe('action:*.exported count:')
  })

  test('a filter is completed from values that exist', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText('segment status:Appr')
    await box().getByRole('option').filter({ hasText: 'Approved' }).first().waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => box().getByRole('combobox').inputValue()).toBe('segment status:Approved ')
    await page.keyboard.press('Escape')
    await box().waitFor({ state: 'detached' })
  })

  test('keys go to the search and through any list, and all of them can be switched off', async () => {
    await go('/records')
    await page.locator('.records-list').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? document.activeElement?.id ?? '')
    await expect.poll(focused).toBe(await page.locator('.records-list tbody th').nth(1).textContent())
    await page.keyboard.press('/')
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('query')
    await page.keyboard.press('Escape')
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).getByRole('checkbox').uncheck()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.keyboard.press('j')
    await expect.poll(() => box().count()).toBe(0)
    await page.keyboard.press('?')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await page.getByRole('button', { name: 'Keyboard' }).click()
    await page.getByRole('dialog', { name: 'Keyboard' }).getByRole('checkbox').check()
    await page.keyboard.press('Escape')
  })

  test('a record says that it was deleted and brought back, and what nobody can know of earlier days', async () => {
    await go('/records/booking/77?at=2026-03-01T12:00:00.000Z')
    await page.getByText('It did not exist then: it begins on 3 Mar 2026.').waitFor()
    await go('/records/booking/77?at=2026-03-10T12:00:00.000Z')
    await page.getByText('Deleted by Maria Lopez, 9 Mar 2026, 10:00. These are its last values.').waitFor()
    await go('/records/booking/77')
    await page.getByText('It had been deleted and was brought back by Maria Lopez').waitFor()
    await go('/records/ticket/77?at=2026-11-01T12:00:00.000Z')
    await page.getByText('First seen on 21 Nov 2026; what was earlier the trail does not know').waitFor()
  })

  test('types and ids that have slashes of their own lead to their records, and to the check of each', async () => {
    const shelves = { 'Seventh on the left': 'shelf%2Fleft/7', 'Shelf left of seven': 'shelf/left%2F7' }
    for (const [name, path] of Object.entries(shelves)) {
      await go('/records?q=shelf/left/7')
      await page.getByRole('link', { name }).click()
      await page.waitForURL((url) => url.pathname.endsWith(`/records/${path}`))
      await page.reload()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await expect.poll(() => page.locator('.row-link').allTextContents()).toEqual([expect.stringContaining(name)])
      await go('/verify')
      await page.getByLabel('Record to check').fill('shelf/left/7')
      await page.getByRole('button', { name: 'Find', exact: true }).click()
      await page.getByRole('button', { name }).click()
      await page.getByRole('button', { name: /^Check (?!again)./ }).click()
      await page.getByText('The one event you may read there is as').waitFor()
      await expect.poll(() => page.locator('.trust-part a').first().getAttribute('href')).toContain(`/records/${path}`)
    }
  })

  test('two moments of a record are compared by day or by event, with the source of each value', async () => {
    await go('/records/booking/77/compare')
    const rows = page.locator('.differences tbody')
    await rows.first().waitFor()
    await expect.poll(() => rows.locator('th').allTextContents()).toEqual(['Status', 'Total'])
    await expect
      .poll(() => rows.first().textContent())
      .toMatch(/Draft.*Confirmed.*Maria Lopez, 3 Mar 2026, 10:00.*Maria Lopez, 5 Mar 2026, 10:00/)
    await page.getByRole('radio', { name: /^From after: .*12 Mar 2026/ }).check()
    await page.waitForURL(/from=2026-03-12T09%3A00%3A00.000Z/)
    await page.waitForFunction(() => document.querySelectorAll('.differences tbody').length === 1)
    await expect.poll(() => rows.locator('th').allTextContents()).toEqual(['Total'])
    await page.reload()
    await rows.first().waitFor()
    await expect.poll(() => rows.locator('th').allTextContents()).toEqual(['Total'])
    await page.getByLabel('From', { exact: true }).fill('2026-03-01')
    await page.getByText('It did not exist then').waitFor()
    // The end of a day in Berlin.
    await expect.poll(() => new URL(page.url()).searchParams.get('from')).toBe('2026-03-01T22:59:59.999Z')
  })

  test('a reply says what a customer may read, and changes with what is chosen', async () => {
    await go('/records/booking/77/reply')
    const text = page.locator('.reply-text')
    await text.waitFor()
    await expect.poll(() => text.textContent()).toContain('Here is what happened with Booking #77:')
    await expect.poll(() => text.textContent()).toContain('3 Mar 2026: Created; Status: Draft.')
    expect(await text.textContent()).not.toMatch(/Maria|Ben Stone|u_7/)
    await page.getByRole('checkbox', { name: /deleted/i }).uncheck()
    await expect.poll(() => text.textContent()).not.toMatch(/deleted/i)
    await go('/records/refund/r_31/reply')
    await text.getByText('Here is what happened').waitFor()
    // The catalogue keeps approvals and the status for finance.
    expect(await text.textContent()).not.toMatch(/approved|Pending/i)
  })

  test('an event shows the tree it stands in and what happened around it, which a reload keeps', async () => {
    await go(`/events/${idOf('import row 0')}`)
    const tree = page.locator('.chain')
    await tree.waitFor()
    await expect.poll(() => tree.locator('[aria-current="true"]').textContent()).toContain('Blue Lamp Café')
    await expect.poll(() => tree.textContent()).toContain('Mail to Blue Lamp Café')
    await page.getByRole('button', { name: /Show what else happened/ }).click()
    await page.waitForURL(/around=10$/)
    await page.getByText('4 other events.').waitFor()
    await page.getByLabel('the same import or run').check()
    await page.waitForURL(/same=batch/)
    await page.getByText('3 other events.').waitFor()
    await page.getByLabel(/^Within/).selectOption('1')
    await page.waitForURL(/around=1(&|$)/)
    await page.reload()
    await page.getByText('3 other events.').waitFor()
    await tree.getByRole('link', { name: /Mail to Blue Lamp/ }).click()
    await page.getByRole('heading', { level: 1, name: /Mail to Blue Lamp/ }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: /Blue Lamp Café/ }).waitFor()
  })

  test('an import stands among the imports, and not among the runs because a person began it', async () => {
    const files = page.locator('.row-batch').filter({ hasText: 'autumn.csv' })
    await go('/imports')
    await files.waitFor()
    await page.getByRole('link', { name: 'Jobs, automations and other runs' }).click()
    await page.getByText('There is none on this trail.').waitFor()
    expect(await files.count()).toBe(0)
  })

  test('an import says what it triggered and what was changed since, and gives its undo list away on the record', async () => {
    await go('/imports/imp_1')
    await page.getByText('1 event by Automation (1): Mail sent (1).').waitFor()
    await page.getByText('2 rows: 1 as it was left, 0 changed again since, 1 put back already.').waitFor()
    await expect
      .poll(() => page.locator('.undo-rows tbody tr').first().textContent())
      .toMatch(/Blue Lamp Café.*Café.*Bakery.*put back.*Maria Lopez/)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the list as CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('office-undo.csv')
    const [failures] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the failed rows as CSV' }).click(),
    ])
    expect(failures.suggestedFilename()).toBe('imp_1-failures.csv')
    await go('/search?q=action%3Atrail.exported&lane=own')
    await page.getByText('exported').first().waitFor()
  })

  test('cases by how long they wait, overridden rules and backward moves with their reasons', async () => {
    await go('/workflows/refund?show=overrides')
    await page.getByRole('cell', { name: 'Price floor' }).waitFor()
    await expect.poll(() => page.locator('.cases tbody tr').textContent()).toContain('Maria Lopez: A regular')
    await page.getByRole('link', { name: 'Overridden without a reason 0' }).click()
    await page.getByText('Whoever overrode a rule in a case gave a reason.').waitFor()
    await page.getByRole('link', { name: 'All events that went against a rule' }).click()
    await page.getByText('No event matches').first().waitFor()
    await page.goBack()
    await page.getByRole('link', { name: 'Moved backward 1' }).click()
    await page.getByRole('cell', { name: 'Approved → Requested' }).waitFor()
    await expect.poll(() => page.locator('.cases tbody tr').textContent()).toContain('The receipt was missing')
    await page.getByRole('link', { name: 'Open', exact: true }).click()
    await page.getByLabel('Waiting longer than').selectOption('3')
    await page.waitForURL(/waiting=3$/)
    await page.getByRole('link', { name: 'Refund #40' }).waitFor()
    // Ten years: the cases here are of one day, and the clock goes on.
    await go('/workflows/refund?waiting=3650')
    await page.getByText('There is no such case.').waitFor()
    await page.getByRole('link', { name: 'Show all of them' }).click()
    await page.locator('.tile', { hasText: 'Requested' }).click()
    await page.waitForURL(/\?step=Requested$/)
    await page.getByText(/^\d cases?\b/).waitFor()
    await expect.poll(() => page.getByLabel('In step').inputValue()).toBe('Requested')
  })

  test('the catalogue tells each action in a sentence, finds by any word, and names what nobody described', async () => {
    await go('/catalogue')
    await page.getByText('kept for 7 years').waitFor()
    const live = page.locator('.catalogue-action').filter({ hasText: 'refund.approved' })
    await live.getByRole('link', { name: /Refund #31/ }).waitFor()
    await expect
      .poll(() => page.locator('.catalogue-action').filter({ hasText: 'refund.withdrawn' }).textContent())
      .toContain('invented example')
    await expect.poll(() => page.getByRole('link', { name: 'Booking deleted' }).count()).toBe(1)
    await page.getByRole('searchbox').fill('finance')
    await page.waitForURL(/\?q=finance$/)
    await page.getByText('1 kind of action').waitFor()
  })

  test('times are told in the zone one chooses, days too, across a change of clocks, and links mean the same instants', async () => {
    await go('/search?q=action:clock.checked')
    await page.locator('.day-name').first().waitFor()
    const days = async () => (await page.locator('.day-name').allTextContents()).map((name) => name.replace(/^\w+, /, ''))
    await expect.poll(days).toEqual(['25 October 2026', '29 March 2026'])
    await expect.poll(() => page.locator('.row-time').allTextContents()).toEqual(['02:30', '02:30', '23:30', '00:30'])
    await expect
      .poll(() => page.locator('.row-time').nth(0).getAttribute('title'))
      .toMatch(/Local \(Europe\/Berlin\).*CET\nUTC: 2026-10-25 01:30/)
    await expect.poll(() => page.locator('.row-time').nth(1).getAttribute('title')).toMatch(/CEST\nUTC: 2026-10-25 00:30/)
    await page.getByLabel('From', { exact: true }).fill('2026-03-29')
    await page.waitForURL(/from=2026-03-28T23%3A00%3A00Z/)
    await page.getByLabel('To', { exact: true }).fill('2026-03-29')
    await page.waitForURL(/to=2026-03-29T22%3A00%3A00Z/)
    await page.getByText('2 events').first().waitFor()
    await page.getByLabel('Times in').selectOption('utc')
    await expect.poll(days).toEqual(['29 March 2026', '28 March 2026'])
    await page.getByText('2 events').first().waitFor()
    await page.getByText('times in UTC').waitFor()
    await page.reload()
    await page.getByText('times in UTC').waitFor()
    await page.getByLabel('Times in').selectOption('local')
    await page.getByText('times in Europe/Berlin').waitFor()
  })

  test('the zone of the team is set for everybody, and is a choice on every page', async () => {
    await go('/settings/time')
    await page.getByLabel('The team reads in').selectOption('Asia/Tokyo')
    await page.getByText('It is offered on every page').waitFor()
    await page.getByLabel('Times in').selectOption('team')
    await go('/search?q=action:clock.checked')
    await page.getByText('times in Asia/Tokyo').waitFor()
    await expect.poll(() => page.locator('.row-time').first().textContent()).toBe('10:30')
    await expect
      .poll(() => page.locator('.row-time').first().getAttribute('title'))
      .toMatch(/Local \(Europe\/Berlin\).*\nTeam \(Asia\/Tokyo\).*\nUTC/)
    await page.getByLabel('Times in').selectOption('local')
    await page.getByText('times in Europe/Berlin').waitFor()
  })

  test('a page of evidence is light, has the proof in its footer, and says how to check it elsewhere', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    for (const path of [
      `/events/${idOf('refund approved')}/print`,
      '/records/booking/77/print',
      '/workflows/refund/w_40/print',
    ]) {
      await go(path)
      await page.getByText('The signed checkpoint that the events stand under:').waitFor()
      await expect
        .poll(() => page.locator('.paper-foot').textContent())
        .toMatch(/^office · .*checkpoint of [\d,]+ events, root [\w+/]{43}=$/)
      await page.getByText('daybook verify office-bundle --policy policy.txt').first().waitFor()
      expect(await page.locator('.paper').evaluate((paper) => getComputedStyle(paper).backgroundColor)).toBe('rgb(255, 255, 255)')
    }
    await page.getByText('The proofs of 3 of 3 events').waitFor()
    await page.emulateMedia({ colorScheme: 'light', media: 'print' })
    await expect.poll(() => page.locator('.top').isVisible()).toBe(false)
    await page.locator('.paper-foot').waitFor()
    await page.emulateMedia({ media: null })
  })

  test('on a phone the pages fold behind the name of the one that is open', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await go('/catalogue')
    const fold = page.getByRole('button', { name: 'Pages of this trail: Catalogue' })
    await fold.click()
    await page.getByRole('navigation', { name: 'Pages of this trail' }).getByRole('link', { name: 'Imports' }).click()
    await page.getByRole('heading', { level: 1, name: 'Imports and runs' }).waitFor()
    await expect.poll(() => page.getByRole('navigation', { name: 'Pages of this trail' }).isVisible()).toBe(false)
    await page.setViewportSize({ width: 1280, height: 900 })
  })

  test('and nothing of all that broke the policy, threw or opened a dialog', () => {
    expect(misdeeds).toEqual([])
  })
})
