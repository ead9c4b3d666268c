import type { Actor, Change, EventInput, Json, Source } from '@daybook/core'
import type { Person } from './people.ts'
import { Random } from './random.ts'

/** A record of the back office as it stands at a moment of the story. */
export interface Rec {
  readonly type: string
  readonly id: string
  name: string
  readonly fields: { [field: string]: Json }
  /** Whose it is, if a customer's. */
  readonly customer?: Rec
}

/** What an event says beyond who, what and when. */
export interface Telling
  extends Partial<Omit<EventInput, 'id' | 'action' | 'occurredAt' | 'actor' | 'source' | 'object' | 'changes' | 'customer'>> {
  readonly object?: Rec
  readonly changes?: readonly Change[]
  readonly customer?: Rec
}

/** Who does it and through what. */
export interface Doer {
  readonly actor: Actor
  readonly source: Source
}

const hasPage = new Set(['customer', 'order', 'refund', 'ticket', 'job', 'product', 'vendor'])

interface Planned {
  readonly at: number
  readonly nth: number
  readonly run: (at: number) => void
}

/**
 * The firm through a year. Records change only through `set`, and every change is told, so that the state the tool shows
 * today is what the trail adds up to. What happens is planned with `at` and told in the order of time.
 */
export class World {
  readonly random: Random
  readonly from: number
  readonly to: number
  readonly events: EventInput[] = []
  readonly roles = new Map<string, string>()
  #plan: Planned[] = []
  #planned = 0
  #now: number

  readonly #toolUrl: string

  constructor(seed: number, from: number, to: number, toolUrl: string) {
    this.random = new Random(seed)
    this.#toolUrl = toolUrl
    this.from = from
    this.to = to
    this.#now = from
  }

  /** Plans something. What lies before now is done now; what lies after the end never happens. */
  at(moment: number, run: (at: number) => void): void {
    const at = Math.max(Math.floor(moment), this.#now)
    if (at < this.to) this.#push({ at, nth: this.#planned++, run })
  }

  /** Lets everything planned happen, in order. */
  run(): void {
    for (let next = this.#pop(); next; next = this.#pop()) {
      this.#now = next.at
      next.run(next.at)
    }
  }

  /** The person at the tool in a browser. */
  by({ id, name, email }: Person, kind: 'user' | 'admin' = 'user'): Doer {
    const role = this.roles.get(id)
    const actor = { type: kind, id, name, email, ...(role === undefined ? {} : { roles: [role] }) } as const
    const octet = (Number(id.slice(2)) * 7) % 200
    return {
      actor,
      source: { type: kind === 'admin' ? 'admin_action' : 'user_action', name: 'Back office', ip: `198.51.100.${octet + 20}` },
    }
  }

  /** Changes a record and says how: one change a field that is not as it was. */
  set(record: Rec, values: { readonly [field: string]: Json | undefined }): readonly Change[] {
    const changes: Change[] = []
    for (const [field, after] of Object.entries(values)) {
      const before = record.fields[field]
      if (JSON.stringify(before) === JSON.stringify(after)) continue
      changes.push({ field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) })
      if (after === undefined) delete record.fields[field]
      else record.fields[field] = after
    }
    return changes
  }

  /** Says what happened. What would follow a little later than the end is told at the end: nothing lies in the future. */
  tell(moment: number, action: string, { actor, source }: Doer, telling: Telling = {}): string {
    const { object, related, customer = object?.customer, changes, ...rest } = telling
    const at = Math.min(moment, this.to - 1)
    const id = this.#id(at)
    const event: EventInput = {
      id,
      action,
      occurredAt: new Date(at).toISOString(),
      actor,
      source,
      ...(object ? { object: this.#linked(refOf(object)) } : {}),
      ...(related ? { related: related.map((one) => this.#linked(one)) } : {}),
      ...(customer && customer !== object ? { customer: { id: customer.id, name: customer.name } } : {}),
      ...(changes && changes.length > 0 ? { changes } : {}),
      ...rest,
      history: true,
    }
    this.events.push(event)
    return id
  }

  /** With the address of the record's page in the tool, where it has one. */
  #linked<T extends { readonly type: string; readonly id: string }>(ref: T): T {
    return hasPage.has(ref.type) ? { ...ref, url: `${this.#toolUrl}/${ref.type}s/${encodeURIComponent(ref.id)}` } : ref
  }

  #id(at: number): string {
    const time = at.toString(16).padStart(12, '0')
    const random = this.random.hex(18)
    return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-a${random.slice(3, 6)}-${random.slice(6)}`
  }

  /** A binary heap by time, first planned first where times are equal. */
  #push(item: Planned): void {
    const heap = this.#plan
    let at = heap.length
    heap.push(item)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent]
      if (!above || !isBefore(item, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = item
  }

  #pop(): Planned | undefined {
    const heap = this.#plan
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let at = 0
    for (;;) {
      const left = heap[2 * at + 1]
      const right = heap[2 * at + 2]
      const child = right && left && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1
      const below = child === 2 * at + 2 ? right : left
      if (!below || !isBefore(below, last)) break
      heap[at] = below
      at = child
    }
    heap[at] = last
    return first
  }
}

const isBefore = (a: Planned, b: Planned): boolean => a.at < b.at || (a.at === b.at && a.nth < b.nth)

const refOf = ({ type, id, name }: Rec) => ({ type, id, name })
export const related = (record: Rec, relation: string) => ({ ...refOf(record), relation })
