import { Secret, TOTP } from 'otpauth'
import { type Answer, RunningServer } from '../http/running-server.ts'

export const password = 'seven green kettles'

/** A browser: it keeps the cookie it was given, and says that its calls come from the server's own page. */
export class Browser {
  readonly #server: RunningServer
  readonly #device: string
  cookie = ''

  constructor(server: RunningServer, device = 'Test browser') {
    this.#server = server
    this.#device = device
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.#server.call(method, path, {
      ...(body === undefined ? {} : { body }),
      headers: {
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        origin: this.#server.url,
        'sec-fetch-site': 'same-origin',
        'user-agent': this.#device,
      },
    })
    const set = answer.headers.get('set-cookie')
    if (set) this.cookie = set.split(';')[0] ?? ''
    return answer
  }

  get = (path: string) => this.call('GET', path)
  post = (path: string, body: unknown = {}) => this.call('POST', path, body)
  put = (path: string, body: unknown = {}) => this.call('PUT', path, body)
  delete = (path: string) => this.call('DELETE', path)
  session = () => this.get('/v1/session')
  signIn = (email: string, code?: string, word = password) =>
    this.post('/v1/session', { email, password: word, ...(code === undefined ? {} : { code }) })
}

/** A server with people whose passwords are cheap to make. */
export const startFirm = () => RunningServer.start({ passwordCost: 10 })

/** Opens a link of the machine. */
export const byLink = async (server: RunningServer): Promise<Browser> => {
  const browser = new Browser(server)
  const { link } = (await server.post('/v1/links', {})).json
  await browser.post('/v1/session', { token: link.split('#')[1] })
  return browser
}

/** The owner of the folder, signed in. */
export const makeOwner = async (server: RunningServer, email = 'ada@tidewater.example'): Promise<Browser> => {
  const browser = await byLink(server)
  const made = await browser.post('/v1/first-person', { email, name: 'Ada Brook', password })
  if (made.status !== 201) throw new Error(made.text)
  return browser
}

/** Invites somebody to a trail and takes the invitation for them. */
export const join = async (
  server: RunningServer,
  by: { post(path: string, body: unknown): Promise<Answer> },
  email: string,
  roles: readonly string[],
  trail = 'orders',
): Promise<{ readonly id: string; readonly browser: Browser }> => {
  const invited = await by.post(`/v1/trails/${trail}/readers`, { email, name: email.split('@')[0], roles })
  if (invited.status !== 201) throw new Error(invited.text)
  const browser = new Browser(server)
  const used = await browser.call('PUT', '/v1/person-link', { token: invited.json.link.split('#')[1], password })
  if (used.status !== 200) throw new Error(used.text)
  return { id: invited.json.person.id, browser }
}

/** What the app shows, `steps` half minutes from now. */
export const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })

/** The trail's own events of one action, newest first. */
export const told = async (server: RunningServer, action: string, trail = 'orders') =>
  (await server.get(`/v1/trails/${trail}/events?category=trail&limit=1000&order=recorded-desc`)).json.data.filter(
    (event: { action: string }) => event.action === action,
  )
