import { hideSecrets } from '@daybook/core'
import type { AccessStore } from './access-store.ts'
import type { StoredNumbers } from './producer-numbers.ts'
import { afterExplained, afterStored, maxRanges, noNumbers } from './producer-sequence.ts'
import { type Producer, type ProducerView, viewOfProducer } from './producer-view.ts'
import { type NumbersJournal, type ReadNumbers, readNumbers } from './read-numbers.ts'
import { afterReport, isSilent } from './rhythm.ts'
import { type SeqRange, within } from './seq-ranges.ts'

/** More producers than any trail has, and longer ids than any has: bounds on what a key can make the server remember. */
const maxProducers = 10_000
export const longestProducerId = 200
/** Ranges named in one answer to a producer. */
const mostAsked = 100
/** Ranges kept on one trail; beyond that a producer keeps few. */
const maxRangesOfTrail = 100_000
const fewRanges = 10
/** A trail that is read has gaps for a moment that its next page closes. */
const rangesWhileReading = 10 * maxRanges

/** So many events are read before the trail takes its first; a crash leaves at most some seconds' worth. */
const shortRest = 20_000

interface TrailProducers {
  readonly producers: Map<string, Producer>
  readonly unsaved: Set<string>
  /** Every number stored before this position is known. */
  upTo: number
  savedUpTo: number
  /** False while the trail is read to make the state again; nothing is saved then, for it would be half of it. */
  complete: boolean
  /** True where what is saved is of another trail, or of a state that was given up. */
  stale: boolean
  /** Ranges kept, of all producers. */
  ranges: number
  /** Tells one reading of the trail from the next, which ends it. */
  reading: number
}

/**
 * Which numbers of each producer are on the trail, and when it was last heard. Derived: kept in memory, saved every few
 * seconds in one transaction with the position up to which it is complete, and brought up to date from the journal when
 * the server starts; where it is lost it is made again from the whole trail. So a crash neither invents a gap nor
 * forgets one. A heartbeat is worth no fsync: the last seconds of them may be lost.
 */
export class Producers {
  readonly #store: AccessStore
  readonly #now: () => number
  readonly #trails = new Map<string, TrailProducers>()

  constructor(store: AccessStore, now: () => number = Date.now) {
    this.#store = store
    this.#now = now
    for (const { trail, upTo } of store.producerMarks()) Object.assign(this.#of(trail), { upTo, savedUpTo: upTo })
    for (const { trail, producer } of store.producers()) this.#put(this.#of(trail), producer)
  }

  /** A heartbeat. False, and nothing is remembered, beyond the bounds. An id passes the secret net, as it does in the events. */
  heard(
    trail: string,
    id: string,
    { seq, leaving = false }: { seq?: number | undefined; leaving?: boolean | undefined } = {},
  ): boolean {
    const all = this.#of(trail)
    const atMs = this.#now()
    const known = this.#find(all, id, atMs)
    if (!known) return false
    const rhythm = afterReport(known.rhythm, atMs, { heartbeat: true, leaving })
    const isNews = seq !== undefined && seq > (known.announced?.seq ?? -1)
    this.#put(all, { ...known, rhythm, ...(isNews ? { announced: { seq, atMs } } : {}) }, 'unsaved')
    return true
  }

  /** What an append stored. `size`: positions taken once it was; every earlier append has been told here before. */
  stored(trail: string, producers: readonly StoredNumbers[], size: number): void {
    const all = this.#of(trail)
    for (const [id, numbers, lost] of producers) this.#take(all, { id, numbers, lost: lost ?? [], atMs: this.#now() })
    all.upTo = Math.max(all.upTo, size)
  }

  /**
   * Reads what of the trail is not in the state yet: what a crash left unsaved, or everything. Answers when a short rest
   * has been read; a long one is read in the background, and `isComplete` says when it is. To be called before the
   * trail's first append.
   */
  async catchUp(trail: string, journal: NumbersJournal): Promise<void> {
    const { size } = await journal.size()
    const all = this.#of(trail)
    // The trail ends before what was saved: it was put back from a backup, or it is another of the same name.
    // Or gaps were given up when there were too many, and there is room for them now: then the count can be exact again.
    if (all.upTo > size || [...all.producers.values()].some(canBeExact)) this.#forgetNumbers(all)
    const from = all.upTo
    if (from === size) return
    const reading = ++all.reading
    all.upTo = size
    all.complete = false
    const reads = readNumbers(journal, { from, to: size }, (read) => {
      if (all.reading !== reading) return false
      this.#take(all, read, rangesWhileReading)
      return true
    }).then(() => {
      if (all.reading === reading) all.complete = true
    })
    if (size - from <= shortRest) await reads
    else reads.catch(() => undefined)
  }

  /** Forgets a trail's numbers and reads them again: where an answer, and with it what was stored, was lost by a defect. */
  readAgain(trail: string, journal: NumbersJournal): Promise<void> {
    this.#forgetNumbers(this.#of(trail))
    return this.catchUp(trail, journal)
  }

  /** False while the trail is still being read: gaps may be missing from the answer, or be none. */
  isComplete(trail: string): boolean {
    return this.#of(trail).complete
  }

  /** Everything known of a trail's producers, by id. */
  of(trail: string): readonly Producer[] {
    return [...this.#of(trail).producers.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  /** What is missing of one producer, for itself: inclusive ranges, the first hundred. Nothing while the trail is still being read. */
  missing(trail: string, id: string): readonly (readonly [from: number, to: number])[] {
    const { complete, producers } = this.#of(trail)
    const gaps = complete ? (producers.get(id)?.sequence.gaps ?? []) : []
    return gaps.slice(0, mostAsked).map(({ from, to }) => [from, to])
  }

  view(trail: string): readonly ProducerView[] {
    return this.of(trail).map((producer) => viewOfProducer(producer, this.#now()))
  }

  silent(trail: string): readonly Producer[] {
    return this.of(trail).filter(({ rhythm }) => isSilent(rhythm, this.#now()))
  }

  /** Remembers which gaps the trail itself speaks of now; none: that they are closed. */
  told(trail: string, id: string, gaps: readonly SeqRange[]): void {
    const all = this.#of(trail)
    const known = all.producers.get(id)
    if (!known) return
    const marked = known.sequence.gaps.map((gap) => (within(gap, gaps).length > 0 ? { ...gap, told: true as const } : gap))
    this.#put(
      all,
      { ...known, sequence: { ...known.sequence, gaps: marked }, toldMs: gaps.length > 0 ? this.#now() : 0 },
      'unsaved',
    )
  }

  save(): void {
    for (const [trail, all] of this.#trails) {
      if (!all.complete || (all.unsaved.size === 0 && all.upTo === all.savedUpTo && !all.stale)) continue
      const changed = all.stale ? [...all.producers.values()] : [...all.unsaved].flatMap((id) => all.producers.get(id) ?? [])
      this.#store.saveProducers(trail, changed, { upTo: all.upTo, replace: all.stale })
      all.savedUpTo = all.upTo
      all.stale = false
      all.unsaved.clear()
    }
  }

  #take(all: TrailProducers, { id, numbers, lost, atMs }: ReadNumbers, most = maxRanges): void {
    const known = this.#find(all, id, atMs)
    if (!known) return
    const max = all.ranges < maxRangesOfTrail ? most : fewRanges
    let { sequence } = known
    // An id that the secret net touches is another on the trail, so that its numbers could not be found there again.
    if (known.id === id) {
      for (let at = 0; at < numbers.length; at += 2)
        sequence = afterStored(sequence, { from: numbers[at] ?? 0, to: numbers[at + 1] ?? 0 }, atMs, max)
      for (let at = 0; at < lost.length; at += 3)
        sequence = afterExplained(sequence, { from: lost[at] ?? 0, to: lost[at + 1] ?? 0 }, lost[at + 2] ?? 0, max)
    }
    this.#put(all, { ...known, rhythm: afterReport(known.rhythm, atMs), sequence }, 'unsaved')
  }

  /** The producer, or a new one if there is room. */
  #find(all: TrailProducers, id: string, atMs: number): Producer | undefined {
    if (id.length > longestProducerId) return undefined
    const shown = hideSecrets(id)
    const known = all.producers.get(shown)
    if (known || all.producers.size >= maxProducers) return known
    return { id: shown, rhythm: afterReport(undefined, atMs), sequence: noNumbers }
  }

  #put(all: TrailProducers, producer: Producer, saved?: 'unsaved'): void {
    all.ranges += rangesOf(producer) - rangesOf(all.producers.get(producer.id))
    all.producers.set(producer.id, producer)
    if (saved) all.unsaved.add(producer.id)
  }

  #forgetNumbers(all: TrailProducers): void {
    for (const producer of all.producers.values()) this.#put(all, { ...producer, sequence: noNumbers })
    Object.assign(all, { upTo: 0, stale: true })
  }

  #of(trail: string): TrailProducers {
    const known = this.#trails.get(trail)
    if (known) return known
    const fresh = {
      producers: new Map(),
      unsaved: new Set<string>(),
      upTo: 0,
      savedUpTo: 0,
      complete: true,
      stale: false,
      ranges: 0,
      reading: 0,
    }
    this.#trails.set(trail, fresh)
    return fresh
  }
}

const canBeExact = ({ sequence: { gaps, unfollowed } }: Producer): boolean => unfollowed > 0 && gaps.length < maxRanges / 2

const rangesOf = (producer: Producer | undefined): number =>
  producer ? producer.sequence.gaps.length + producer.sequence.explained.length : 0
