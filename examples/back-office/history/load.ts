import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { EventInput } from '@daybook/core'
import { seedStore } from '../app/seed.ts'
import { Store } from '../app/store.ts'
import { makeYear, type Year } from './make-history.ts'

/** The trail that takes the year. */
export interface Destination {
  /** The trail's address and a key that may write to it. */
  readonly url: string
  readonly key: string
}

export interface YearOptions {
  /** Folder of the tool's own data. */
  readonly data: string
  readonly toolUrl: string
  readonly now: number
}

export type Progress = (sent: number, of: number) => void

const batchSize = 1000
const inFlight = 3

/** The year of an empty tool, the same one if it was begun before; undefined where the tool has its data already. */
export const yearFor = ({ data, toolUrl, now }: YearOptions): Year | undefined => {
  if (existsSync(storePath(data))) return undefined
  mkdirSync(data, { recursive: true })
  const endPath = join(data, 'year-end')
  if (!existsSync(endPath)) writeFileSync(endPath, String(now))
  return makeYear(Number(readFileSync(endPath, 'utf8')), toolUrl)
}

/**
 * Gives an empty tool its year: the history onto the trail, the records into its database. Cut off half-way it is done
 * again the next time with the same year, and nothing is on the trail twice.
 */
export const giveYear = async (
  year: Year,
  { data, toolUrl }: YearOptions,
  destination: Destination,
  progress?: Progress,
): Promise<void> => {
  await send(year.events, destination, progress)
  const path = storePath(data)
  const unfinished = `${path}.unfinished`
  rmSync(unfinished, { force: true })
  const store = new Store(unfinished, toolUrl)
  seedStore(store, year)
  store.db.close()
  renameSync(unfinished, path)
}

const storePath = (data: string): string => join(data, 'back-office.db')

/** In order, a few batches at once: the trail's order is that of arrival, and lists go by when things happened. */
const send = async (events: readonly EventInput[], to: Destination, progress: Progress | undefined): Promise<void> => {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight })
  let next = 0
  let sent = 0
  const sender = async () => {
    const lines = new Lines()
    while (next < events.length) {
      const batch = events.slice(next, next + batchSize)
      next += batchSize
      await post(lines.of(batch), to, agent)
      sent += batch.length
      progress?.(sent, events.length)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, sender)).finally(() => agent.destroy())
}

/** Events as lines, in a buffer that is used again: the year has 120 MB of them. */
class Lines {
  #bytes = Buffer.allocUnsafe(1024 * 1024)

  of(events: readonly EventInput[]): Buffer {
    let end = 0
    for (const event of events) {
      const line = `${JSON.stringify(event)}\n`
      if (end + line.length * 3 > this.#bytes.length)
        this.#bytes = Buffer.concat([this.#bytes], end + line.length * 3 + this.#bytes.length)
      end += this.#bytes.write(line, end)
    }
    return this.#bytes.subarray(0, end)
  }
}

const post = async (body: Buffer, { url, key }: Destination, agent: Agent): Promise<void> => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson', 'content-length': body.length }
  const call = request(`${url}/events`, { method: 'POST', headers, agent }).end(body)
  const [answer] = (await once(call, 'response')) as [IncomingMessage]
  const said = await text(answer)
  if (answer.statusCode === undefined || answer.statusCode >= 300)
    throw new Error(`The trail did not take the history: ${answer.statusCode} ${said}`)
}
