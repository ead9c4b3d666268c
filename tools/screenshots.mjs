// Pictures of every page for the README and the docs: starts the firm in a temporary folder and takes each page into
// docs/screenshots, most of them at three widths, light and dark. Look at what it made before you commit it.
//   node tools/screenshots.mjs               everything
//   node tools/screenshots.mjs start case    only these pages
//   node tools/screenshots.mjs --data DIR --url http://…:4319 [--png DIR]
//                                            of a server that runs already on that data folder; as PNG into another folder
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { chromium as chromiumPath } from './chromium.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const trail = 'back-office'
const mostBytes = 3_200_000
const quality = 55
const widths = { 1280: 860, 768: 860, 360: 740 }
/** What the guides show besides is taken twice: for a page on a desk, and for a phone in the evening. */
const twice = { 1280: ['light'], 360: ['dark'] }
const { values, positionals: only } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, url: { type: 'string' }, png: { type: 'string' } },
})

/** Each page: where it is, and what must be seen before its picture is taken. */
const pages = {
  start: ['', '.story .mark-bad', settled],
  search: ['/search', '.bars', (page) => page.locator('.facet').first().waitFor({ state: 'attached' })],
  found: ['/search?q=customer+482', '.record-found', (page) => page.locator('.bars').waitFor()],
  event: [
    `/search?q=${encodeURIComponent('object:order/1842')}`,
    '.row-link',
    async (page) => {
      await page.locator('.row-link').first().click()
      await page.locator('.verdict-holds').first().waitFor()
    },
  ],
  record: ['/records/customer/482', '.record-state .fields'],
  moment: ['/records/order/1842?at=2026-06-01T12:00:00.000Z', '.record-state .fields'],
  imports: ['/imports', '.row-batch'],
  import: ['/imports/imp_autumn_segments', '.touched'],
  workflows: ['/workflows', '.cases'],
  case: ['/workflows/refund/w_r_907', '.case-step'],
  verify: ['/verify', '.verdict'],
}

/** The same, of pages that are taken twice only. Those outside the trail begin with a tilde. */
const more = {
  'sign-in': ['~/sign-in', '#sign-in'],
  compare: ['/records/customer/482/compare', '.compare table'],
  looked: ['/looked', '.looked-row'],
  catalogue: ['/catalogue', '.catalogue h2'],
  people: ['/settings/people', '.person'],
  alerts: [
    '/alerts?new=1&lane=security&q=action:user.sign_in_failed',
    'form',
    async (page) => {
      await page.getByLabel('Name', { exact: true }).fill('Failed sign-ins')
      await page.getByLabel('Several of them close together').check()
    },
  ],
  reviews: ['/reviews', '.role-card'],
  command: [
    '',
    '.stories li',
    async (page) => {
      await settled(page)
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').getByRole('combobox').fill('1842')
      await page.locator('.command-offers .offer').nth(1).waitFor()
    },
  ],
}

async function settled(page) {
  await page.locator('.tile strong').filter({ hasText: /\d/ }).first().waitFor()
  // The page goes on asking whether something has happened: it is never idle.
  await page.locator('.stories li').nth(4).waitFor()
  await page.locator('.newest .row').first().waitFor()
}

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

/** The firm in a folder of its own, ready when `npm start` says where it is. */
async function startFirm() {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-pictures-'))
  const [port, toolPort] = [await freePort(), await freePort()]
  const data = join(folder, 'daybook-data')
  const firm = spawn(process.execPath, [join(root, 'tools/start.mjs'), '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DAYBOOK_DATA: data, BACK_OFFICE_PORT: String(toolPort) },
  })
  await new Promise((resolve, reject) => {
    firm.stdout.on('data', (chunk) => String(chunk).includes('Ctrl-C') && resolve())
    firm.once('exit', (code) => reject(new Error(`the firm ended with ${code}`)))
  })
  const stop = () =>
    new Promise((resolve) => {
      firm.once('exit', () => {
        rmSync(folder, { recursive: true, force: true })
        resolve()
      })
      firm.kill('SIGTERM')
    })
  return { data, url: `http://127.0.0.1:${port}`, stop }
}

async function takeAll({ data, url }) {
  const bin = join(root, 'packages/server/bin/daybook.js')
  const link = JSON.parse(execFileSync(process.execPath, [bin, 'link', '--data', data, '--json'], { encoding: 'utf8' })).link
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    env: { ...process.env, LANGUAGE: 'en_GB' },
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--lang=en-GB',
      '--hide-scrollbars',
      '--no-first-run',
      '--disable-background-networking',
    ],
  })
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London' })
  const page = await context.newPage()
  await page.goto(`${url}/welcome#${link.slice(link.indexOf('#') + 1)}`)
  await page.waitForURL(/\/t\//)
  // What is offered to whoever came in first is no part of the pages.
  const offer = page.getByRole('button', { name: 'Not now' })
  if (await offer.isVisible()) await offer.click()
  for (const [name, one] of Object.entries({ ...pages, ...more })) {
    if (only.length > 0 && !only.includes(name)) continue
    for (const [width, height] of Object.entries(widths)) {
      const schemes = name in pages ? ['light', 'dark'] : (twice[width] ?? [])
      if (schemes.length === 0) continue
      await page.setViewportSize({ width: Number(width), height })
      await show(page, url, one)
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme })
        await page.waitForTimeout(250)
        await take(page, `${name}-${width}-${colorScheme}`)
      }
    }
  }
  await browser.close()
}

async function show(page, url, [path, sight, act]) {
  await page.goto(path.startsWith('~') ? `${url}${path.slice(1)}` : `${url}/t/${trail}${path}`)
  await page.locator(sight).first().waitFor()
  await act?.(page)
}

const into = values.png ?? join(root, 'docs/screenshots')

async function take(page, name) {
  if (values.png) return page.screenshot({ path: join(into, `${name}.png`) })
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality })
  await session.detach()
  writeFileSync(join(into, `${name}.webp`), Buffer.from(data, 'base64'))
}

mkdirSync(into, { recursive: true })
const running = values.data && values.url ? { data: values.data, url: values.url, stop: async () => {} } : await startFirm()
try {
  await takeAll(running)
} finally {
  await running.stop()
}
const bytes = readdirSync(into).reduce((sum, name) => sum + statSync(join(into, name)).size, 0)
console.log(`${readdirSync(into).length} pictures, ${(bytes / 1e6).toFixed(2)} MB, in ${into}`)
if (!values.png && bytes > mostBytes) throw new Error(`more than ${mostBytes / 1e6} MB: lower the quality or take fewer`)
