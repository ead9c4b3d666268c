import { setTimeout as sleep } from 'node:timers/promises'
import type { EventInput } from '@daybook/core'
import { trailPath } from '../answer.ts'
import { BackOffice } from '../trial/back-office.ts'
import { type RealServer, startRealServer } from '../trial/real-server.ts'
import type { Scratch } from '../trial/scratch.ts'
import { Sender } from '../trial/send-events.ts'
import { type Found, readBack } from './read-back.ts'

export interface CrashOptions {
  readonly kills: number
  /** No further kill is begun after this long; `kills` of the outcome says how many there were. */
  readonly patienceMs: number
  /** Told before each start and kill. */
  readonly onProgress: (killed: number, offered: number) => void
}

export interface CrashOutcome {
  readonly offered: number
  readonly found: number
  readonly lost: number
  readonly twice: number
  readonly kills: number
  /** Events whose answer had come when the server was killed, and that stood elsewhere or not at all afterwards. */
  readonly brokenAnswers: number
  /** Requests that a kill cut off; their clients sent them again. */
  readonly cutOff: number
  readonly verdict: Found['verdict']
  readonly closing: string
}

const trail = 'shop'
const mostARound = 6_000
const loadMs = { least: 150, most: 700 }

/**
 * Feeds a real server over HTTP, kills it again and again while it takes events, and counts at the end by reading the
 * trail. Clients do what the SDK does: they send what was not answered again, under the same ids.
 */
export async function crash({ kills: most, patienceMs, onProgress }: CrashOptions, scratch: Scratch): Promise<CrashOutcome> {
  const began = Date.now()
  const data = `${scratch.folder}/data`
  const feed = new Feed()
  let server = await startRealServer(data, trail, scratch)
  const key = server.first?.key ?? ''
  let kills = 0
  for (; kills < most && (kills === 0 || Date.now() - began < patienceMs); kills++) {
    onProgress(kills, feed.offered.size)
    const feeding = feed.into(server, key)
    await sleep(loadMs.least + Math.random() * (loadMs.most - loadMs.least))
    await server.kill()
    await feeding
    server = await startRealServer(data, trail, scratch)
  }
  onProgress(kills, feed.offered.size)
  await feed.finish(server, key)
  const found = await readBack(data, trail)
  await server.stop()
  const lost = [...feed.offered].filter((id) => !found.positions.has(id)).length
  const brokenAnswers = [...feed.answered].filter(([id, seq]) => found.positions.get(id) !== seq).length
  return {
    offered: feed.offered.size,
    found: found.positions.size,
    lost,
    twice: found.events - found.positions.size,
    kills,
    brokenAnswers,
    cutOff: feed.cutOff,
    verdict: found.verdict,
    closing: found.closing,
  }
}

/** The clients of the server: what they offered, what was answered, and what is still to be sent. */
class Feed {
  readonly offered = new Set<string>()
  /** Positions as answered. */
  readonly answered = new Map<string, number>()
  cutOff = 0
  readonly #office = new BackOffice(7, Date.now() - 86_400_000)
  #enough = 0
  readonly #unanswered: (readonly EventInput[])[] = []

  /** Four clients send batches of their size until the server is gone. */
  async into(server: RealServer, key: string): Promise<void> {
    this.#enough = this.offered.size + mostARound
    const sender = senderTo(server, key)
    await Promise.all([1, 5, 50, 200].map((size) => this.#client(sender, size)))
    sender.close()
  }

  /** Sends again whatever was cut off, now that the server stays. */
  async finish(server: RealServer, key: string): Promise<void> {
    const sender = senderTo(server, key)
    for (let batch = this.#unanswered.pop(); batch !== undefined; batch = this.#unanswered.pop())
      if (!(await this.#send(sender, batch))) throw new Error('the server went away without being killed')
    sender.close()
  }

  async #client(sender: Sender, size: number): Promise<void> {
    for (let up = true; up; ) {
      // Reading back is to stay quick on a fast machine: from here on only the small ones go on.
      if (size > 5 && this.offered.size > this.#enough) return
      const batch = this.#unanswered.pop() ?? this.#office.some(size)
      for (const { id } of batch) this.offered.add(id)
      up = await this.#send(sender, batch)
    }
  }

  /** False where no answer came. */
  async #send(sender: Sender, batch: readonly EventInput[]): Promise<boolean> {
    const answer = await sender.post(Buffer.from(JSON.stringify(batch))).catch(() => undefined)
    if (answer === undefined) {
      this.cutOff++
      this.#unanswered.push(batch)
      return false
    }
    if (answer.status !== 200) throw new Error(`an append was answered with ${answer.status}: ${answer.text.slice(0, 200)}`)
    const { results } = JSON.parse(answer.text) as { readonly results: readonly { readonly id: string; readonly seq: number }[] }
    for (const { id, seq } of results) this.answered.set(id, seq)
    return true
  }
}

const senderTo = (server: RealServer, key: string): Sender =>
  new Sender(`${server.url}${trailPath(trail, '/events')}`, 4, {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
  })
