import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { openAudit } from './audit.ts'
import { closeStaleTickets } from './machines/automations.ts'
import { checkCredit } from './machines/nightly.ts'
import { makeServer } from './server.ts'
import { Store } from './store.ts'

/**
 * Starts the tool: `node app/main.ts`, with DAYBOOK_URL (the trail), DAYBOOK_KEY, DAYBOOK_PAGES and BACK_OFFICE_DATA; with
 * DAYBOOK_READER_KEY its pages show what happened to their records.
 */
const {
  DAYBOOK_URL,
  DAYBOOK_KEY,
  DAYBOOK_PAGES = '',
  DAYBOOK_READER_KEY,
  BACK_OFFICE_DATA = './back-office-data',
  BACK_OFFICE_PORT = '4340',
} = process.env
if (!DAYBOOK_URL || !DAYBOOK_KEY) {
  console.error('The back office needs DAYBOOK_URL, the address of its trail, and DAYBOOK_KEY, a key that may write to it.')
  process.exit(2)
}
mkdirSync(BACK_OFFICE_DATA, { recursive: true })
const path = join(BACK_OFFICE_DATA, 'back-office.db')

const url = `http://127.0.0.1:${BACK_OFFICE_PORT}`
const store = new Store(path, url)
const audit = openAudit(store, { url: DAYBOOK_URL, key: DAYBOOK_KEY, spool: join(BACK_OFFICE_DATA, 'spool') })
const tool = { store, audit }
const app = makeServer(tool, {
  trailPages: DAYBOOK_PAGES,
  parcelSecret: process.env.PARCELHUB_SECRET ?? 'parcelhub-example',
  shopKey: process.env.SHOP_KEY ?? 'shop-example',
  history: DAYBOOK_READER_KEY
    ? { url: DAYBOOK_URL, key: DAYBOOK_READER_KEY, origins: [url, url.replace('127.0.0.1', 'localhost')] }
    : undefined,
})

const hour = 60 * 60 * 1000
const machines = setInterval(() => void runMachines(), hour)
const runMachines = async () => {
  try {
    await closeStaleTickets(tool, Date.now())
    if (new Date().getUTCHours() === 2) await checkCredit(tool)
  } catch (error) {
    console.error(error)
  }
}

const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(BACK_OFFICE_PORT) }, () =>
  console.log(JSON.stringify({ url })),
)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    clearInterval(machines)
    server.close()
    void audit.close().finally(() => process.exit(0))
  })
