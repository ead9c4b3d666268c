import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EventInput } from '@daybook/core'
import { seedStore } from '../app/seed.ts'
import { Store } from '../app/store.ts'
import { makeYear } from './make-history.ts'

export interface LoadOptions {
  /** The trail's address and a key that may write to it. */
  readonly url: string
  readonly key: string
  /** Folder of the tool's own data. */
  readonly data: string
  readonly toolUrl: string
  readonly now: number
  readonly progress?: (sent: number, of: number) => void
}

const batchSize = 1000
const inFlight = 3

/**
 * Gives an empty tool its year: the records into its database, the history onto the trail. Cut off half-way it is done
 * again the next time with the same year, and nothing is on the trail twice. Answers how many events the year has, or
 * undefined where the tool has its data already.
 */
export const loadYear = async ({ url, key, data, toolUrl, now, progress }: LoadOptions): Promise<number | undefined> => {
  const path = join(data, 'back-office.db')
  if (existsSync(path)) return undefined
  mkdirSync(data, { recursive: true })
  const endPath = join(data, 'year-end')
  if (!existsSync(endPath)) writeFileSync(endPath, String(now))
  const year = makeYear(Number(readFileSync(endPath, 'utf8')), toolUrl)
  await send(year.events, url, key, progress)
  const unfinished = `${path}.unfinished`
  rmSync(unfinished, { force: true })
  const store = new Store(unfinished, toolUrl)
  seedStore(store, year)
  store.db.close()
  renameSync(unfinished, path)
  return year.events.length
}

/** In order, a few batches at once: the trail's order is that of arrival, and lists go by when things happened. */
const send = async (
  events: readonly EventInput[],
  url: string,
  key: string,
  progress: LoadOptions['progress'],
): Promise<void> => {
  let next = 0
  let sent = 0
  const worker = async () => {
    while (next < events.length) {
      const batch = events.slice(next, next + batchSize)
      next += batchSize
      const response = await fetch(`${url}/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
        body: batch.map((event) => `${JSON.stringify(event)}\n`).join(''),
      })
      if (!response.ok) throw new Error(`The trail did not take the history: ${response.status} ${await response.text()}`)
      await response.arrayBuffer()
      sent += batch.length
      progress?.(sent, events.length)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
}
