import { eventHash, leafHash, recordText, sealedSlots, TreeEdge } from '@daybook/core'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import { type KnownEvent, planAppend } from './append-plan.ts'
import {
  type AppendOutcome,
  type AppendRow,
  type Journal,
  JournalInDoubt,
  type JournalSize,
  type ReadRange,
  type StoredEvent,
} from './journal.ts'
import { checkRange } from './stored-range.ts'

/** A journal that lasts as long as the process: for tests and trials. The same contract, and the reference for it. */
export const createMemoryJournal = (): Journal => new MemoryJournal()

class MemoryJournal implements Journal {
  readonly #events: StoredEvent[] = []
  readonly #hashes: Uint8Array[] = []
  readonly #subtrees: Uint8Array[][] = []
  readonly #known = new Map<string, KnownEvent>()
  readonly #checkpoints: { readonly size: number; readonly note: string }[] = []
  readonly #documents = new Map<string, string>()
  readonly #edge = TreeEdge.empty(nodeCrypto)
  #own = 0
  #closed = false

  async size(): Promise<JournalSize> {
    return this.#size()
  }

  async append(rows: readonly AppendRow[]): Promise<readonly AppendOutcome[]> {
    const plan = planAppend(rows, this.#size(), () => this.#known)
    for (const row of plan.fresh) {
      const computed = eventHash(recordText(sealedSlots(row.sealed, nodeCrypto)), nodeCrypto)
      if (Buffer.compare(computed, row.sealed.hash) !== 0)
        throw new JournalInDoubt('An event does not have the hash it came with.')
    }
    for (const row of plan.fresh) this.#take(row)
    return plan.outcomes
  }

  async read(range: ReadRange): Promise<readonly StoredEvent[]> {
    const found = this.#open()
      .slice(Math.max(0, range.from), Math.max(0, range.to))
      .filter((event) => isOf(event, range.which))
    if (range.order === 'desc') found.reverse()
    return found.slice(0, Math.max(0, range.limit))
  }

  async find(id: string): Promise<number | undefined> {
    return this.#known.get(id)?.seq
  }

  async hashes(from: number, to: number): Promise<Uint8Array> {
    checkRange(from, to, this.#size().size, 'position')
    return Buffer.concat(this.#hashes.slice(from, to))
  }

  async subtrees(level: number, from: number, to: number): Promise<Uint8Array> {
    const all = this.#subtrees[level] ?? []
    checkRange(from, to, all.length, `complete subtree of level ${level}`)
    return Buffer.concat(all.slice(from, to))
  }

  async checkpoint(atMost = Number.MAX_SAFE_INTEGER): Promise<string | undefined> {
    return this.#checkpoints.findLast(({ size }) => size <= atMost)?.note
  }

  async saveCheckpoint(size: number, note: string): Promise<void> {
    const newest = this.#checkpoints.at(-1)
    if (size > this.#size().size || size < (newest?.size ?? 0))
      throw new RangeError(`A checkpoint of ${size} entries is not between the newest one and the journal's end.`)
    this.#checkpoints.push({ size, note })
  }

  async dropCheckpointsBeyondEnd(): Promise<void> {
    const beyond = this.#checkpoints.findIndex(({ size }) => size > this.#size().size)
    if (beyond >= 0) this.#checkpoints.length = beyond
  }

  async document(name: string): Promise<string | undefined> {
    return this.#documents.get(name)
  }

  async saveDocument(name: string, text: string): Promise<void> {
    this.#open()
    this.#documents.set(name, text)
  }

  async close(): Promise<void> {
    this.#closed = true
  }

  #size(): JournalSize {
    return { size: this.#open().length, own: this.#own }
  }

  #open(): StoredEvent[] {
    if (this.#closed) throw new Error('The journal is closed.')
    return this.#events
  }

  #take(row: AppendRow): void {
    const seq = this.#events.length
    const { hash } = row.sealed
    this.#events.push({ state: 'present', seq, own: row.own, slots: sealedSlots(row.sealed, nodeCrypto) })
    this.#hashes.push(hash)
    this.#known.set(row.id, { seq, hash, contentDigest: row.contentDigest })
    if (row.own) this.#own += 1
    this.#edge.push(leafHash(hash, nodeCrypto), ({ level, root }) => {
      const roots = this.#subtrees[level] ?? []
      this.#subtrees[level] = roots
      roots.push(root)
    })
  }
}

const isOf = (event: StoredEvent, which: ReadRange['which']): boolean => which === 'all' || event.own === (which === 'own')
