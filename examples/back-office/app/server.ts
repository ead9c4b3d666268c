import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { everybody } from '../history/people.ts'
import { customerDeeds } from './deeds/customers.ts'
import { deskDeeds } from './deeds/desk.ts'
import { exportCustomers, importCustomers } from './deeds/files.ts'
import { orderDeeds } from './deeds/orders.ts'
import { refundDeeds } from './deeds/refunds.ts'
import { type HistoryPlace, historyOf, historyPolicy, historyToken } from './history.ts'
import { html, type Markup } from './html.ts'
import { takeMail, takeOrder, takeParcelNews } from './machines/from-outside.ts'
import { layout } from './pages/layout.ts'
import { listPage } from './pages/list-page.ts'
import { filesPage, homePage, signInPage } from './pages/other-pages.ts'
import { recordPage } from './pages/record-page.ts'
import { resourceAt, resourceOf } from './resources.ts'
import { Mistake, type Person, type Tool } from './tool.ts'

export interface ServerOptions {
  /** Address of the trail's pages: `http://127.0.0.1:4319/t/back-office`. */
  readonly trailPages: string
  /** What ParcelHub signs its messages with. */
  readonly parcelSecret: string
  /** The key of the web shop. */
  readonly shopKey: string
  /** How pages show what happened to their record; without it they link to the trail's own pages. */
  readonly history?: HistoryPlace | undefined
}

type Env = { Variables: { person: Person } }

const deeds = [...orderDeeds, ...refundDeeds, ...deskDeeds, ...customerDeeds]
const css = readFileSync(new URL('back-office.css', import.meta.url), 'utf8')
const historyScript = readFileSync(new URL('history.js', import.meta.url), 'utf8')

/** The whole tool as one fetch handler. */
export const makeServer = (tool: Tool, { trailPages, parcelSecret, shopKey, history }: ServerOptions): Hono<Env> => {
  const { store, audit } = tool
  const app = new Hono<Env>()
  const secret = randomBytes(32)
  const seal = (id: string) => `${id}.${createHmac('sha256', secret).update(id).digest('hex')}`
  const signedIn = (c: Context<Env>): Person | undefined => {
    const cookie = getCookie(c, 'person') ?? ''
    const id = cookie.split('.')[0] ?? ''
    return isSame(cookie, seal(id)) ? personOf(tool, id) : undefined
  }
  const page = (c: Context<Env>, title: string, content: Markup, more: { at?: string; status?: 200 | 404 | 422 } = {}) => {
    const frame = {
      title,
      person: signedIn(c),
      trail: trailPages,
      said: c.req.query('said'),
      ...(more.at ? { at: more.at } : {}),
    }
    return c.html(layout(frame, content).text, more.status ?? 200)
  }

  // Who, and through what, for everything below. This and the catalogue are all that the pages know of the trail.
  app.use(
    audit.hono<Context<Env>>({
      actor: (c) => actorOf(signedIn(c)),
      source: (c) => (signedIn(c)?.role === 'Administrator' ? 'admin_action' : 'user_action'),
    }),
  )
  app.use(async (c, next) => {
    c.header(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'${history ? `; ${historyPolicy(history)}` : ''}`,
    )
    c.header('Referrer-Policy', 'same-origin')
    await next()
  })
  app.get('/back-office.css', (c) => c.body(css, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  app.get('/history.js', (c) => c.body(historyScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))

  app.post('/sign-in', async (c) => {
    const { person: id } = await c.req.parseBody()
    const person = personOf(tool, String(id))
    if (!person) return c.redirect('/')
    setCookie(c, 'person', seal(person.id), { httpOnly: true, sameSite: 'Lax', path: '/' })
    await audit.record('user.signed_in', {
      actor: actorOf(person),
      source: 'user_action',
      object: { type: 'user', id: person.id, name: person.name },
    })
    return c.redirect('/')
  })
  app.post('/sign-out', (c) => {
    setCookie(c, 'person', '', { path: '/', maxAge: 0 })
    return c.redirect('/')
  })

  app.post('/api/orders', async (c) => {
    if (!isSame(c.req.header('authorization') ?? '', `Bearer ${shopKey}`)) return c.json({ error: 'Who are you?' }, 401)
    return c.json(await takeOrder(tool, await c.req.json()), 201)
  })
  app.post('/hooks/parcelhub', async (c) => {
    await takeParcelNews(tool, await c.req.text(), c.req.header('x-signature') ?? '', parcelSecret)
    return c.body(null, 204)
  })
  app.post('/hooks/mail', async (c) => {
    if (!isSame(c.req.header('authorization') ?? '', `Bearer ${shopKey}`)) return c.json({ error: 'Who are you?' }, 401)
    return c.json(await takeMail(tool, await c.req.json()), 201)
  })

  // Everything else is for people who are signed in, and from our own pages.
  app.use(async (c, next) => {
    const person = signedIn(c)
    if (!person) return page(c, 'Sign in', signInPage())
    const from = c.req.header('sec-fetch-site')
    if (c.req.method === 'POST' && from !== undefined && from !== 'same-origin') return c.text('This form is not ours.', 403)
    c.set('person', person)
    return next()
  })
  app.get('/', (c) => page(c, 'Today', homePage(store, c.get('person'))))
  app.get('/files', (c) => page(c, 'Files', filesPage(), { at: 'files' }))
  app.post('/files/import', async (c) => {
    const { file } = await c.req.parseBody()
    if (!(file instanceof File)) throw new Mistake('Choose a file first.')
    const { changed, failed } = await importCustomers(tool, { name: file.name, content: await file.text() })
    return c.redirect(
      `/files?said=${encodeURIComponent(`${counted(changed, 'customer')} changed, ${counted(failed, 'line')} failed.`)}`,
    )
  })
  app.post('/files/export', async (c) => {
    const csv = await exportCustomers(tool)
    return c.body(csv, 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="customers.csv"',
    })
  })
  app.get('/history-token', async (c) => {
    const [type = '', id = ''] = (c.req.query('object') ?? '').split(/:(.*)/s)
    const resource = resourceOf(type)
    const row = resource && store.get(resource.type, id)
    const token = history && row && (await historyToken(history, row, c.get('person'), new URL(c.req.url).origin))
    return token === undefined ? c.text('There is no history of this for you.', 404) : c.text(token)
  })
  app.get('/:plural', (c) => {
    const resource = resourceAt(c.req.param('plural'))
    if (!resource) return page(c, 'Nothing here', html`<h1>Nothing here</h1>`, { status: 404 })
    const search = { text: c.req.query('q') ?? '', status: c.req.query('status') ?? '', page: Number(c.req.query('page')) || 1 }
    return page(c, resource.title, listPage(store, resource, search), { at: resource.plural })
  })
  app.get('/:plural/:id', async (c) => {
    const resource = resourceAt(c.req.param('plural'))
    const row = resource && store.get(resource.type, c.req.param('id'))
    if (!resource || !row) return page(c, 'Nothing here', html`<h1>Nothing here</h1>`, { status: 404 })
    const person = c.get('person')
    const token = history && (await historyToken(history, row, person, new URL(c.req.url).origin))
    const address = `${trailPages}/records/${row.type}/${encodeURIComponent(row.id)}`
    const past = history && token !== undefined ? historyOf(history, row, token, address) : undefined
    return page(c, row.name, recordPage(resource, row, deeds, person, past ?? address), { at: resource.plural })
  })
  app.post('/:plural/:id/:deed', async (c) => {
    const resource = resourceAt(c.req.param('plural'))
    const row = resource && store.get(resource.type, c.req.param('id'))
    const deed = deeds.find((one) => one.on === resource?.type && one.name === c.req.param('deed'))
    if (!resource || !row || !deed) return page(c, 'Nothing here', html`<h1>Nothing here</h1>`, { status: 404 })
    if (deed.when && !deed.when(row, c.get('person'))) throw new Mistake(`${deed.label}: not now, or not by you.`)
    await deed.run(tool, row, saidIn(await c.req.parseBody()))
    return c.redirect(`/${resource.plural}/${row.id}?said=${encodeURIComponent(`${deed.label}: done.`)}`)
  })
  app.onError((error, c) => {
    const words = error instanceof Mistake ? error.message : 'That did not work, and nothing was changed.'
    if (!(error instanceof Mistake)) console.error(error)
    return page(c, 'Not done', html`<h1>Not done</h1><p class="said">${words}</p><p><a href="/">Back to the start</a></p>`, {
      status: 422,
    })
  })
  return app
}

const personOf = ({ store }: Tool, id: string): Person | undefined => {
  const known = everybody.find((one) => one.id === id)
  const role = store.db.prepare('SELECT role FROM users WHERE id = ?').get(id)?.role
  return known && { ...known, ...(role === undefined || role === null ? {} : { role: String(role) }) }
}

const actorOf = (person: Person | undefined) =>
  person &&
  ({
    type: person.role === 'Administrator' ? 'admin' : 'user',
    id: person.id,
    name: person.name,
    email: person.email,
    roles: [person.role],
  } as const)

const saidIn = (body: { readonly [name: string]: unknown }) =>
  Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim()]] : [])))

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

const isSame = (a: string, b: string): boolean => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}
