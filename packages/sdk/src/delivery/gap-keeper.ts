import { utf8Bytes } from '@daybook/core'
import {
  addLoss,
  addNumbers,
  type ClosedGap,
  gapEvent,
  isLoss,
  isWithin,
  type LossCause,
  type Losses,
  type NumberRange,
  noLosses,
  rangesTold,
  type StoredGaps,
} from './gaps.ts'
import { type Line, replaceSteps, type Step } from './machine-port.ts'
import type { Rng } from './ports.ts'
import { gapsFile } from './spool-state.ts'

/** Losses are counted for this long before they are told, so that a burst is one event. */
export const gapAfterMs = 1_000

/**
 * Counts what is not kept and has it told first. Two books: one on disk, and one in memory for the time in which the
 * disk takes nothing. A gap event is finished before it is sent and stays as it is until it is on the trail; what is lost
 * meanwhile goes into the next one. So a loss is told once, whatever is sent again.
 */
export class GapKeeper {
  #stored: StoredGaps = { open: noLosses, numbered: noLosses, closed: [] }
  #volatile: { open: Losses; closed: readonly ClosedGap[] } = { open: noLosses, closed: [] }
  /** Tickets of events that wait until their loss is on disk. */
  #tickets: number[] = []
  #savedClosed: readonly ClosedGap[] = []
  #isDirty = false

  opened(stored: StoredGaps): void {
    this.#stored = stored
    this.#savedClosed = stored.closed
    this.#isDirty = isLoss(stored.open) || isLoss(stored.numbered)
    this.diskIsBack()
  }

  /** What was lost while nobody knew where to write it down is written down now. */
  diskIsBack(): void {
    if (!isLoss(this.#volatile.open)) return
    this.#stored = { ...this.#stored, open: mergeLosses(this.#stored.open, this.#volatile.open) }
    this.#volatile = { ...this.#volatile, open: noLosses }
    this.#isDirty = true
  }

  get isDirty(): boolean {
    return this.#isDirty
  }

  /** Gap events waiting, and one more where losses are being counted. */
  get waiting(): number {
    const open = [this.#stored.open, this.#stored.numbered, this.#volatile.open].filter(isLoss).length
    return this.#stored.closed.length + this.#volatile.closed.length + open
  }

  lose(
    event: { readonly action: string; readonly occurredAt: string; readonly ticket?: number },
    cause: LossCause,
    onDisk: boolean,
  ): void {
    if (!onDisk) {
      this.#volatile = { ...this.#volatile, open: addLoss(this.#volatile.open, event, cause) }
      return
    }
    this.#stored = { ...this.#stored, open: addLoss(this.#stored.open, event, cause) }
    this.#isDirty = true
    if (event.ticket !== undefined) this.#tickets.push(event.ticket)
  }

  /** Numbers that will never be on the trail. They wait for the disk: the watermark passes them only once they are told there. */
  loseNumbers(range: NumberRange, cause: LossCause): void {
    const { numbered, closed } = this.#stored
    const known = [...(numbered.ranges ?? []), ...closed.flatMap(({ text }) => rangesTold(text))]
    if (isWithin(range, known)) return
    this.#stored = { ...this.#stored, numbered: addNumbers(numbered, range, cause) }
    this.#isDirty = true
  }

  /** A loss that nobody can count is an event of its own: beside it, what was counted stays exact. */
  loseUnknown(since: string, by: { readonly rng: Rng; readonly producer: string; readonly nowMs: number }): void {
    const until = new Date(by.nowMs).toISOString()
    const losses: Losses = { count: undefined, types: {}, causes: ['process_ended'], from: since, to: until }
    this.#stored = { ...this.#stored, closed: [...this.#stored.closed, finished(losses, by)] }
    this.#isDirty = true
  }

  /** Finishes gap events, so that they can be sent: at most one of each book at a time. */
  close(rng: Rng, producer: string, nowMs: number): void {
    const by = { rng, producer, nowMs }
    const open = [this.#stored.open, this.#stored.numbered].filter(isLoss)
    if (this.#stored.closed.length === 0 && open.length > 0) {
      this.#stored = { open: noLosses, numbered: noLosses, closed: open.map((losses) => finished(losses, by)) }
      this.#isDirty = true
    }
    if (this.#volatile.closed.length === 0 && isLoss(this.#volatile.open))
      this.#volatile = { open: noLosses, closed: [finished(this.#volatile.open, by)] }
  }

  /** Gap events that may be sent: finished, and on disk where they belong there. */
  get sendable(): readonly Line[] {
    const saved = this.#stored.closed.filter((gap) => this.#savedClosed.includes(gap))
    return [...saved, ...this.#volatile.closed].map(({ id, text }) => ({ id, text, bytes: utf8Bytes(text).length, wallMs: 0 }))
  }

  get isCounting(): boolean {
    return [this.#stored.open, this.#stored.numbered, this.#volatile.open].some(isLoss)
  }

  told(id: string): void {
    const rest = this.#stored.closed.filter((gap) => gap.id !== id)
    if (rest.length < this.#stored.closed.length) this.#isDirty = true
    this.#stored = { ...this.#stored, closed: rest }
    this.#volatile = { ...this.#volatile, closed: this.#volatile.closed.filter((gap) => gap.id !== id) }
  }

  /** The steps that put the book on disk, and what to do when they are done: whose tickets are answered by it. */
  save(folder: string): { readonly steps: readonly Step[]; readonly tickets: readonly number[]; readonly saved: () => void } {
    const stored = this.#stored
    const tickets = this.#tickets
    this.#tickets = []
    this.#isDirty = false
    return {
      steps: replaceSteps(folder, gapsFile, utf8Bytes(`${JSON.stringify(stored)}\n`)),
      tickets,
      saved: () => {
        this.#savedClosed = stored.closed
      },
    }
  }

  /** The disk takes nothing: the book is tried again later. Answers who waits for it in vain. */
  saveFailed(tickets: readonly number[]): readonly number[] {
    const isCounting = isLoss(this.#stored.open) || isLoss(this.#stored.numbered)
    this.#isDirty ||= isCounting || tickets.length > 0 || this.#stored.closed !== this.#savedClosed
    const waiting = [...tickets, ...this.#tickets]
    this.#tickets = []
    return waiting
  }
}

const finished = (
  losses: Losses,
  { rng, producer, nowMs }: { readonly rng: Rng; readonly producer: string; readonly nowMs: number },
): ClosedGap => {
  const id = rng.uuid(nowMs)
  return { id, text: JSON.stringify(gapEvent(losses, { id, producer, nowMs })) }
}

const mergeLosses = (a: Losses, b: Losses): Losses => {
  if (!isLoss(b)) return a
  if (!isLoss(a)) return b
  const types: Record<string, number> = { ...a.types }
  for (const [type, count] of Object.entries(b.types)) types[type] = (types[type] ?? 0) + count
  const from = [a.from, b.from].filter((time) => time !== undefined).sort()[0]
  const to = [a.to, b.to]
    .filter((time) => time !== undefined)
    .sort()
    .at(-1)
  return {
    count: a.count === undefined || b.count === undefined ? undefined : a.count + b.count,
    types,
    causes: [...new Set([...a.causes, ...b.causes])],
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}
