import { hideSecrets } from '@daybook/core'
import type { AccessStore, ProducerSeen } from './access-store.ts'

/** More producers than any trail has, and longer ids than any has: bounds on what a key can make the server remember. */
const maxProducers = 10_000
export const longestProducerId = 200

/**
 * When each producer was last heard. Kept in memory and written every few seconds and at the end: a heartbeat is worth
 * no fsync, and the loss of the last seconds shows at most as a producer seen a little earlier.
 */
export class Producers {
  readonly #store: AccessStore
  readonly #seen = new Map<string, Map<string, ProducerSeen>>()
  readonly #unsaved = new Map<string, ProducerSeen & { readonly trail: string }>()

  constructor(store: AccessStore) {
    this.#store = store
    for (const { trail, ...seen } of store.producers()) this.#of(trail).set(seen.producer, seen)
  }

  /** False, and nothing is remembered, beyond the bounds. An id passes the secret net, as it does in the events. */
  heard(trail: string, id: string, seq: number | undefined, at: string): boolean {
    if (id.length > longestProducerId) return false
    const producer = hideSecrets(id)
    const known = this.#of(trail).get(producer)
    if (!known && this.#of(trail).size >= maxProducers) return false
    const highest = Math.max(seq ?? -1, known?.seq ?? -1)
    const seen = { producer, seq: highest < 0 ? null : highest, lastSeenAt: at }
    this.#of(trail).set(producer, seen)
    this.#unsaved.set(`${trail}\n${producer}`, { trail, ...seen })
    return true
  }

  of(trail: string): readonly ProducerSeen[] {
    return [...this.#of(trail).values()].sort((a, b) => (a.producer < b.producer ? -1 : 1))
  }

  save(): void {
    if (this.#unsaved.size === 0) return
    this.#store.saveProducers([...this.#unsaved.values()])
    this.#unsaved.clear()
  }

  #of(trail: string): Map<string, ProducerSeen> {
    const known = this.#seen.get(trail)
    if (known) return known
    const fresh = new Map<string, ProducerSeen>()
    this.#seen.set(trail, fresh)
    return fresh
  }
}
