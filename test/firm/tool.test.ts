import { createHmac } from 'node:crypto'
import { wordsOf } from '@daybook/core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { customerDeeds } from '../../examples/back-office/app/deeds/customers.ts'
import { deskDeeds } from '../../examples/back-office/app/deeds/desk.ts'
import { orderDeeds } from '../../examples/back-office/app/deeds/orders.ts'
import { refundDeeds } from '../../examples/back-office/app/deeds/refunds.ts'
import { type RecordType, resourceOf } from '../../examples/back-office/app/resources.ts'
import type { Row, Value } from '../../examples/back-office/app/store.ts'
import type { Ask, Deed, Person } from '../../examples/back-office/app/tool.ts'
import { everybody, maria } from '../../examples/back-office/history/people.ts'
import { chromiumPath, openPage, whyNot } from '../../packages/server/test/pages/browser.ts'
import { enterTool, type Firm, openFirm, parcelSecret, shopKey } from './firm.ts'

const deeds = [...orderDeeds, ...refundDeeds, ...deskDeeds, ...customerDeeds] as readonly Deed[]
const blue = { id: '7', name: 'Blue Lamp Café' }

/** A record of each kind as it is before anything is done to it. */
const fresh: { readonly [type in RecordType]: { readonly [field: string]: Value } } = {
  customer: {
    status: 'Trial',
    billingStatus: 'Trial',
    plan: 'Starter',
    owner: 'Hannah Weiss',
    email: 'a@blue.example',
    phone: '+44 117 900 1234',
  },
  order: { status: 'Pending Review', total: '100.00', items: ['Knock box'], deliveryNote: '-' },
  refund: { status: 'Requested', amount: '40.00' },
  ticket: { subject: 'Machine leaks', status: 'Open', priority: 'Normal', assignee: 'Jacob Miller' },
  job: { work: 'Repair', status: 'Planned', visit: '2026-12-01', technician: 'Nia Bevan' },
  product: { title: 'Knock box', price: '34.00', stock: 60, reorderAt: 12, active: true },
  vendor: { name: 'Valeo Valves GmbH', status: 'Pending', terms: '30 days', risk: 'Low' },
}
const statuses = [
  'Pending Review',
  'Approved',
  'Packed',
  'On hold',
  'Requested',
  'Finance review',
  'Open',
  'Resolved',
  'Planned',
  'Trial',
  'Pending',
]

/** What is typed into each kind of field. */
const typed = ({ name, kind, choices = [] }: Ask): string => {
  if (kind === 'reason') return 'As agreed on the phone'
  if (kind === 'money') return name === 'amount' ? '12.50' : '96.00'
  if (kind === 'number') return '55'
  if (kind === 'date') return '2026-12-09'
  if (kind === 'choice') return choices.at(-1) ?? ''
  return name === 'email' ? 'new@blue.example' : name === 'phone' ? '+44 117 555 9876' : 'PH20607854GB'
}

interface Recorded {
  readonly action: string
  readonly sentence: string
  readonly object?: { readonly type: string; readonly id: string; readonly url?: string }
  readonly defects: readonly { readonly name: string }[]
}

describe.skipIf(chromiumPath === undefined)(`the firm’s own tool, in a browser, with its trail${whyNot}`, () => {
  let firm: Firm
  let browser: Browser
  const pages = new Map<string, Page>()
  beforeAll(async () => {
    firm = await openFirm()
    browser = firm.browser
    const { store } = firm.tool
    const user = store.db.prepare('INSERT INTO users (id, name, email, role) VALUES (?, ?, ?, ?)')
    for (const { id, name, email, role } of everybody) user.run(id, name, email, role)
    put('customer', blue.id, {}, blue.name)
  })
  afterAll(() => firm?.close())

  function put(
    type: RecordType,
    id: string,
    fields: Row['fields'] = {},
    name = `${wordsOf(type)} #${id.replace('r_', '')}`,
  ): void {
    const own = type === 'customer' || type === 'product' || type === 'vendor'
    firm.tool.store.insert(
      { type, id, name, customer: own ? undefined : blue, fields: { ...fresh[type], ...fields } },
      new Date().toISOString(),
    )
  }
  /** The tool as somebody signed in sees it; each person has one browser. */
  async function as(name: string): Promise<Page> {
    const known = pages.get(name)
    if (known) return known
    const { page } = await openPage(browser)
    await enterTool(page, firm, name)
    pages.set(name, page)
    return page
  }
  /** Presses one button of a record's page, its form filled in, and answers what the tool then says. */
  async function press(
    page: Page,
    type: RecordType,
    id: string,
    label: string,
    fields: { readonly [name: string]: string },
  ): Promise<string> {
    await page.goto(`${firm.toolUrl}/${resourceOf(type)?.plural}/${id}`)
    const box = page.locator('details').filter({ has: page.locator('summary').getByText(label, { exact: true }) })
    if ((await box.getAttribute('open')) === null) await box.locator('summary').click()
    for (const [name, value] of Object.entries(fields)) {
      const field = box.locator(`[name="${name}"]`)
      if (await field.evaluate((one) => one.tagName === 'SELECT')) await field.selectOption(value)
      else await field.fill(value)
    }
    await box.getByRole('button', { name: label }).click()
    return (await page.locator('.said').textContent()) ?? ''
  }
  /** What the trail has of a record, once it has that many events of it. */
  async function recorded(q: string, least = 1): Promise<readonly Recorded[]> {
    for (;;) {
      const answer = await firm.office.ask('GET', `/v1/trails/back-office/events?limit=200&order=asc&q=${encodeURIComponent(q)}`)
      const { data } = (await answer.json()) as { data: readonly Recorded[] }
      if (data.length >= least) return data
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** A status in which a deed can be done, and who may do it. */
  const possible = (deed: Deed): readonly [status: string, person: Person] => {
    const people = [maria, ...everybody]
    for (const status of [String(fresh[deed.on].status), ...statuses])
      for (const person of people) {
        const row = { type: deed.on, id: '', name: '', customer: undefined, fields: { ...fresh[deed.on], status } }
        if (deed.when?.(row, person) ?? true) return [status, person]
      }
    throw new Error(`nobody can ever ${deed.label}`)
  }

  test('every button does its work, and what it did reads as its sentence, without a weak point', async () => {
    const said: string[] = []
    for (const [n, deed] of deeds.entries()) {
      const [status, person] = possible(deed)
      const id = deed.on === 'refund' ? `r_${200 + n}` : String(200 + n)
      put(deed.on, id, 'status' in fresh[deed.on] ? { status } : {})
      const fields = Object.fromEntries((deed.asks ?? []).map((ask) => [ask.name, typed(ask)]))
      expect(await press(await as(person.name), deed.on, id, deed.label, fields)).toBe(`${deed.label}: done.`)
      const [event] = await recorded(deed.name === 'request-refund' ? 'action:refund.requested' : `object:"${deed.on}/${id}"`)
      expect(event?.defects).toEqual([])
      said.push(event?.sentence ?? '')
    }
    expect(said).toEqual(sentences)
  }, 180_000)

  test('a total under the price floor is refused, by the rule’s own name; a manager overrides the rule', async () => {
    put('order', '400')
    const agent = await as('Elena Sousa')
    expect(await press(agent, 'order', '400', 'Change the total', { total: '50', reason: 'Old customer' })).toContain(
      'below the price floor',
    )
    await press(await as('Maria'), 'order', '400', 'Change the total', { total: '50', reason: 'Agreed last year' })
    const events = await recorded('object:order/400', 2)
    expect(events.map(({ sentence }) => sentence)).toEqual([
      'Price floor rule (system) stopped a discount on Order #400: a total of £50.00 is below the floor.',
      'Maria overrode Price floor on Order #400: total from £100.00 to £50.00.',
    ])
    expect(events.flatMap(({ defects }) => defects)).toEqual([])
  })

  test('a file of customers changes those it can, names the line it cannot, and counts both', async () => {
    put('customer', '501', {}, 'Copper Boat Bakery')
    const page = await as('Hannah Weiss')
    await page.goto(`${firm.toolUrl}/files`)
    const file = { name: 'plans.csv', mimeType: 'text/csv', buffer: Buffer.from('id,plan\n501,Partner\n99999,Partner\n') }
    await page.getByLabel('File').setInputFiles(file)
    await page.getByRole('button', { name: 'Import' }).click()
    await expect.poll(() => page.locator('.said').textContent()).toBe('1 customer changed, 1 line failed.')
    const events = await recorded('batch:*', 3)
    expect(events.map(({ sentence }) => sentence)).toEqual([
      'Hannah Weiss began to import plans.csv (2 rows).',
      'Customer import (acting for Hannah Weiss) changed Copper Boat Bakery: Plan from Starter to Partner.',
      'Customer import (acting for Hannah Weiss) imported plans.csv: 1 updated, 1 failed.',
    ])
    expect(events.flatMap(({ defects }) => defects)).toEqual([])
    const { data } = (await (await firm.office.ask('GET', '/v1/trails/back-office/batches')).json()) as {
      data: readonly { id: string }[]
    }
    const answer = await firm.office.ask('GET', `/v1/trails/back-office/batches/${data[0]?.id}`)
    expect(await answer.json()).toMatchObject({
      failures: [{ line: 3, reason: 'no customer 99999' }],
      claimed: { updated: 1, failed: 1 },
    })
  })

  test('a list leaves when the trail knows who took it, and how many were in it', async () => {
    const page = await as('Hannah Weiss')
    await page.goto(`${firm.toolUrl}/files`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ])
    const count = Number(firm.tool.store.db.prepare('SELECT count(*) AS n FROM customers').get()?.n)
    const [event] = await recorded('action:customer.exported')
    expect(event?.sentence).toBe(`Hannah Weiss exported ${count} customers.`)
    expect(download.suggestedFilename()).toBe('customers.csv')
    const entered = await recorded('action:user.signed_in')
    expect(entered.map(({ sentence }) => sentence)).toContain('Hannah Weiss signed in.')
    expect([event, ...entered].flatMap((one) => one?.defects)).toEqual([])
  })

  test('machines are believed by key and signature, and are named for what they do', async () => {
    const { toolUrl } = firm
    const headers = { authorization: `Bearer ${shopKey}`, 'content-type': 'application/json' }
    const post = (path: string, body: string, more: { readonly [name: string]: string }) =>
      fetch(`${toolUrl}${path}`, { method: 'POST', body, headers: more })
    const order = JSON.stringify({ customer: blue.id, items: ['Knock box'], total: '68' })
    expect((await post('/api/orders', order, { ...headers, authorization: 'Bearer guessed' })).status).toBe(401)
    const placed = (await (await post('/api/orders', order, headers)).json()) as { id: string }
    const mailed = (await (
      await post('/hooks/mail', JSON.stringify({ customer: blue.id, subject: 'Grinder is loud' }), headers)
    ).json()) as {
      id: string
    }
    put('order', '700', { status: 'Shipped' })
    const arrived = JSON.stringify({ order: '700' })
    const signature = createHmac('sha256', parcelSecret).update(arrived).digest('hex')
    expect(
      (await post('/hooks/parcelhub', arrived, { 'x-signature': signature.replace(/^./, (c) => (c === '0' ? '1' : '0')) }))
        .status,
    ).toBe(422)
    expect((await post('/hooks/parcelhub', arrived, { 'x-signature': signature })).status).toBe(204)
    const told = [
      ...(await recorded(`object:order/${placed.id}`)),
      ...(await recorded(`object:ticket/${mailed.id}`, 2)),
      ...(await recorded('object:order/700')),
    ]
    expect(told.map(({ sentence }) => sentence)).toEqual([
      `Web shop (API client) placed Order #${placed.id} for Blue Lamp Café over £68.00.`,
      `Blue Lamp Café opened Ticket #${mailed.id}: “Grinder is loud”.`,
      expect.stringMatching(new RegExp(`^Auto-assign \\(automation\\) assigned Ticket #${mailed.id} to .+\\.$`)),
      'ParcelHub (webhook) reported Order #700 as delivered.',
    ])
    expect(told.flatMap(({ defects }) => defects)).toEqual([])
  })

  test('a record’s page leads to its history on the trail, and from there back', async () => {
    put('order', '800')
    await press(await as('Maria'), 'order', '800', 'Put on hold', { reason: 'Waits for the fitter' })
    await recorded('object:order/800')
    const tool = await as('Maria')
    const history = await tool.getByRole('link', { name: 'History of this record' }).getAttribute('href')
    const misdeeds = await firm.visit(async (page) => {
      await page.goto(history ?? '')
      await page.getByRole('heading', { level: 1, name: 'Order #800' }).waitFor()
      await page.locator('.row').filter({ hasText: 'Maria put Order #800 on hold: Waits for the fitter.' }).waitFor()
      await expect
        .poll(() => page.getByRole('link', { name: 'Open in the tool' }).getAttribute('href'))
        .toBe(`${firm.toolUrl}/orders/800`)
    })
    expect(misdeeds).toEqual([])
  })

  test('whatever is typed into the tool stays text, in the tool and on the trail', async () => {
    const naughty = [
      '"><img src=x onerror=alert(1)>',
      "'; DROP TABLE orders; --",
      '<script>alert(1)</script>',
      '\u202etxt.exe',
      '{{7*7}} #{7*7}',
      '田中さんにあげて下さい 👾 Ω≈ç√',
    ]
    const { page, misdeeds } = await openPage(browser)
    await enterTool(page, firm, 'Maria')
    for (const [n, text] of naughty.entries()) {
      const id = String(900 + n)
      put('order', id)
      await press(page, 'order', id, 'Correct delivery note', { deliveryNote: text })
      await expect.poll(() => page.locator('dd').allTextContents()).toContain(text)
      await press(page, 'order', id, 'Put on hold', { reason: text })
      const event = (await recorded(`object:order/${id}`, 2)).at(-1)
      expect(event?.sentence).toContain(text)
    }
    expect(await page.locator('img, script').count()).toBe(0)
    await page.goto(
      `${firm.toolUrl}/orders?q=${encodeURIComponent(naughty[0] ?? '')}&said=${encodeURIComponent(naughty[0] ?? '')}`,
    )
    expect(await page.locator('img, script').count()).toBe(0)
    expect(misdeeds).toEqual([])
    await page.context().close()
  })
})

/** One a button, in their order, as the catalogue has them. */
const sentences: readonly string[] = [
  'Order #200 changed from Pending Review to Approved.',
  'Maria packed Order #201.',
  'Maria shipped Order #202 as PH20607854GB.',
  'Maria sent Order #203 back from Packed to Approved: As agreed on the phone.',
  'Maria put Order #204 on hold: As agreed on the phone.',
  'Maria released Order #205 to Pending Review.',
  'Maria cancelled Order #206: As agreed on the phone.',
  'Maria corrected Order #207: Delivery note from “-” to “PH20607854GB”.',
  'Maria corrected Order #208: Total from £100.00 to £96.00.',
  'Maria requested Refund #1 over £12.50: As agreed on the phone.',
  'Maria took Refund #210 into finance review.',
  'Maria approved Refund #211.',
  'Maria rejected Refund #212: As agreed on the phone.',
  'Maria reassigned Ticket #213 from Jacob Miller to Ruth Adeyemi: As agreed on the phone.',
  'Maria escalated Ticket #214 to Urgent: As agreed on the phone.',
  'Maria replied to Ticket #215 and waits for the customer.',
  'Maria resolved Ticket #216.',
  'Maria reopened Ticket #217: As agreed on the phone.',
  'Maria reassigned Job #218 from Nia Bevan to Jonas Berg: As agreed on the phone.',
  'Maria moved Job #219 from 1 Dec 2026 to 9 Dec 2026: As agreed on the phone.',
  'Maria reported Job #220 as done.',
  'Maria changed customer #221 from Trial to Active.',
  'Maria moved Customer #222 from Hannah Weiss to Zoë Lindqvist: As agreed on the phone.',
  'Customer billing status changed from Trial to Inactive.',
  'Maria changed Customer #224: E-mail from a@blue.example to new@blue.example, Phone from ••••••••••••1234 to ••••••••••••9876.',
  'Maria closed the account of Customer #225: As agreed on the phone.',
  'Maria adjusted the stock of Product #226 from 60 to 55: As agreed on the phone.',
  'Maria changed the price of Product #227 from £34.00 to £96.00.',
  'Vendor #228 changed from Pending to Approved.',
  'Maria rejected Vendor #229: As agreed on the phone.',
]
