import { hash } from 'node:crypto'
import { formatCheckpoint, formatNote, type Hashing, leafHash, nodeHash, toBase64, toBase64url } from '@daybook/core'
import type { NetAnswer } from '../../src/delivery/ports.ts'

const hashing: Hashing = {
  sha256: (bytes) => Buffer.from(hash('sha256', bytes, 'hex'), 'hex'),
  sha256Digest: (bytes) => hash('sha256', bytes, 'base64url'),
  sha256Text: (text) => hash('sha256', text, 'base64url'),
}

/** An event on the simulated trail. */
export interface OnTrail {
  readonly id: string
  readonly text: string
  readonly seq: number
  readonly hash: Uint8Array
}

interface Numbered {
  readonly action: string
  readonly producer?: { readonly id: string; readonly seq: number }
  readonly context?: { readonly producer?: string; readonly ranges?: readonly (readonly [number, number])[] }
}

interface Snapshot {
  readonly size: number
  readonly signed: { readonly size: number; readonly note: string } | undefined
}

const origin = 'sim.example/0b7c9a52-9d1f-4a4e-8a55-6f0c2f1f8b92'

/**
 * The append contract as a model: permanent ids, one answer an event, a checkpoint a second, consistency proofs over a
 * real Merkle tree. What it is sent and what it keeps are one synchronous step, as the server's commit is.
 */
export class SimServer {
  #events: OnTrail[] = []
  #byId = new Map<string, OnTrail>()
  /** Roots of subtrees that are complete, by first leaf and size: a tree only grows. */
  #nodes = new Map<number, Uint8Array>()
  /** The numbers of each producer that are here or told as lost. */
  #numbers = new Map<string, Set<number>>()
  #signed: { readonly size: number; readonly note: string } | undefined
  #signedAtMs = Number.NEGATIVE_INFINITY
  #sealed = 0
  /** Ids of this world's programs that were answered as a conflict although nobody planted one. */
  readonly conflicts: string[] = []
  readonly refused = new Map<string, string>()
  /** How often the trail was put back to an earlier state. */
  rollbacks = 0

  get events(): readonly OnTrail[] {
    return this.#events
  }

  find(id: string): OnTrail | undefined {
    return this.#byId.get(id)
  }

  /** Somebody else's event, stored before. */
  plant(id: string): void {
    this.#store(id, `{"id":"${id}","action":"other.thing"}`)
  }

  snapshot(): Snapshot {
    return { size: this.#events.length, signed: this.#signed }
  }

  /** The machine is put back to what it was, signer and all. */
  restore({ size, signed }: Snapshot): void {
    if (size === this.#events.length && signed === this.#signed) return
    // It was put back further meanwhile: that state is not to be had from what is left.
    if (size > this.#events.length) return
    const kept = this.#events.slice(0, size)
    this.#events = []
    this.#byId = new Map()
    this.#nodes = new Map()
    this.#numbers = new Map()
    for (const { id, text, hash } of kept) this.#store(id, text, hash)
    this.#signed = signed
    this.rollbacks++
  }

  async append(
    body: string,
    seen: { readonly size: number; readonly root: string } | undefined,
    nowMs: number,
  ): Promise<NetAnswer> {
    if (body.includes('"spoiled.body"') && body.includes('\n')) return problem(400, 'invalid_unicode')
    const texts = body.split('\n')
    const results = texts.map((text) => this.#take(text))
    this.#sign(nowMs)
    const isRefused = results.some(({ status }) => status === 'rejected' || status === 'conflict')
    const answer = {
      ...(isRefused ? { title: 'Unprocessable', status: 422, code: 'events_refused', detail: '' } : {}),
      trail: 'sim',
      results,
      checkpoint: this.#signed?.note ?? null,
      ...(seen ? { consistency: this.#consistency(seen) } : {}),
    }
    return { status: isRefused ? 422 : 200, retryAfter: undefined, body: JSON.stringify(answer) }
  }

  /** Answers with what is missing of the producer: below the highest of its numbers here, and not told as lost. */
  heartbeat(body: string, seen: { readonly size: number; readonly root: string } | undefined): NetAnswer {
    const { id } = (JSON.parse(body) as { readonly producer: { readonly id: string } }).producer
    const answer = {
      trail: 'sim',
      checkpoint: this.#signed?.note ?? null,
      ...(seen ? { consistency: this.#consistency(seen) } : {}),
      missing: this.#missing(id),
    }
    return { status: 200, retryAfter: undefined, body: JSON.stringify(answer) }
  }

  #missing(id: string): readonly (readonly [number, number])[] {
    const known = this.#numbers.get(id) ?? new Set<number>()
    if (known.size === Math.max(...known) - Math.min(...known) + 1) return []
    const missing: [number, number][] = []
    for (let seq = Math.min(...known); seq < Math.max(...known); seq++) if (!known.has(seq)) missing.push([seq, seq])
    return missing
  }

  #take(text: string) {
    const event = JSON.parse(text) as { readonly id: string; readonly action: string }
    const { id, action } = event
    if (action === 'poison.sent' || action === 'spoiled.body') {
      this.refused.set(id, action)
      return { id, status: 'rejected', problem: { code: 'wrong_value', detail: 'It is poison.', pointer: '/action' } }
    }
    const known = this.#byId.get(id)
    const stored = known ?? this.#store(id, text)
    const place = { id, seq: stored.seq, hash: toBase64url(stored.hash) }
    if (!known) return { ...place, status: 'stored' }
    if (known.text === text) return { ...place, status: 'duplicate' }
    if (known.text.includes('other.thing')) this.refused.set(id, 'conflict')
    else this.conflicts.push(id)
    return { ...place, status: 'conflict', problem: { code: 'id_conflict', detail: 'Other content.', pointer: '/id' } }
  }

  #count({ action, producer, context }: Numbered): void {
    if (producer) this.#numbersOf(producer.id).add(producer.seq)
    if (action !== 'trail.gap' || context?.producer === undefined) return
    const numbers = this.#numbersOf(context.producer)
    for (const [from, to] of context.ranges ?? []) for (let seq = from; seq <= to; seq++) numbers.add(seq)
  }

  #numbersOf(producer: string): Set<number> {
    const numbers = this.#numbers.get(producer) ?? new Set()
    this.#numbers.set(producer, numbers)
    return numbers
  }

  /** Each time an event is sealed its salts are fresh, and its hash is another. */
  #store(id: string, text: string, hash = hashing.sha256(Buffer.from(`${this.#sealed++} ${text}`))): OnTrail {
    const event = { id, text, seq: this.#events.length, hash }
    this.#count(JSON.parse(text) as Numbered)
    this.#events.push(event)
    this.#byId.set(id, event)
    return event
  }

  #sign(nowMs: number): void {
    const size = this.#events.length
    if (size === 0 || size === this.#signed?.size || nowMs < this.#signedAtMs + 1_000) return
    const root = this.#root(0, size)
    const text = formatCheckpoint({ origin, size, root })
    const signature = { name: origin, id: '00000000', signature: new Uint8Array(64) }
    this.#signed = { size, note: formatNote({ text, signatures: [signature] }) }
    this.#signedAtMs = nowMs
  }

  #consistency({ size, root }: { readonly size: number; readonly root: string }) {
    const now = this.#signed?.size ?? 0
    if (size > now) return { failed: 'ahead', detail: '' }
    if (toBase64(this.#root(0, size)) !== root) return { failed: 'other_root', detail: '' }
    return size === now ? [] : this.#subproof(size, 0, now, true).map(toBase64)
  }

  /** MTH of RFC 6962 section 2.1 over the leaves from `from` to before `to`. */
  #root(from: number, to: number): Uint8Array {
    const size = to - from
    const isComplete = (size & (size - 1)) === 0
    const key = from * 2 ** 20 + size
    const known = isComplete ? this.#nodes.get(key) : undefined
    if (known) return known
    const event = this.#events[from] as OnTrail
    const root =
      size === 1
        ? leafHash(event.hash, hashing)
        : nodeHash(this.#root(from, from + split(size)), this.#root(from + split(size), to), hashing)
    if (isComplete) this.#nodes.set(key, root)
    return root
  }

  /** SUBPROOF of RFC 6962 section 2.1.2. */
  #subproof(old: number, from: number, to: number, isWhole: boolean): readonly Uint8Array[] {
    const size = to - from
    if (old === size) return isWhole ? [] : [this.#root(from, to)]
    const left = split(size)
    return old <= left
      ? [...this.#subproof(old, from, from + left, isWhole), this.#root(from + left, to)]
      : [...this.#subproof(old - left, from + left, to, false), this.#root(from, from + left)]
  }
}

/** The largest power of two below a size. */
const split = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1)

export const problem = (status: number, code: string): NetAnswer => ({
  status,
  retryAfter: undefined,
  body: JSON.stringify({ title: '', status, code, detail: 'No.' }),
})
