import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Browser, Page } from 'playwright-core'
import { openAudit } from '../../examples/back-office/app/audit.ts'
import { makeServer } from '../../examples/back-office/app/server.ts'
import { Store } from '../../examples/back-office/app/store.ts'
import type { Tool } from '../../examples/back-office/app/tool.ts'
import catalogue from '../../examples/back-office/daybook.catalogue.ts'
import { giveYear, yearFor } from '../../examples/back-office/history/load.ts'
import type { Year } from '../../examples/back-office/history/make-history.ts'
import { openBrowser, openPage, type WatchedPage } from '../../packages/server/test/pages/browser.ts'
import { type Office, openOffice } from '../../packages/server/test/pages/office.ts'

export const shopKey = 'shop-for-tests'
export const parcelSecret = 'parcels-for-tests'
const trail = 'back-office'

/** The firm as `npm start` shows it: its trail, its tool, and a browser that is signed in to the trail's pages. */
export interface Firm {
  readonly browser: Browser
  readonly office: Office
  /** The trail's own pages. */
  readonly pages: string
  /** The trail's HTTP interface. */
  readonly trailUrl: string
  readonly toolUrl: string
  readonly tool: Tool
  /** What it was given, where it was given a year. */
  readonly year: Year | undefined
  /** Somebody with a browser of their own, at the start page of the trail. */
  visit(look: (page: Page) => Promise<void>): Promise<readonly string[]>
  close(): Promise<void>
}

interface FirmOptions {
  /** With its year that ends then; otherwise the tool and the trail are empty. */
  readonly yearUntil?: number
  /** The tool's pages show what happened to their records, instead of linking to it. */
  readonly embeds?: boolean
}

export async function openFirm({ yearUntil, embeds = false }: FirmOptions = {}): Promise<Firm> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-firm-'))
  const [browser, office, place] = await Promise.all([openBrowser(), openOffice([trail]), openPlace()])
  await ok(await office.ask('PUT', `/v1/trails/${trail}/catalogue`, catalogue))
  const made = await ok(await office.ask('POST', `/v1/trails/${trail}/keys`, { name: 'Back office', role: 'writer' }))
  const { key } = (await made.json()) as { key: string }
  const [trailUrl, toolUrl] = [`${office.url}/v1/trails/${trail}`, place.url]
  const data = join(folder, 'tool')
  const options = { data, toolUrl, now: yearUntil ?? 0 }
  const year = yearUntil === undefined ? undefined : yearFor(options)
  if (year) await giveYear(year, options, { url: trailUrl, key })
  await searchable(office)
  mkdirSync(data, { recursive: true })
  const store = new Store(join(data, 'back-office.db'), toolUrl)
  const audit = openAudit(store, { url: trailUrl, key, spool: join(folder, 'spool') })
  const tool = { store, audit }
  const pages = `${office.url}/t/${trail}`
  const reader = embeds
    ? await office.ask('POST', `/v1/trails/${trail}/keys`, { name: 'Back office', role: 'reader' })
    : undefined
  const readerKey = reader && ((await (await ok(reader)).json()) as { key: string }).key
  const history = readerKey === undefined ? undefined : { url: trailUrl, key: readerKey, origins: [toolUrl] }
  place.move(makeServer(tool, { trailPages: pages, parcelSecret, shopKey, history }))
  const signed = await openPage(browser)
  await office.signIn(signed.page)
  const storage = await signed.page.context().storageState()
  await signed.page.context().close()
  return {
    browser,
    office,
    pages,
    trailUrl,
    toolUrl,
    tool,
    year,
    async visit(look) {
      const { page, misdeeds }: WatchedPage = await openPage(browser)
      await page.context().addCookies(storage.cookies)
      await page.goto(pages)
      await look(page)
      await page.context().close()
      return misdeeds
    },
    async close() {
      await browser.close()
      place.server.close()
      await audit.close()
      store.db.close()
      await office.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Signs somebody in to the tool, by name. */
export async function enterTool(page: Page, { toolUrl }: Pick<Firm, 'toolUrl'>, name: string): Promise<void> {
  await page.goto(toolUrl)
  await page.getByRole('button', { name: new RegExp(`^${name} `) }).click()
  await page.getByRole('heading', { name: `Good day, ${name}` }).waitFor()
}

async function ok(answer: Response): Promise<Response> {
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return answer
}

/** Waits until the index has come as far as the trail. */
async function searchable(office: Office): Promise<void> {
  for (;;) {
    const { trails } = (await (await office.ask('GET', '/readyz')).json()) as { trails: readonly { index: { lag: number } }[] }
    if (trails.every(({ index }) => index.lag === 0)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

interface Place {
  readonly url: string
  readonly server: ServerType
  /** From now on that tool answers there. */
  move(tool: Pick<Hono, 'fetch'>): void
}

/** An address that is held from the beginning: events name it before there is a tool, and nobody else can take it meanwhile. */
const openPlace = (): Promise<Place> =>
  new Promise((resolve) => {
    let app: Pick<Hono, 'fetch'> | undefined
    const fetch = (request: Request) => app?.fetch(request) ?? new Response('The tool is not open yet.', { status: 503 })
    const server = serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      const move: Place['move'] = (tool) => {
        app = tool
      }
      resolve({ url: `http://127.0.0.1:${port}`, server, move })
    })
  })
