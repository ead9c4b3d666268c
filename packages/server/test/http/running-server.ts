import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Daybook, type DaybookOptions, openDaybook } from '../../src/daybook.ts'
import { type Listening, listen } from '../../src/listen.ts'

export interface Sent {
  readonly key?: string | undefined
  /** Text or bytes go as they are, anything else as JSON. */
  readonly body?: unknown
  readonly type?: string
  readonly headers?: Record<string, string>
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely; the OpenAPI test checks their shapes
type AnyJson = any

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: AnyJson
}

/** A real server over a real folder, in this process, on a free port. */
export class RunningServer {
  readonly folder: string
  daybook: Daybook
  listening: Listening

  readonly #options: Partial<DaybookOptions>

  private constructor(folder: string, daybook: Daybook, listening: Listening, options: Partial<DaybookOptions>) {
    this.folder = folder
    this.#options = options
    this.daybook = daybook
    this.listening = listening
  }

  static async start(options: Partial<DaybookOptions> = {}): Promise<RunningServer> {
    const folder = await mkdtemp(join(tmpdir(), 'daybook-http-'))
    const { daybook, listening } = await open(folder, options)
    return new RunningServer(folder, daybook, listening, options)
  }

  get url(): string {
    return this.listening.url
  }

  get local(): string {
    return this.daybook.localToken
  }

  get data(): string {
    return join(this.folder, 'data')
  }

  /** Stops as a signal would have it stop. */
  async stop(): Promise<void> {
    await this.listening.close()
    await this.daybook.close()
  }

  /** Opens the same folder again, after `stop`. */
  async startAgain(): Promise<void> {
    const { daybook, listening } = await open(this.folder, this.#options)
    this.daybook = daybook
    this.listening = listening
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.startAgain()
  }

  async remove(): Promise<void> {
    await this.stop()
    await rm(this.folder, { recursive: true, force: true })
  }

  async call(method: string, path: string, { key, body, type, headers }: Sent = {}): Promise<Answer> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const answer = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': type ?? 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson =
      /json/.test(answer.headers.get('content-type') ?? '') && !/ndjson/.test(answer.headers.get('content-type') ?? '')
    return { status: answer.status, headers: answer.headers, text, json: isJson && text !== '' ? JSON.parse(text) : undefined }
  }

  get = (path: string, key: string = this.local): Promise<Answer> => this.call('GET', path, { key })
  post = (path: string, body: unknown, key: string = this.local, more: Sent = {}): Promise<Answer> =>
    this.call('POST', path, { key, body, ...more })

  /** A new trail with a key of each role. */
  async trail(name: string): Promise<TrailKeys> {
    const made = await this.post('/v1/trails', { name })
    if (made.status !== 201) throw new Error(`no trail: ${made.text}`)
    const key = async (role: string) => (await this.post(`/v1/trails/${name}/keys`, { role, name: `${role} of ${name}` })).json
    const [writer, reader, admin] = [await key('writer'), await key('reader'), await key('admin')]
    return {
      name,
      origin: made.json.origin,
      policy: made.json.policy,
      writer: writer.key,
      reader: reader.key,
      admin: admin.key,
      path: `/v1/trails/${name}`,
    }
  }
}

export interface TrailKeys {
  readonly name: string
  readonly origin: string
  readonly policy: string
  readonly writer: string
  readonly reader: string
  readonly admin: string
  readonly path: string
}

const open = async (folder: string, options: Partial<DaybookOptions>) => {
  const log = pino({ level: 'silent' })
  const daybook = await openDaybook({
    data: join(folder, 'data'),
    originHost: 'daybook.example',
    log,
    passwordCost: 10,
    // For a busy machine; what a search may take has tests of its own.
    searchDeadlineMs: 60_000,
    searchPatienceMs: 20_000,
    ...options,
  })
  return { daybook, listening: await listen(daybook, { host: '127.0.0.1', port: 0 }) }
}
