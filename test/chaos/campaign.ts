import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { type Prepared, type Running, serveWith } from '../faults/running-server.ts'
import type { ApplicationSettings } from './application.ts'
import { readLog } from './application-log.ts'
import { ChaosProxy } from './chaos-proxy.ts'
import { readTrail } from './found-events.ts'
import { judge, type Verdict } from './judge.ts'
import { RunningApplication } from './running-application.ts'

const jumpingClock = new URL('./jumping-clock.mjs', import.meta.url).href

export interface Outcome extends Verdict {
  readonly seed: number
  readonly kills: number
  readonly failures: number
  /** Longest `record` of a mode that does not wait for the server, and longest pause of the application's event loop. */
  readonly recordMs: number
  readonly loopMs: number
}

interface KnownProducer {
  readonly producer: string
  readonly firstSeq: number | null
  readonly seq: number | null
  readonly missing: number
  readonly lost: number
  readonly repeated: number
  readonly says: readonly string[]
}

/** Real server, real proxy, real application, on folders of their own; what is done to them is the caller's. */
export class Campaign {
  readonly seed: number
  readonly prepared: Prepared
  readonly proxy: ChaosProxy
  readonly #logs: string[] = []
  #settings: Partial<ApplicationSettings>
  #server: Running | undefined
  #application: RunningApplication | undefined
  #applicationFault: string | undefined
  kills = 0
  recordMs = 0
  loopMs = 0

  private constructor(seed: number, prepared: Prepared, proxy: ChaosProxy, settings: Partial<ApplicationSettings>) {
    this.seed = seed
    this.prepared = prepared
    this.proxy = proxy
    this.#settings = settings
  }

  /** On a copy of a trail that nothing was sent to yet. */
  static async on(template: Prepared, seed: number, settings: Partial<ApplicationSettings> = {}): Promise<Campaign> {
    const folder = mkdtempSync(join(tmpdir(), 'daybook-chaos-'))
    const data = join(folder, 'data')
    cpSync(template.data, data, { recursive: true })
    cpSync(`${template.data}-keys`, `${data}-keys`, { recursive: true })
    mkdirSync(join(folder, 'spool'))
    const prepared = { ...template, folder, data, remove: () => rmSync(folder, { recursive: true, force: true }) }
    return new Campaign(seed, prepared, await ChaosProxy.start(), settings)
  }

  get application(): RunningApplication {
    if (!this.#application) throw new Error('no application is running')
    return this.#application
  }

  get serverUrl(): string {
    if (!this.#server) throw new Error('no server is running')
    return this.#server.url
  }

  get #clockFile(): string {
    return join(this.prepared.folder, 'clock')
  }

  get spool(): string {
    return this.#settings.spool ?? join(this.prepared.folder, 'spool')
  }

  async startServer(): Promise<void> {
    const env = { NODE_OPTIONS: `--import=${jumpingClock}`, DAYBOOK_TEST_CLOCK: this.#clockFile }
    this.#server = await serveWith(env, this.prepared.data)
    this.proxy.target(Number(new URL(this.#server.url).port))
  }

  /** Somebody sets the server's wall clock: it is off by so much from now on, also after it was started again. */
  turnServerClock(offMs: number): void {
    writeFileSync(this.#clockFile, String(offMs))
  }

  async killServer(): Promise<void> {
    this.kills++
    await this.#server?.kill()
    this.#server = undefined
  }

  async stopServer(): Promise<void> {
    await this.#server?.stop()
    this.#server = undefined
  }

  async startApplication(more: Partial<ApplicationSettings> = {}): Promise<RunningApplication> {
    const life = `s${this.seed}l${this.#logs.length}`
    const { folder, writer } = this.prepared
    const log = join(folder, `${life}.log`)
    this.#logs.push(log)
    const application = await RunningApplication.start({
      life,
      log,
      seed: this.seed * 1_000 + this.#logs.length,
      url: `http://127.0.0.1:${this.proxy.port}/v1/trails/faults`,
      key: writer,
      spool: this.spool,
      database: join(folder, 'application.db'),
      pauseMs: 20,
      ...this.#settings,
      ...more,
    })
    this.#application = application
    return application
  }

  async killApplication(): Promise<void> {
    this.kills++
    await this.#application?.kill()
    this.#applicationEnded()
  }

  /** The application stops working, sends what it has and ends. */
  async finishApplication(): Promise<void> {
    const { isFlushed, health } = await this.application.finish()
    if (!isFlushed || health.spooled.events > 0 || health.adopted > 0 || (health.outbox?.events ?? 0) > 0)
      throw new Error(`seed ${this.seed}: the application could not deliver everything: ${JSON.stringify(health)}`)
    this.#applicationEnded()
  }

  /** Ends what runs and compares. What the trail has is read from a bundle that the public verifier checked. */
  async verdict(): Promise<Outcome> {
    await this.stopServer()
    if (this.#applicationFault) throw new Error(`seed ${this.seed}: the application failed: ${this.#applicationFault}`)
    const verdict = judge({
      lives: this.#logs.map(readLog),
      committed: this.#committed(),
      found: await readTrail(this.prepared),
    })
    const { seed, kills, recordMs, loopMs } = this
    return { ...verdict, seed, kills, failures: this.proxy.failures, recordMs, loopMs }
  }

  /** What the server itself knows of producers; it must be running. */
  async producers(): Promise<readonly KnownProducer[]> {
    const answer = await fetch(`${this.serverUrl}/v1/trails/faults/heartbeat`, {
      headers: { authorization: `Bearer ${this.prepared.reader}` },
    })
    return ((await answer.json()) as { data: readonly KnownProducer[] }).data
  }

  /** What it says is missing. */
  async missing(): Promise<readonly string[]> {
    return (await this.producers()).flatMap(({ missing, says }) => (missing > 0 ? says : []))
  }

  async close(): Promise<void> {
    await this.#application?.kill()
    await this.#server?.kill()
    await this.proxy.close()
    this.prepared.remove()
  }

  #applicationEnded(): void {
    const { failed, measured } = this.application
    this.#applicationFault ??= failed
    this.recordMs = Math.max(this.recordMs, measured.recordMs)
    this.loopMs = Math.max(this.loopMs, measured.loopMs)
    this.#application = undefined
  }

  #committed(): ReadonlySet<string> {
    const database = new DatabaseSync(join(this.prepared.folder, 'application.db'))
    try {
      return new Set(
        database
          .prepare('SELECT id FROM refund')
          .all()
          .map(({ id }) => String(id)),
      )
    } finally {
      database.close()
    }
  }
}

/** Lets the world go on for a while. */
export const live = (ms: number): Promise<void> => pause(ms)
