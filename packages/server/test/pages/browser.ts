import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

const places = [process.env.DAYBOOK_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The Chromium to drive; undefined where there is none, and then these tests are reported as not run. */
export const chromiumPath: string | undefined = places.find((path) => path && existsSync(path))

/** The end of a test group's name where it cannot run: says why. */
export const whyNot: string = chromiumPath === undefined ? ' (not run: there is no Chromium here)' : ''

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const openBrowser = (): Promise<Browser> => {
  if (chromiumPath === undefined) throw new Error('there is no Chromium here')
  return chromium.launch({ executablePath: chromiumPath, args: flags })
}

export interface PageOptions {
  readonly scheme?: 'light' | 'dark'
  readonly forcedColors?: boolean
  readonly width?: number
}

/** A page of a person of their own (no cookies, no memory), and everything that must not happen on it. */
export interface WatchedPage {
  readonly page: Page
  /** Policy violations by their event and by the console, uncaught errors, dialogs: empty on a page that behaves. */
  readonly misdeeds: string[]
}

export async function openPage(
  browser: Browser,
  { scheme = 'light', forcedColors = false, width = 1280 }: PageOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    colorScheme: scheme,
    forcedColors: forcedColors ? 'active' : 'none',
    viewport: { width, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  context.setDefaultTimeout(60_000)
  const misdeeds: string[] = []
  await context.exposeBinding('reportMisdeed', (_source, what: string) => void misdeeds.push(what))
  await context.addInitScript(() => {
    const report = (what: string) => (globalThis as unknown as { reportMisdeed(what: string): void }).reportMisdeed(what)
    document.addEventListener('securitypolicyviolation', (event) => report(`policy: ${event.violatedDirective} ${event.sample}`))
  })
  const page = await context.newPage()
  // What a policy stops is said on the console too, and of some of it (a worker's, a blocked style's) there only.
  page.on('console', (message) => {
    if (/content.security.policy|trusted ?(?:types?|html|script)|refused to/i.test(message.text()))
      misdeeds.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => misdeeds.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => {
    misdeeds.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('popup', (popup) => misdeeds.push(`popup: ${popup.url()}`))
  return { page, misdeeds }
}
