import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPage, whyNot } from './browser.ts'
import { day, idOf, many } from './firm.ts'
import { type Office, openOffice } from './office.ts'

interface ProofAnswer {
  seq: number
  record: string
  hash: string
  slots: { name: string; digest: string; disclosure: string; state: string }[]
  proof: string
  [member: string]: unknown
}

const approved = idOf('refund approved')
const holds = 'with exactly the values shown'
const alarm = 'This trail does not continue what this browser saw'

/** The same text with the character at a place changed to another of its kind. */
const nudge = (text: string, at: number) => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`

describe.skipIf(chromiumPath === undefined)(`the proof of an event, checked in the browser${whyNot}`, () => {
  let browser: Browser
  let office: Office
  /** One reader for all that only changes an answer: none of it may leave a trace in this browser's memory. */
  let reader: Page
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    await office.record([...many(600), ...day])
    reader = await signedIn()
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  async function signedIn(): Promise<Page> {
    const { page } = await openPage(browser)
    await office.signIn(page)
    return page
  }
  const open = (page: Page, id = approved) => page.goto(`${office.url}/t/office/events/${id}`)
  /** How long the trail was when this browser saw it last. */
  const sizeSeen = (page: Page) =>
    page.evaluate(() => (JSON.parse(localStorage.getItem('daybook.sighting.office') ?? '{"size":0}') as { size: number }).size)
  /** The top of the page may say it before the steps are there. */
  const brokenSteps = async (page: Page) => {
    await page.locator('.step-broken').first().waitFor()
    return page.locator('.step-broken').allTextContents()
  }

  /** Opens the event with the proof's answer changed on the way; answers the steps that do not hold. */
  async function withAnswer(change: (answer: ProofAnswer) => object): Promise<readonly string[]> {
    await reader.route('**/proof', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: change((await response.json()) as ProofAnswer) })
    })
    await open(reader)
    await reader.getByText('the proof does not hold').first().waitFor()
    expect(await reader.getByText(holds).count()).toBe(0)
    const steps = await brokenSteps(reader)
    await reader.unroute('**/proof')
    return steps
  }

  test('holds on what the server recorded, every step of it', async () => {
    const page = await signedIn()
    await open(page)
    await page.getByText(holds).waitFor()
    await expect.poll(() => page.locator('.step-holds').count()).toBe(6)
    expect(await page.locator('.step:not(.step-holds)').count()).toBe(0)
    await page.getByText('Proof holds').waitFor()
    await page.context().close()
  })

  test('one changed character of any disclosed value is found', async () => {
    const names = ['core', 'actor', 'object', 'chg', 'reason', 'net']
    for (const name of names) {
      const steps = await withAnswer((answer) => ({
        ...answer,
        slots: answer.slots.map((slot) =>
          slot.name === name ? { ...slot, disclosure: nudge(slot.disclosure, slot.disclosure.length - 6) } : slot,
        ),
      }))
      expect(steps.join()).toContain(`slot ${name}`)
    }
  })

  test('a changed digest, record, hash, inclusion hash, position or signature is found, and the step is named', async () => {
    const inProof = (answer: ProofAnswer, line: RegExp) => {
      const at = answer.proof.search(line)
      return { ...answer, proof: nudge(answer.proof, at + 1) }
    }
    const first = (answer: ProofAnswer, change: object) => ({
      ...answer,
      slots: [{ ...answer.slots[0], ...change }, ...answer.slots.slice(1)],
    })
    expect((await withAnswer((answer) => first(answer, { digest: nudge(answer.slots[0]?.digest ?? '', 5) }))).join()).toContain(
      'belongs to its digest',
    )
    expect((await withAnswer((answer) => ({ ...answer, record: nudge(answer.record, 20) }))).join()).toContain(
      'make up the record',
    )
    expect((await withAnswer((answer) => ({ ...answer, hash: nudge(answer.hash, 7) }))).join()).toContain('make up the record')
    expect((await withAnswer((answer) => inProof(answer, /^[A-Za-z0-9+/]{43}=$/m))).join()).toContain('stands at position')
    expect(
      (await withAnswer((answer) => ({ ...answer, proof: answer.proof.replace(/^index .*$/m, 'index 3') }))).join(),
    ).toContain('stands at position')
    expect(
      (await withAnswer((answer) => ({ ...answer, proof: nudge(answer.proof, answer.proof.indexOf('\u2014') + 80) }))).join(),
    ).toContain('signed by the key')
    expect((await withAnswer((answer) => ({ ...answer, proof: 'nothing' }))).length).toBeGreaterThan(0)
  })

  test('a value hidden by leaving its slot out, or by an event of another position, is found', async () => {
    expect(
      (await withAnswer((answer) => ({ ...answer, slots: answer.slots.filter((slot) => slot.name !== 'reason') }))).join(),
    ).toContain('make up the record')
    const other = (await (
      await office.ask('GET', `/v1/trails/office/events/${idOf('ticket closed')}/proof`)
    ).json()) as ProofAnswer
    expect((await withAnswer(() => other)).join()).toContain('The values on this page')
  })

  test('a page that shows something else than what was recorded is found out by its own proof', async () => {
    const address = `**/v1/trails/office/events/${approved}`
    await reader.route(address, async (route) => {
      const response = await route.fetch()
      const view = (await response.json()) as { reason: string }
      await route.fulfill({ response, json: { ...view, reason: 'Receipt missing' } })
    })
    await open(reader)
    await reader.getByText('the proof does not hold').first().waitFor()
    expect((await brokenSteps(reader)).join()).toContain('reason')
    await reader.unroute(address)
  })

  test('an answer changed on its way leaves no doubt about the trail itself', async () => {
    await open(reader)
    await reader.getByText(holds).waitFor()
    expect(await reader.getByText(alarm).count()).toBe(0)
  })

  test('the browser remembers what it saw and accepts a trail that has grown', async () => {
    const page = await signedIn()
    await open(page)
    await page.getByText(holds).waitFor()
    await page.waitForFunction(() => localStorage.getItem('daybook.sighting.office') !== null)
    const before = await sizeSeen(page)
    await office.record(many(300, `grown ${before}`))
    await open(page, idOf(`grown ${before} 299`))
    await page.getByText(holds).waitFor()
    await expect.poll(() => sizeSeen(page)).toBeGreaterThanOrEqual(before + 300)
    expect(await page.getByText(alarm).count()).toBe(0)
    await page.context().close()
  })

  test('a trail that is shorter than what the browser saw raises an alarm by itself, which stays after a reload', async () => {
    const page = await signedIn()
    const earlier = await (await office.ask('GET', '/v1/trails/office/log/checkpoint')).text()
    await office.record(many(5, `before the cut ${earlier.split('\n')[1]}`))
    await open(page, idOf(`before the cut ${earlier.split('\n')[1]} 4`))
    await page.getByText(holds).waitFor()
    await expect.poll(() => sizeSeen(page)).toBeGreaterThanOrEqual(Number(earlier.split('\n')[1]) + 5)
    await page.route('**/log/checkpoint', (route) => route.fulfill({ contentType: 'text/plain', body: earlier }))
    await page.reload()
    await page.getByRole('alert').getByText(alarm).waitFor()
    await page.getByText(/now the server shows only/).waitFor()
    await page.unroute('**/log/checkpoint')
    await page.reload()
    await page.getByText(alarm).waitFor()
    await page.getByText('What this browser holds as evidence').click()
    await expect.poll(() => page.locator('.alarm').textContent()).toContain(earlier.trim().split('\n')[2])
    await page.getByRole('button', { name: 'Start over' }).click()
    await page.getByRole('button', { name: 'Throw it away' }).click()
    await page.getByText(alarm).waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('a trail rebuilt from other events and signed again raises an alarm by itself', async () => {
    const page = await signedIn()
    await page.locator('.row').first().waitFor()
    await page.waitForFunction(() => localStorage.getItem('daybook.sighting.office') !== null)
    // From where no page of Daybook runs, which could write what it sees at that moment over it.
    await page.goto(`${office.url}/widget/daybook-history.js`)
    // To this browser, what it saw is what counts: a root of other events stands for the history before the rebuilding.
    await page.evaluate(() => {
      const seen = JSON.parse(localStorage.getItem('daybook.sighting.office') ?? '{}') as object
      localStorage.setItem('daybook.sighting.office', JSON.stringify({ ...seen, size: 100, root: btoa('x'.repeat(32)) }))
    })
    await page.goBack()
    await page.getByRole('alert').getByText(alarm).waitFor()
    await page.getByText(/built from other events/).waitFor()
    await page.context().close()
  })

  test('another trail under the same name, with keys of its own, raises an alarm by itself', async () => {
    const other = await openOffice()
    await other.record(many(3))
    const note = await (await other.ask('GET', '/v1/trails/office/log/checkpoint')).text()
    const page = await signedIn()
    await page.waitForFunction(() => localStorage.getItem('daybook.sighting.office') !== null)
    await page.route('**/log/checkpoint', (route) => route.fulfill({ contentType: 'text/plain', body: note }))
    await page.reload()
    await page.getByRole('alert').getByText(alarm).waitFor()
    await page.getByText(/It now calls itself/).waitFor()
    await page.context().close()
    await other.close()
  })

  test('a checkpoint that is gone where one was seen is not passed over in silence', async () => {
    const page = await signedIn()
    await page.waitForFunction(() => localStorage.getItem('daybook.sighting.office') !== null)
    expect(await page.getByText('could not be checked just now').count()).toBe(0)
    await page.route('**/log/checkpoint', (route) =>
      route.fulfill({
        status: 404,
        contentType: 'application/problem+json',
        body: '{"code":"not_found","detail":"Nothing here."}',
      }),
    )
    await page.reload()
    await page.getByText('could not be checked just now').waitFor()
    await page.context().close()
  })

  test('what cannot be checked is called that, and never proven or an alarm', async () => {
    const page = await signedIn()
    await page.route('**/proof', (route) => route.abort())
    await page.route('**/log/checkpoint', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Sign in to the hotel</title>' }),
    )
    await open(page)
    await page.getByText('This browser could not check the proof.').waitFor()
    await page.getByText('could not be checked just now').waitFor()
    expect(await page.getByText(holds).count()).toBe(0)
    expect(await page.getByText(alarm).count()).toBe(0)
    await page.context().close()
  })

  test('a record is checked event by event, and the one that does not hold is named', async () => {
    const record = await recordOf(approved)
    const [type = '', id = ''] = record.split('/')
    await reader.goto(`${office.url}/t/office/verify?${new URLSearchParams({ type, id })}`)
    const check = reader.getByRole('button', { name: /^Check (?!again)./ })
    await check.click()
    await reader.getByText(/events? you may read there (is|are) as/).waitFor()
    await reader.route(`**/events/${approved}/proof`, async (route) => {
      const response = await route.fetch()
      const answer = (await response.json()) as ProofAnswer
      await route.fulfill({ response, json: { ...answer, hash: nudge(answer.hash, 7) } })
    })
    await check.click()
    await reader.getByText('1 event does not hold').waitFor()
    await expect.poll(() => reader.locator(`a[href$="/events/${approved}"]`).count()).toBe(1)
    await reader.unroute(`**/events/${approved}/proof`)
  })

  test('a stretch of time is checked as the address says it, and a bundle with the keys this browser knows', async () => {
    const at = String((await eventOf(approved)).occurredAt).slice(0, 10)
    await reader.goto(`${office.url}/t/office/verify?from=${at}&to=${nextDay(at)}`)
    await reader.getByRole('button', { name: 'Check', exact: true }).click()
    await reader.getByText(/events? you may read there (is|are) as/).waitFor()
    const query = new URLSearchParams({ format: 'bundle', q: `object:${await recordOf(approved)}` })
    const bundle = Buffer.from(await (await office.ask('GET', `/v1/trails/office/export?${query}`)).arrayBuffer())
    const file = reader.getByLabel('Bundle as a file')
    await file.setInputFiles({ name: 'bundle.tar', mimeType: 'application/x-tar', buffer: bundle })
    await reader.getByRole('heading', { name: 'Holds' }).waitFor()
    const changed = Buffer.from(bundle)
    const place = changed.indexOf('Receipt')
    changed.write('Receipd', place)
    await file.setInputFiles({ name: 'changed.tar', mimeType: 'application/x-tar', buffer: changed })
    await reader.getByRole('heading', { name: 'Broken' }).waitFor()
    await file.setInputFiles({ name: 'letter.tar', mimeType: 'text/plain', buffer: Buffer.from('Dear Sir, '.repeat(200)) })
    await reader.getByText('This is no bundle').waitFor()
  })

  const eventOf = async (id: string) =>
    (await (await office.ask('GET', `/v1/trails/office/events/${id}`)).json()) as {
      occurredAt: string
      object: { type: string; id: string }
    }
  const recordOf = async (id: string) => {
    const { object } = await eventOf(id)
    return `${object.type}/${object.id}`
  }
  const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
})
