import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { hostname } from 'node:os'
import type { EventInput } from '@daybook/core'
import { HttpProblem } from '../problem/http-problem.ts'
import type { AppendAnswer, AppendCall } from './append-call.ts'
import { type TrailFacts, trailNamePattern } from './documents.ts'
import { isCutOffCreation, openTrailReader, type TrailFolders, trailsFolder } from './open-trail.ts'
import type { TrailReader } from './trail-reader.ts'
import type { TrailStatus } from './trail-status.ts'
import type { WriterClient } from './writer-client.ts'

/** A trail as the main thread has it: a reader of its own, and how the writer last said it stands. */
export interface OpenTrail {
  readonly facts: TrailFacts
  readonly reader: TrailReader
  readonly status: TrailStatus
}

export interface Recorded {
  readonly id: string
  readonly seq: number
  readonly status: 'stored' | 'duplicate' | 'conflict'
}

/** Told of what others follow: a trail that is open now, and one that has more events. */
export interface TrailEvents {
  opened(trail: string): void
  grew(trail: string): void
}

/** Every trail of the folder. Reads go to each trail's reader; everything that adds to a trail goes to the writer. */
export class Trails {
  readonly #folders: TrailFolders
  readonly #writer: WriterClient
  readonly #originHost: string
  readonly #events: TrailEvents
  readonly #open = new Map<string, { readonly facts: TrailFacts; readonly reader: TrailReader; status: TrailStatus }>()
  readonly #broken = new Map<string, string>()
  readonly #making = new Set<string>()
  readonly #statuses = new Map<string, TrailStatus>()

  constructor(folders: TrailFolders, writer: WriterClient, originHost: string | undefined, events: TrailEvents = unheard) {
    this.#folders = folders
    this.#writer = writer
    this.#originHost = originHost ?? plainHost(hostname())
    this.#events = events
  }

  /** Opens every trail found in the folder, in the order of their names. */
  async openAll(): Promise<void> {
    const found = readdirSync(trailsFolder(this.#folders.data), { withFileTypes: true })
    const names = found.filter((entry) => entry.isDirectory() && trailNamePattern.test(entry.name)).map((entry) => entry.name)
    for (const name of names.sort()) {
      try {
        if (await isCutOffCreation(name, this.#folders)) continue
        await this.#writer.ask({ what: 'open', trail: name })
        await this.#add(name)
      } catch (error) {
        this.#broken.set(name, `The trail could not be opened: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }

  /** Trails that could not even be opened for reading, and why. The others are served. */
  get broken(): ReadonlyMap<string, string> {
    return this.#broken
  }

  get(name: string): OpenTrail | undefined {
    return this.#open.get(name)
  }

  list(): readonly OpenTrail[] {
    return [...this.#open.values()].sort((a, b) => (a.facts.name < b.facts.name ? -1 : 1))
  }

  /** Makes a new trail with keys and origin of its own; `event` becomes its first. */
  async create(name: string, makeEvent: (origin: string) => EventInput): Promise<OpenTrail> {
    if (this.#open.has(name) || this.#making.has(name))
      throw new HttpProblem('trail_exists', 'There is a trail of this name; choose another.', { pointer: '/name' })
    const origin = `${this.#originHost}/${randomUUID()}`
    this.#making.add(name)
    try {
      await this.#writer.ask({ what: 'create', trail: name, origin, event: JSON.stringify(makeEvent(origin)) })
      const trail = await this.#add(name)
      this.#broken.delete(name)
      return trail
    } finally {
      this.#making.delete(name)
    }
  }

  /** How many appends wait for their answer. */
  get waiting(): number {
    return this.#writer.waiting
  }

  async append(call: AppendCall): Promise<AppendAnswer> {
    const answer = await this.#writer.append(call)
    if (answer.counts.stored > 0) this.#events.grew(call.trail)
    return answer
  }

  /** Records one of a trail's own events; answers when it is durable. */
  async record(trail: string, event: EventInput | string): Promise<Recorded> {
    const text = typeof event === 'string' ? event : JSON.stringify(event)
    return JSON.parse(await this.#writer.ask({ what: 'record', trail, event: text })) as Recorded
  }

  /** Opens ciphertexts of a trail, where its keys are; answers when `event` is durable. */
  async reveal(trail: string, ciphertexts: readonly string[], event: EventInput): Promise<readonly string[]> {
    const text = await this.#writer.ask({ what: 'reveal', trail, ciphertexts, event: JSON.stringify(event) })
    return JSON.parse(text) as readonly string[]
  }

  /** Pushes a catalogue's JSON text; the answer is JSON text too. */
  pushCatalogue(trail: string, catalogue: string, event: EventInput): Promise<string> {
    return this.#writer.ask({ what: 'catalogue', trail, catalogue, event: JSON.stringify(event) })
  }

  /** Accepts the ledger of a sealed trail as it is; the reason is stated on the trail, signed. */
  openEpoch(trail: string, reason: string): Promise<string> {
    return this.#writer.ask({ what: 'epoch', trail, reason })
  }

  /** Has a checkpoint of everything stored signed now. */
  sign(trail: string): Promise<string> {
    return this.#writer.ask({ what: 'sign', trail })
  }

  heard(status: TrailStatus): void {
    this.#statuses.set(status.trail, status)
    const trail = this.#open.get(status.trail)
    if (!trail) return
    const isMore = status.size > trail.status.size
    trail.status = status
    if (isMore) this.#events.grew(status.trail)
  }

  /** The writer is gone: every trail is closed to writes and open to reads. */
  sealAll(because: string): void {
    for (const trail of this.#open.values())
      trail.status = { ...trail.status, state: 'sealed', sealed: { code: 'storage_fault', because } }
  }

  async close(): Promise<void> {
    for (const { reader } of this.#open.values()) await reader.close()
    this.#open.clear()
  }

  async #add(name: string): Promise<OpenTrail> {
    const reader = await openTrailReader(name, this.#folders)
    const status = this.#statuses.get(name)
    if (!status) throw new Error(`the writer said nothing of the trail ${name}`)
    const trail = { facts: reader.facts, reader, status }
    this.#open.set(name, trail)
    this.#events.opened(name)
    return trail
  }
}

const unheard: TrailEvents = { opened: () => {}, grew: () => {} }

/** A host name as an origin can carry it: no spaces, no plus sign, lower case. */
const plainHost = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '-') || 'localhost'
