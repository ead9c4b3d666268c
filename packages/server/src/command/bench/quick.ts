import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { trailPath } from '../answer.ts'
import { verifyRows } from '../demo/read-back.ts'
import { readServerFile } from '../server-file.ts'
import { BackOffice } from '../trial/back-office.ts'
import { type RealServer, startRealServer } from '../trial/real-server.ts'
import type { Scratch } from '../trial/scratch.ts'
import { Sender } from '../trial/send-events.ts'
import { beside, type Row, seconds } from './figures.ts'
import { BareTable, bodiesOf, refuseOther, sendAll, startBareServer } from './yardsticks.ts'

export interface QuickOptions {
  /** Told before each measurement. */
  readonly onProgress: (name: string) => void
  readonly rounds: number
  /** Events of one round of appending. */
  readonly events: number
}

const trail = 'bench'

/**
 * Measures a real server on a temporary folder beside what the same machine does without it, in turns: what a ratio says
 * holds on a busy machine too. The load generator runs on the same cores.
 */
export async function quickBench(options: QuickOptions, scratch: Scratch): Promise<readonly Row[]> {
  const data = join(scratch.folder, 'data')
  const server = await startRealServer(data, trail, scratch)
  const bench = new Bench(options, scratch.folder, server, data)
  try {
    return [await bench.append(), await bench.single(), ...(await bench.read()), await bench.verify()]
  } finally {
    bench.close()
    await server.stop()
  }
}

class Bench {
  readonly #options: QuickOptions
  readonly #folder: string
  readonly #data: string
  readonly #server: RealServer
  readonly #table: BareTable
  readonly #office = new BackOffice(11, Date.now() - 30 * 86_400_000)
  readonly #lines: string[] = []

  constructor(options: QuickOptions, folder: string, server: RealServer, data: string) {
    this.#options = options
    this.#folder = folder
    this.#server = server
    this.#data = data
    this.#table = new BareTable(folder, 'table')
  }

  append(): Promise<Row> {
    this.#options.onProgress('append')
    const { events, rounds } = this.#options
    const sender = this.#sender('application/x-ndjson', 4)
    let lines: readonly string[] = []
    const row = {
      name: 'append: batches of 500 on 4 connections, durable',
      yardstick: 'the same lines into one bare SQLite table, durable',
      unit: 'events/s',
      better: 'higher',
    } as const
    const ours = async (): Promise<number> => {
      lines = this.#fresh(events)
      return events / (await seconds(() => sendAll(sender, bodiesOf(lines), 4)))
    }
    const theirs = async (): Promise<number> => events / (await seconds(() => this.#table.insert(lines)))
    return beside(row, rounds, ours, theirs).finally(() => sender.close())
  }

  async single(): Promise<Row> {
    this.#options.onProgress('single events')
    const bare = await startBareServer(this.#folder)
    const events = Math.max(64, Math.floor(this.#options.events / 5))
    const sender = this.#sender('application/json', 64)
    let bodies: readonly Uint8Array[] = []
    const row = {
      name: 'single events: 64 clients, durable',
      yardstick: 'a bare server that parses, commits with fsync and answers',
      unit: 'events/s',
      better: 'higher',
    } as const
    try {
      const ours = async (): Promise<number> => {
        bodies = this.#fresh(events).map((line) => Buffer.from(line))
        return events / (await seconds(() => sendAll(sender, bodies, 64)))
      }
      const theirs = async (): Promise<number> => events / (await seconds(() => sendAll(bare.sender, bodies, 64)))
      return await beside(row, this.#options.rounds, ours, theirs)
    } finally {
      sender.close()
      await bare.stop()
    }
  }

  /** Lists and searches over HTTP with their sentences, beside the newest 50 rows by primary key in process. */
  async read(): Promise<readonly Row[]> {
    await this.#indexed()
    const rows: Row[] = []
    for (const [name, query] of searches) {
      this.#options.onProgress(name)
      const sender = this.#sender('application/json', 1)
      const path = `${trailPath(trail, '/events')}?limit=50${query}`
      const ours = async (): Promise<number> => milliseconds(async () => refuseOther(await sender.get(path)))
      const theirs = async (): Promise<number> => milliseconds(() => this.#table.newest())
      const row = {
        name,
        yardstick: 'the newest 50 rows by primary key, decoded, in process',
        unit: 'ms',
        better: 'lower',
      } as const
      rows.push(await beside(row, this.#options.rounds, ours, theirs).finally(() => sender.close()))
    }
    return rows
  }

  async verify(): Promise<Row> {
    this.#options.onProgress('verify')
    const token = this.#token()
    const client = {
      place: this.#server.url,
      inProcess: false,
      request: (path: string) => fetch(`${this.#server.url}${path}`, { headers: { authorization: `Bearer ${token}` } }),
      close: async () => {},
    }
    const count = this.#lines.length
    const ours = async (): Promise<number> =>
      count /
      (await seconds(async () => {
        const report = await verifyRows(client, this.#data, trail)
        if (report.verdict !== 'holds') throw new Error(`verification says: ${report.closing}`)
      }))
    const theirs = async (): Promise<number> => count / (await seconds(() => this.#lines.map((line) => JSON.parse(line))))
    const row = {
      name: 'verify: every stored event, one core',
      yardstick: 'JSON.parse of the same lines',
      unit: 'events/s',
      better: 'higher',
    } as const
    return beside(row, 2, ours, theirs)
  }

  close(): void {
    this.#table.close()
  }

  #fresh(count: number): readonly string[] {
    const lines = this.#office.some(count).map((event) => JSON.stringify(event))
    for (const line of lines) this.#lines.push(line)
    return lines
  }

  #sender(type: string, connections: number): Sender {
    const key = type === 'application/json' && connections === 1 ? this.#token() : (this.#server.first?.key ?? '')
    const headers = { authorization: `Bearer ${key}`, 'content-type': type }
    return new Sender(`${this.#server.url}${trailPath(trail, '/events')}`, connections, headers)
  }

  #token(): string {
    return readServerFile(join(this.#data, 'server.json'))?.token ?? ''
  }

  /** Searches are measured once the index has everything: before that they would be about its way there. */
  async #indexed(): Promise<void> {
    this.#options.onProgress('waiting for the index')
    const sender = this.#sender('application/json', 1)
    const giveUpAt = Date.now() + 60_000
    for (;;) {
      const { text } = await sender.get(`${trailPath(trail, '/events')}?limit=1`)
      const { index } = JSON.parse(text) as { readonly index?: { readonly behind: number } }
      if (index === undefined || index.behind === 0 || Date.now() > giveUpAt) break
      await sleep(50)
    }
    sender.close()
  }
}

const searches = [
  ['list: newest 50 with their sentences, over HTTP', ''],
  ['search: one filter', '&q=source%3Aautomation'],
  ['search: a word and a filter', '&q=depot%20action%3Aorder.*'],
] as const

const calls = 20

async function milliseconds(call: () => Promise<unknown> | unknown): Promise<number> {
  const took = await seconds(async () => {
    for (let i = 0; i < calls; i++) await call()
  })
  return (took * 1000) / calls
}
