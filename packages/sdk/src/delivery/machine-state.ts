import type { Policy } from '@daybook/core'
import type { EventProblem } from './answer.ts'
import type { Bounds } from './bounds.ts'
import { ByteQueue } from './byte-queue.ts'
import { Courier, isoTime } from './courier.ts'
import { DeadLetters } from './dead-letters.ts'
import { GapKeeper } from './gap-keeper.ts'
import type { LossCause, NumberRange } from './gaps.ts'
import type { AlarmCode } from './health.ts'
import type { Effect, Line, NumberedLine, Offer, Step, Time } from './machine-port.ts'
import type { Rng } from './ports.ts'
import type { Segment } from './recover.ts'
import type { Commit, Spool } from './spool.ts'
import type { Seen, Sentinel } from './witness.ts'
import { WitnessDuty } from './witness-duty.ts'

/** What the disk is doing. One thing at a time, so that it is known what a crash can leave. */
export type Job =
  | { readonly name: 'commit'; readonly commit: Commit; readonly saved?: () => void }
  | { readonly name: 'gaps'; readonly tickets: readonly number[]; readonly saved: () => void }
  | { readonly name: 'settle'; readonly saved: () => void }
  | { readonly name: 'unlink'; readonly segments: readonly Segment[] }
  | { readonly name: 'read'; readonly segment: Segment }
  | { readonly name: 'reserve' }
  /** What a full disk can give at once. */
  | { readonly name: 'free'; readonly segments: readonly Segment[] }
  | { readonly name: 'repair'; readonly saved: () => void }

export type Item =
  | { readonly from: 'gap' | 'memory'; readonly line: Line }
  | { readonly from: 'sentinel'; readonly line: Line; readonly sentinel: Sentinel }
  | { readonly from: 'spool'; readonly line: NumberedLine }

type InFlight =
  | { readonly what: 'batch'; readonly items: readonly Item[]; readonly asked: Seen | undefined }
  | { readonly what: 'heartbeat'; readonly asked: Seen | undefined }

export interface MachineOptions {
  readonly bounds: Bounds
  readonly rng: Rng
  readonly policy?: Policy
  /** Says that it is alive while it has nothing to send. Not for the folder of an ended process. */
  readonly heartbeats: boolean
}

/** Alarms of a kind are raised this far apart at most. */
const alarmEveryMs = 60_000

/** What the parts of one producer's machine share: its queues, its books, and the effects of the step under way. */
export class MachineState {
  readonly bounds: Bounds
  readonly rng: Rng
  readonly heartbeats: boolean
  readonly courier: Courier
  readonly gaps = new GapKeeper()
  readonly dead = new DeadLetters()
  readonly witness: WitnessDuty
  readonly pending = new ByteQueue<Offer>()
  readonly waiting = new ByteQueue<Offer>()
  readonly memory = new ByteQueue<Line>()
  /** Events on their way to the disk. */
  committing: readonly Offer[] = []
  committingBytes = 0
  memoryTaken = 0
  memorySettled = 0
  memoryUsedMs = 0
  memorySince: string | undefined
  savedMemorySince: string | undefined
  spool: Spool | undefined
  disk: 'opening' | 'ok' | 'failed' | 'none' = 'opening'
  diskBecause: string | undefined
  job: Job | undefined
  commitAtMs = 0
  settleAtMs = 0
  tidyAtMs = 0
  repairAtMs = 0
  readAtMs = 0
  /** The reserve is in the folder. Nothing is committed without it. */
  hasReserve = false
  /** The disk had no room; until the reserve is there again, what is acknowledged is not kept. */
  isFull = false
  undo: readonly Step[] = []
  /** Events taken out of a failed commit are not sent before the commit was taken back, or that was tried. */
  holdsMemory = false
  /** Losses by damage whose gap event is not durable yet: the watermark does not pass them. */
  untoldFrom: readonly number[] = []
  /** Losses that have a gap event, on disk or on the way there. */
  told: readonly NumberRange[] = []
  damaged = 0
  /** What the server lacked and was sent again for that. */
  sentAgain: readonly NumberRange[] = []
  inFlight: InFlight | undefined
  sendAtMs: number | undefined
  contactMs: number | undefined
  gapSinceMs: number | undefined
  shed = 0
  refillAtMs = 0
  isRefillDue = false
  flushes: { readonly token: number; seq: number; memory: number }[] = []
  readonly alarmedMs = new Map<AlarmCode, number>()
  closing = false
  closed = false
  time: Time = { monoMs: 0, wallMs: 0 }
  effects: Effect[] = []

  constructor({ bounds, rng, policy, heartbeats }: MachineOptions) {
    this.bounds = bounds
    this.rng = rng
    this.heartbeats = heartbeats
    this.courier = new Courier(bounds, rng)
    this.witness = new WitnessDuty(policy)
  }

  get memoryUsed(): number {
    return this.pending.bytes + this.memory.bytes + this.waiting.bytes + this.committingBytes
  }

  keepInMemory({ id, json, bytes, wallMs, ticket }: Offer): void {
    this.memory.push({ id, text: json, bytes, wallMs })
    this.memoryTaken++
    this.memoryUsedMs = this.time.monoMs
    this.memorySince ??= isoTime(this.time)
    if (ticket !== undefined) this.effects.push({ kind: 'kept', ticket, kept: 'memory' })
  }

  lose(offer: Offer, cause: LossCause): void {
    this.shed++
    this.gapSinceMs ??= this.time.monoMs
    const onDisk = this.disk === 'ok'
    this.gaps.lose(offer, cause, onDisk)
    if (!onDisk && offer.ticket !== undefined) this.effects.push({ kind: 'kept', ticket: offer.ticket, kept: 'shed' })
    this.alarm(
      'events_shed',
      'Events are not kept: there is no room for them. They are counted, and the trail will say how many.',
    )
  }

  refuse(eventText: string, problem: EventProblem): void {
    this.dead.add(eventText, problem, isoTime(this.time))
    this.alarm(
      'events_refused',
      `The server refuses events (${problem.code}); they are kept in the dead-letter file of the spool.`,
    )
  }

  alarm(code: AlarmCode, message: string): void {
    const last = this.alarmedMs.get(code)
    if (last !== undefined && this.time.monoMs < last + alarmEveryMs) return
    this.alarmedMs.set(code, this.time.monoMs)
    this.effects.push({ kind: 'alarm', code, message })
  }
}
