import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTar, writeFolder } from '../../src/bundle/index.ts'
import { chromiumPath, openBrowser, openPage, whyNot } from './browser.ts'
import { day, many } from './firm.ts'
import { type Office, openOffice } from './office.ts'

describe.skipIf(chromiumPath === undefined)(`verify.html, opened from a bundle on a disk${whyNot}`, () => {
  let browser: Browser
  let office: Office
  let folder: string
  let policy: string
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openOffice()
    await office.record([...many(300), ...day])
    policy = await (await office.ask('GET', '/v1/trails/office/log/policy')).text()
    folder = await mkdtemp(join(tmpdir(), 'daybook-bundle-'))
    const answer = await office.ask('GET', '/v1/trails/office/export?format=bundle')
    if (!answer.body) throw new Error('the export has no body')
    await writeFolder(readTar(answer.body), join(folder, 'bundle'))
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  /** Opens the bundle's own page from the disk, checks the bundle under a policy, and answers what the page then says. */
  async function check(trusted: string): Promise<string> {
    const { page, misdeeds } = await openPage(browser)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const address = pathToFileURL(join(folder, 'bundle', 'verify.html')).href
    await page.goto(address)
    await checkOn(page, trusted)
    const said = (await page.locator('section').textContent()) ?? ''
    expect(asked).toEqual([address])
    expect(misdeeds).toEqual([])
    await page.context().close()
    return said
  }
  async function checkOn(page: Page, trusted: string): Promise<void> {
    await page.getByLabel('The policy').fill(trusted)
    await page.getByLabel('The bundle’s folder').setInputFiles(join(folder, 'bundle'))
    await page.getByRole('button', { name: 'Check' }).click()
    await page.locator('#verdict').waitFor()
  }

  test('says that an untouched bundle holds, what is proven and what is not, and asks nobody', async () => {
    const said = await check(policy)
    expect(said).toMatch(/^Holds/)
    expect(said).toContain('nothing between them is missing')
    expect(said).toContain('What is not')
  })

  test('finds a changed value and names its position', async () => {
    const path = join(folder, 'bundle', 'events.ndjson')
    const before = await readFile(path, 'utf8')
    await writeFile(path, before.replace('Receipt checked', 'Receipt ignored'))
    const said = await check(policy)
    await writeFile(path, before)
    expect(said).toMatch(/^Broken/)
    expect(said).toMatch(/Position \d+: slot reason/)
  })

  test('does not believe a bundle under another log’s policy', async () => {
    const other = await openOffice()
    const said = await check(await (await other.ask('GET', '/v1/trails/office/log/policy')).text())
    await other.close()
    expect(said).toMatch(/^Broken/)
    expect(said).toContain('log/checkpoint')
  })

  test('asks for what is missing, and says what is wrong with what was pasted', async () => {
    const { page } = await openPage(browser)
    await page.goto(pathToFileURL(join(folder, 'bundle', 'verify.html')).href)
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('Choose the folder of the bundle first.').waitFor()
    await page.getByLabel('The bundle’s folder').setInputFiles(join(folder, 'bundle'))
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('Paste the policy first.').waitFor()
    await page.getByLabel('The policy').fill('not a policy')
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('is not a policy').waitFor()
    await page.context().close()
  })

  test('works from the server as well, under the policy the server sends', async () => {
    const { page, misdeeds } = await openPage(browser)
    await page.goto(`${office.url}/verify.html`)
    await checkOn(page, policy)
    await expect.poll(() => page.locator('#verdict').textContent()).toBe('Holds')
    expect(misdeeds).toEqual([])
    await page.context().close()
  })
})
