import { utf8Bytes } from '@daybook/core'
import type { Bounds } from './bounds.ts'
import type { NumberedLine, Offer, Step } from './machine-port.ts'
import { believable, type Segment, type SpoolImage } from './recover.ts'
import { encodeGroup, readGroups, segmentName } from './segment.ts'

/** A commit on its way to the disk. */
export interface Commit {
  readonly steps: readonly Step[]
  readonly offers: readonly Offer[]
  readonly segment: Segment
  readonly isNew: boolean
  readonly lines: readonly NumberedLine[]
  readonly bytes: number
}

/**
 * The numbered events of one producer: segments on disk, the watermark, and the window of lines read back or just
 * written that are sent next. Numbers are given here, when a commit is done, and are contiguous.
 */
export class Spool {
  readonly #bounds: Bounds
  readonly folder: string
  readonly producer: string
  readonly #segments: Segment[]
  /** The segment that commits go to; a recovered one is never written again. */
  #current: Segment | undefined
  #window: NumberedLine[] = []
  #windowBytes = 0
  /** The next number to give. */
  next: number
  /** Every number up to this is answered for. Falls back when the kept tail is sent again. */
  acked: number
  #savedAcked: number
  #unacked: number | undefined
  /** `next` as it is on disk: it lags behind, except where the folder is left. */
  savedNext: number

  constructor(bounds: Bounds, folder: string, image: SpoolImage) {
    this.#bounds = bounds
    this.folder = folder
    this.producer = image.state.producer
    this.#segments = [...image.segments]
    this.next = image.state.next
    this.acked = image.state.acked
    this.#savedAcked = image.state.acked
    this.savedNext = image.savedNext
  }

  get window(): readonly NumberedLine[] {
    return this.#window
  }

  get events(): number {
    return this.next - 1 - this.acked
  }

  /** The watermark on disk. */
  get savedAcked(): number {
    return this.#savedAcked
  }

  set savedAcked(seq: number) {
    this.#savedAcked = seq
    this.#unacked = undefined
  }

  /** Bytes of segments that hold something unacknowledged; asked for with every event. */
  get unackedBytes(): number {
    this.#unacked ??= this.#segments.reduce((sum, { last, bytes }) => (last > this.#savedAcked ? sum + bytes : sum), 0)
    return this.#unacked
  }

  get needsReading(): boolean {
    return this.#window.length === 0 && this.acked < this.next - 1
  }

  /** The first number of the segment that commits go to. */
  get currentFirst(): number | undefined {
    return this.#current?.first
  }

  /** The steps that make these events durable, with the numbers they will have. */
  commit(offers: readonly Offer[]): Commit {
    const lines = offers.map((offer, at) => numbered(offer, this.producer, this.next + at))
    const bytes = encodeGroup(
      this.next,
      lines.map(({ text }) => text),
    )
    const isNew = this.#current === undefined || this.#current.bytes >= this.#bounds.segmentBytes
    const segment =
      this.#current && !isNew
        ? this.#current
        : { file: `${this.folder}/${segmentName(this.next)}`, first: this.next, last: this.next - 1, bytes: 0 }
    const { file } = segment
    const steps: readonly Step[] = isNew
      ? [
          { do: 'write', file, bytes },
          { do: 'sync', file },
          { do: 'syncFolder', folder: this.folder },
        ]
      : [
          { do: 'append', file, bytes },
          { do: 'sync', file },
        ]
    return { steps, offers, segment, isNew, lines, bytes: bytes.length }
  }

  committed({ segment, isNew, lines, bytes }: Commit): void {
    if (isNew) {
      // A file that was left where this one begins held nothing that counts.
      const stale = this.#segments.findIndex(({ file }) => file === segment.file)
      if (stale >= 0) this.#segments.splice(stale, 1)
      this.#segments.push(segment)
      this.#current = segment
    }
    const follows = (this.#window.at(-1)?.seq ?? this.acked) === this.next - 1
    this.#unacked = undefined
    segment.last += lines.length
    segment.bytes += bytes
    this.next += lines.length
    if (follows && this.#windowBytes + bytes <= this.#bounds.segmentBytes) this.#show(lines)
  }

  /** The steps that take back a commit that failed, so that nothing of it is found after a crash. */
  undo({ segment, isNew }: Commit): readonly Step[] {
    // Nothing is written behind it, whatever becomes of the undoing.
    this.#current = undefined
    const { file } = segment
    return isNew
      ? [
          { do: 'unlink', file },
          { do: 'syncFolder', folder: this.folder },
        ]
      : [
          { do: 'truncate', file, length: segment.bytes },
          { do: 'sync', file },
        ]
  }

  /** The segment to read next. */
  segmentToRead(): Segment | undefined {
    return this.#segments.find(({ last }) => last > this.acked)
  }

  /**
   * Shows what was read of a segment. Answers the numbers that should have been in it and cannot be read; those that
   * were answered for before are no loss.
   */
  show(segment: Segment, bytes: Uint8Array | undefined): readonly (readonly [number, number])[] {
    const after = this.#segments[this.#segments.indexOf(segment) + 1]
    const groups = believable(readGroups(bytes ?? new Uint8Array()), segment.first, after?.first)
    const lost: [number, number][] = []
    let due = this.acked + 1
    const upTo = (seq: number): void => {
      if (seq >= due && seq > this.savedAcked) lost.push([Math.max(due, this.savedAcked + 1), seq])
    }
    for (const group of groups) {
      if (group.last < due || group.first > segment.last) continue
      upTo(group.first - 1)
      this.#show(group.lines.map((text, at) => lineOf(text, group.first + at)).filter(({ seq }) => seq >= due))
      due = group.last + 1
    }
    upTo(segment.last)
    if (this.#window.length === 0) this.acked = Math.max(this.acked, segment.last)
    return lost
  }

  /** Numbers between the watermark and the first segment that nothing holds any more. */
  skipHole(): readonly (readonly [number, number])[] {
    const first = this.segmentToRead()?.first ?? this.next
    if (this.#window.length > 0 || first <= this.acked + 1) return []
    const hole: readonly [number, number] = [Math.max(this.acked, this.savedAcked) + 1, first - 1]
    this.acked = first - 1
    return hole[0] <= hole[1] ? [hole] : []
  }

  /** Everything up to a number is answered for. */
  settle(seq: number, nowMs: number): void {
    this.acked = seq
    const kept = this.#window.findIndex((line) => line.seq > seq)
    const gone = kept < 0 ? this.#window.splice(0) : this.#window.splice(0, kept)
    for (const { bytes } of gone) this.#windowBytes -= bytes
    for (const segment of this.#segments) if (segment.last <= seq) segment.ackedAtMs ??= nowMs
  }

  /** The lowest number that is still on disk. */
  get oldest(): number {
    return this.#segments[0]?.first ?? this.next
  }

  /** Sends what is still on disk again, from a number on. Answers false when there is nothing to send. */
  rewind(from = 0): boolean {
    const first = Math.max(this.oldest, from)
    if (first > this.acked) return false
    this.acked = first - 1
    this.#window = []
    this.#windowBytes = 0
    return true
  }

  get isRewound(): boolean {
    return this.acked < this.savedAcked
  }

  /** Segments that may go: all acknowledged, under a watermark that is durable, and too old or in the way. */
  expendable(nowMs: number, wantedBytes: number): readonly Segment[] {
    const done = this.#segments.filter((each) => each !== this.#current && each.last <= Math.min(this.acked, this.savedAcked))
    let kept = done.reduce((sum, { bytes }) => sum + bytes, 0)
    let total = kept + this.unackedBytes
    return done.filter(({ bytes, ackedAtMs }) => {
      const tooOld = nowMs - (ackedAtMs ?? nowMs) >= this.#bounds.keepMs
      if (!tooOld && kept <= this.#bounds.diskBytes / 4 && total + wantedBytes <= this.#bounds.diskBytes) return false
      kept -= bytes
      total -= bytes
      return true
    })
  }

  /** No segment is left. */
  get isEmpty(): boolean {
    return this.#segments.length === 0
  }

  /** Whether a watermark on disk would let segments go. */
  frees(watermark: number): boolean {
    return this.#segments.some((each) => each !== this.#current && each.last <= Math.min(this.acked, watermark))
  }

  /** What comes next goes into a new segment, so that this one can go. */
  endSegment(): void {
    this.#current = undefined
  }

  removed(segments: readonly Segment[]): void {
    this.#unacked = undefined
    for (const segment of segments) this.#segments.splice(this.#segments.indexOf(segment), 1)
  }

  #show(lines: readonly NumberedLine[]): void {
    for (const line of lines) {
      this.#window.push(line)
      this.#windowBytes += line.bytes
    }
  }
}

/** The number goes in last, as text: an event is written as JSON once. */
const numbered = ({ id, json, bytes, wallMs }: Offer, producer: string, seq: number): NumberedLine => {
  const member = `,"producer":{"id":${JSON.stringify(producer)},"seq":${seq}}}`
  return { id, seq, text: `${json.slice(0, -1)}${member}`, bytes: bytes + member.length, wallMs }
}

const lineOf = (text: string, seq: number): NumberedLine => {
  const { id, occurredAt } = JSON.parse(text) as { readonly id: string; readonly occurredAt: string }
  return { id, seq, text, bytes: utf8Bytes(text).length, wallMs: Date.parse(occurredAt) }
}
