import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Cookie, Page } from 'playwright-core'
import { openDaybook } from '../../src/daybook.ts'
import { listen } from '../../src/listen.ts'

/** A real server on a folder of its own, with the trail `office`, as people and programs reach it. */
export interface Office {
  readonly url: string
  /** Sends events as a program would; throws unless all are stored. */
  record(events: readonly object[]): Promise<void>
  /** Asks the server as the command on the same machine does. */
  ask(method: string, path: string, body?: unknown): Promise<Response>
  /**
   * Signs a browser in and goes to the search of its trail, or to the choice of trails where there are several. By a one-time
   * link the first time, then with the session that this began; `isAnew` begins another.
   */
  signIn(page: Page, isAnew?: boolean): Promise<void>
  link(): Promise<string>
  close(): Promise<void>
}

export async function openOffice(trails: readonly string[] = ['office']): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-pages-'))
  const daybook = await openDaybook({
    data: join(folder, 'data'),
    log: pino({ level: 'silent' }),
    passwordCost: 10,
    // For a busy machine; what a search may take has tests of its own.
    searchDeadlineMs: 60_000,
    searchPatienceMs: 20_000,
  })
  const { url, close } = await listen(daybook, { host: '127.0.0.1', port: 0 })
  const ask = (method: string, path: string, body?: unknown) => {
    const headers: { [name: string]: string } = { authorization: `Bearer ${daybook.localToken}` }
    if (body === undefined) return fetch(`${url}${path}`, { method, headers })
    return fetch(`${url}${path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }
  for (const name of trails) await expectOk(await ask('POST', '/v1/trails', { name }))
  const link = async () => {
    const { link } = (await (await expectOk(await ask('POST', '/v1/links', {}))).json()) as { link: string }
    return `${url}/welcome#${link.slice(link.indexOf('#') + 1)}`
  }
  let session: readonly Cookie[] | undefined
  return {
    url,
    ask,
    link,
    async record(events) {
      for (let from = 0; from < events.length; from += 500)
        await expectOk(await ask('POST', `/v1/trails/${trails[0]}/events`, events.slice(from, from + 500)))
    },
    async signIn(page, isAnew = false) {
      if (session === undefined || isAnew) {
        await page.goto(await link())
        await page.waitForURL(/\/(t\/.*)?$/)
        session = await page.context().cookies()
      } else await page.context().addCookies([...session])
      await page.goto(trails.length === 1 ? `${url}/t/${trails[0]}/search` : `${url}/`)
    },
    async close() {
      await close()
      await daybook.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function expectOk(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return response
}
