import type { Verifying } from '../crypto/ports.ts'
import { sameBytes } from '../ledger/bytes.ts'
import { rootOf } from '../ledger/hash-reader.ts'
import { isMalformed } from '../ledger/malformed.ts'
import type { Policy } from '../ledger/policy.ts'
import { leafHash } from '../ledger/record.ts'
import { tileWidth } from '../ledger/tile.ts'
import { TreeEdge } from '../ledger/tree-edge.ts'
import { hashAt, hashBytes } from '../ledger/tree-hash.ts'
import { readSignedCheckpoint, type SignedCheckpoint } from './accepted-checkpoint.ts'
import { checkEvent } from './check-event.ts'
import { checkSlots } from './check-slots.ts'
import type { Evidence } from './evidence.ts'
import { Ranges } from './ranges.ts'
import { capital, type Findings, plural, positions } from './report.ts'
import { Statements } from './statements.ts'
import type { StoredRow, StoreReader } from './store-reader.ts'

export interface StoreCheck {
  readonly store: StoreReader
  readonly size: number
  readonly policy: Policy
  readonly checkpoint: SignedCheckpoint | undefined
  readonly findings: Findings
  readonly evidence: Evidence
  readonly verifying: Verifying
  readonly signed: { readonly size: number; readonly root: Uint8Array } | undefined
}

/** Rows are read in runs that are whole tiles, so that a run ends where a stored subtree does. */
const runLength = 2 * tileWidth

/** How the value of `core` begins, canonical as it is, in each of the trail's own events. */
const ownAction = '{"action":"trail.'
const coreValueAt = '["0123456789012345678901","core",'.length

/** Walks a store from its first position to its last: rows, event hashes, subtrees and roots side by side. */
export class StoreWalk {
  readonly #check: StoreCheck
  readonly #statements = new Statements()
  readonly #edge: TreeEdge
  /** False once an event hash is missing: no root follows from there. */
  #isWhole = true
  /** False once a stored subtree is not the one its event hashes give. */
  #treeAgrees = true
  /** The largest size at which something signed agreed. */
  #agreed = 0
  /** True once a root was not the one that was signed: from there on no other is. */
  #departed = false
  /** One of the store's own older checkpoints, whose size is in the run under way. */
  #older: SignedCheckpoint | undefined
  /** Positions on the list of the trail's own events. */
  readonly #own = new Set<number>()

  constructor(check: StoreCheck) {
    this.#check = check
    this.#edge = TreeEdge.empty(check.verifying)
  }

  async run(): Promise<void> {
    const { size, checkpoint, signed, findings } = this.#check
    await this.#collectStatements()
    await this.#meetRoots()
    for (let from = 0; from < size; from += runLength) await this.#checkRun(from, Math.min(size, from + runLength))
    const expected: readonly [string, number][] = [
      ['The newest checkpoint', checkpoint?.size ?? 0],
      ['The signer', signed?.size ?? 0],
    ]
    for (const [who, covered] of expected) {
      if (covered <= size) continue
      const detail = `${who} signed for ${plural(covered, 'event')}; the trail has only ${size}: ${positions(size, covered)} ${covered - size === 1 ? 'is' : 'are'} gone.`
      findings.broken('log_behind', detail, { position: size, to: covered })
    }
  }

  /** The control events first, since they come after what they excuse. */
  async #collectStatements(): Promise<void> {
    const { size } = this.#check
    for (let from = 0; from < size; ) {
      const events = await tryRead(() => this.#readOwn(from, size))
      if (events === undefined) {
        const to = Math.min(size, from + runLength)
        for (; from < to; from++) await this.#collectOne(from)
        continue
      }
      for (const event of events) this.#collect(event)
      const last = events[events.length - 1]
      if (last === undefined || last.seq < from) return
      from = last.seq + 1
    }
  }

  /** Where the store fails on a run, position by position, so that damage takes no other statement with it. */
  async #collectOne(position: number): Promise<void> {
    const events = await tryRead(() => this.#readOwn(position, position + 1))
    for (const event of events ?? []) this.#collect(event)
    if (events !== undefined) return
    const detail = `Position ${position}: the store lists it as one of the trail’s own events and cannot give it as one.`
    this.#check.findings.broken('unreadable', detail, { position })
  }

  #readOwn(from: number, to: number): Promise<readonly StoredRow[]> {
    return this.#check.store.read({ from, to, limit: runLength, order: 'asc', which: 'own' })
  }

  #collect(event: StoredRow): void {
    this.#own.add(event.seq)
    if (event.state === 'pruned') return
    const { problems, control } = checkSlots(event.slots, this.#check.verifying)
    if (problems.length === 0 && control !== undefined) this.#statements.take(event.seq, control)
  }

  async #checkRun(from: number, to: number): Promise<void> {
    const older = await this.#olderCheckpoint(to)
    this.#older = older !== undefined && older.size > from ? older : undefined
    const hashes = await this.#readHashes(from, to)
    await this.#checkRows(from, to, hashes)
    for (let seq = from; seq < to; seq++) {
      const hash = hashes.get(seq)
      if (hash === undefined) {
        this.#isWhole = false
        return
      }
      this.#check.evidence.meetHash(seq, hash)
      if (this.#isWhole) await this.#push(hash)
    }
  }

  /** Event hashes by position; those the store cannot give are findings. */
  async #readHashes(from: number, to: number): Promise<ReadonlyMap<number, Uint8Array>> {
    const { store, findings } = this.#check
    const hashes = new Map<number, Uint8Array>()
    const all = await tryRead(() => store.hashes(from, to))
    if (all?.length === (to - from) * hashBytes) {
      for (let seq = from; seq < to; seq++) hashes.set(seq, hashAt(all, seq - from))
      return hashes
    }
    const gone = new Ranges()
    for (let seq = from; seq < to; seq++) {
      const one = await tryRead(() => store.hashes(seq, seq + 1))
      if (one?.length === hashBytes) hashes.set(seq, one)
      else gone.add(seq)
    }
    for (const [position, end] of gone.list) {
      const detail = `${capital(positions(position, end))}: the event hash is missing.`
      findings.broken('event_missing', detail, { position, to: end })
    }
    return hashes
  }

  async #checkRows(from: number, to: number, hashes: ReadonlyMap<number, Uint8Array>): Promise<void> {
    const { findings, verifying } = this.#check
    const { rows, unreadable } = await this.#readRows(from, to)
    let next = from
    const missing = (until: number): void => {
      const gone = new Ranges()
      for (let seq = next; seq < until; seq++) if (!unreadable.has(seq)) gone.add(seq)
      for (const [position, end] of gone.list) {
        const detail = `${capital(positions(position, end))} ${end - position === 1 ? 'is' : 'are'} missing.`
        findings.broken('event_missing', detail, { position, to: end })
      }
    }
    for (const row of rows) {
      if (row.seq < next || row.seq >= to) {
        findings.broken('event_out_of_order', `A row of position ${row.seq} is where position ${next} belongs.`, {
          position: row.seq,
        })
        continue
      }
      missing(row.seq)
      next = row.seq + 1
      const hash = checkEvent(row, this.#statements, findings, verifying)
      this.#checkKeeping(row)
      const stored = hashes.get(row.seq)
      if (hash === undefined || stored === undefined || sameBytes(hash, stored)) continue
      const place = [...hashes].find(([, other]) => sameBytes(other, hash))?.[0]
      if (place === undefined)
        findings.broken('event_altered', `Position ${row.seq}: the event is not the one its hash was taken of.`, {
          position: row.seq,
        })
      else
        findings.broken('event_out_of_order', `Position ${row.seq} holds the event of position ${place}.`, { position: row.seq })
    }
    missing(to)
  }

  /** What a store must keep beyond what its hashes tell: every value that no erasure names, and whose event it is. */
  #checkKeeping(row: StoredRow): void {
    if (row.state === 'pruned') return
    const { findings } = this.#check
    const { seq, slots, own } = row
    for (const { state, name } of slots) {
      if (state !== 'withheld') continue
      const detail = `Position ${seq}: slot ${name} is gone from the store, and nothing on the trail says why.`
      findings.broken('erasure_unexcused', detail, { position: seq, slot: name })
    }
    const core = slots.find(({ name }) => name === 'core')
    if (own === undefined || core?.state !== 'disclosed') return
    const isOwn = core.disclosure.startsWith(ownAction, coreValueAt)
    if (own === isOwn && this.#own.has(seq) === isOwn) return
    const detail = `Position ${seq}: the store does not file the event as what it is, ${isOwn ? 'one of the trail’s own' : 'a business event'}: lists show it or leave it out wrongly.`
    findings.broken('event_altered', detail, { position: seq })
  }

  /** All rows of a run; where the store fails on it, row by row, so that damage is named and hides no other row. */
  async #readRows(from: number, to: number): Promise<{ readonly rows: readonly StoredRow[]; readonly unreadable: Ranges }> {
    const { store, findings } = this.#check
    const read = (a: number, b: number) => store.read({ from: a, to: b, limit: b - a, order: 'asc', which: 'all' })
    const unreadable = new Ranges()
    const run = await tryRead(() => read(from, to))
    if (run !== undefined) return { rows: run, unreadable }
    const rows: StoredRow[] = []
    const reasons = new Map<number, string>()
    for (let seq = from; seq < to; seq++) {
      try {
        rows.push(...(await read(seq, seq + 1)))
      } catch (error) {
        unreadable.add(seq)
        reasons.set(seq, error instanceof Error ? error.message : '')
      }
    }
    for (const [position, end] of unreadable.list) {
      const detail = `${capital(positions(position, end))} cannot be read: the store says "${reasons.get(position)}"`
      findings.broken('unreadable', detail, { position, to: end })
    }
    return { rows, unreadable }
  }

  async #push(hash: Uint8Array): Promise<void> {
    const { verifying } = this.#check
    const completed: { level: number; index: number; root: Uint8Array }[] = []
    this.#edge.push(leafHash(hash, verifying), (subtree) => completed.push(subtree))
    for (const subtree of completed) await this.#checkSubtree(subtree)
    await this.#meetRoots()
  }

  async #checkSubtree({ level, index, root }: { level: number; index: number; root: Uint8Array }): Promise<void> {
    const { store, findings } = this.#check
    const stored = await tryRead(() => store.subtrees(level, index, index + 1))
    if (stored !== undefined && sameBytes(stored, root)) return
    this.#treeAgrees = false
    const [position, to] = [index * tileWidth ** level, (index + 1) * tileWidth ** level]
    const why = stored?.length === hashBytes ? 'another hash than their event hashes give' : 'no hash'
    findings.broken('tile_altered', `The tree has ${why} for ${positions(position, to)}.`, { position, to })
  }

  /** Holds the root so far against everything signed at this size. */
  async #meetRoots(): Promise<void> {
    const { checkpoint, signed, evidence, findings } = this.#check
    const { size } = this.#edge
    if (evidence.wantsRoot(size) && evidence.meetRoot(checkpoint?.origin, size, this.#edge.root())) this.#agreed = size
    if (signed?.size === size && !sameBytes(signed.root, this.#edge.root())) {
      const detail = `The first ${plural(size, 'event')} do not have the root that the signer remembers to have signed.`
      findings.broken('signer_differs', detail, { position: this.#agreed, to: size })
    }
    for (const note of [this.#older, checkpoint]) if (note?.size === size) await this.#meetCheckpoint(note)
  }

  /** Holds the root so far against one of the store's own checkpoints; the first that differs says where the log departs. */
  async #meetCheckpoint({ size, root }: SignedCheckpoint): Promise<void> {
    if (this.#departed) return
    if (sameBytes(root, this.#edge.root())) {
      this.#agreed = size
      return
    }
    this.#departed = true
    const [from, to] = await this.#narrow(size)
    const detail = `The events do not have the root that was signed for ${plural(size, 'event')}: one of ${positions(from, to)} was changed, hashes and all.`
    this.#check.findings.broken('root_wrong', detail, { position: from, to })
  }

  /** Where a changed log departs from what was signed: between two of the store's own older checkpoints, found by halving. */
  async #narrow(size: number): Promise<readonly [from: number, to: number]> {
    let [agreed, differs] = [this.#agreed, size]
    // A subtree that disagrees has named its positions already, and could not be trusted here.
    if (!this.#treeAgrees) return [agreed, differs]
    let low = agreed
    while (differs - low > 1) {
      const middle = Math.floor((low + differs) / 2)
      const older = await this.#olderCheckpoint(middle)
      if (older !== undefined && older.size > agreed) {
        if (!(await this.#agrees(older))) {
          differs = older.size
          continue
        }
        agreed = older.size
      }
      low = middle
    }
    return [agreed, differs]
  }

  /** The newest of the store's checkpoints up to a size; one that the policy does not accept says nothing. */
  async #olderCheckpoint(atMost: number): Promise<SignedCheckpoint | undefined> {
    const { store, policy, checkpoint, verifying } = this.#check
    const note = await tryRead(() => store.checkpoint(atMost))
    const older = note === undefined ? undefined : readSignedCheckpoint(note, policy, verifying)
    if (older === undefined || isMalformed(older)) return undefined
    if (checkpoint !== undefined && older.origin !== checkpoint.origin) return undefined
    return older.size <= atMost ? older : undefined
  }

  async #agrees({ size, root }: SignedCheckpoint): Promise<boolean> {
    const { store, verifying } = this.#check
    const computed = await tryRead(() => rootOf(size, store, verifying))
    return computed !== undefined && sameBytes(computed, root)
  }
}

/** What a damaged store cannot give is undefined here, and a finding where it is missed. */
async function tryRead<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch {
    return undefined
  }
}
