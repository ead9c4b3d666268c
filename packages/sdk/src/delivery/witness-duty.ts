import { type Policy, utf8Bytes } from '@daybook/core'
import type { EventResult } from './answer.ts'
import type { WitnessHealth } from './health.ts'
import { replaceSteps, type Step } from './machine-port.ts'
import { witnessFile } from './spool-state.ts'
import { judgeCheckpoint, nothingSeen, remember, type Seen, type Sentinel, type WitnessMemory } from './witness.ts'

/** How often an answer may lack the proof that was asked for: a server whose disk fails answers so once, then no more. */
const mostUnproven = 5

/** More folders of ended programs than a machine has. */
const mostOthers = 20

/**
 * Holds each answer against what was seen of the trail before. Once broken it stays so, with the evidence, until a person
 * moves the file away; it goes on watching the trail as it is now, so that the next rollback is seen too.
 */
export class WitnessDuty {
  readonly #policy: Policy | undefined
  #memory: WitnessMemory | undefined
  #saved: WitnessMemory | undefined
  #unproven = 0
  /** What other producers of this machine saw last, each held against the trail once. */
  #others: readonly WitnessMemory[] = []
  /** Of two answers one is held against what was seen here, so that others never keep that from its turn. */
  #isOthersTurn = false

  constructor(policy: Policy | undefined) {
    this.#policy = policy
  }

  opened(memory: WitnessMemory | undefined): void {
    this.#memory = memory
    this.#saved = memory
  }

  get memory(): WitnessMemory | undefined {
    return this.#memory
  }

  /**
   * What another producer saw of the trail. It never takes the place of what was seen here: that may be the evidence of a
   * trail that lost its end before the other looked. Who has seen nothing begins with it. After a break each goes its own way.
   */
  seenBy(other: WitnessMemory | undefined): void {
    if (!other || other.size === 0 || this.#memory?.broken) return
    const { broken: _, ...seen } = other
    const isKnown = [this.#memory, ...this.#others].some((known) => known?.size === seen.size && known.root === seen.root)
    if (isKnown) return
    if (!this.#memory) this.#memory = seen
    else this.#others = [...this.#others, seen].slice(-mostOthers)
  }

  /** What to say in `Daybook-Checkpoint`. */
  get seen(): Seen | undefined {
    const [other] = this.#others
    if (other && this.#isOthersTurn) return other
    return this.#memory && this.#memory.size > 0 ? this.#memory : undefined
  }

  /** The event to send again: none where the checkpoint that is held against the trail covers it already. */
  get sentinel(): Sentinel | undefined {
    const memory = this.#memory
    return memory?.sentinel && memory.sentinel.seq >= memory.size ? memory.sentinel : undefined
  }

  /** A break was seen by a process that ended before it could give back what it had. */
  get isRefillDue(): boolean {
    return this.#memory?.broken?.refilled === false
  }

  get isDirty(): boolean {
    return this.#memory !== this.#saved
  }

  get health(): WitnessHealth {
    const memory = this.#memory
    if (!memory?.broken) return memory && memory.size > 0 ? { state: 'holds', size: memory.size } : { state: 'new' }
    const { because, since, size } = memory.broken
    return { state: 'broken', size, because, since }
  }

  /**
   * Why the trail is not the one seen before; undefined where nothing speaks against it. `isSentinelDue`: the newest event
   * was not asked for in this call. A checkpoint beyond it is not believed before that, which it may have been cut off under.
   */
  judge(
    asked: Seen | undefined,
    answer: { readonly checkpoint?: unknown; readonly consistency?: unknown },
    at: string,
    isSentinelDue = false,
  ): string | undefined {
    const other = this.#others.find((each) => each === asked)
    const verdict = judgeCheckpoint(other ?? this.#memory, asked, answer, this.#policy)
    if (verdict.kind === 'unproven' && ++this.#unproven < mostUnproven) return undefined
    if (verdict.kind !== 'unproven') this.#unproven = 0
    if (verdict.kind === 'extends' || verdict.kind === 'nothing') {
      this.#isOthersTurn = !other
      if (other) this.#others = this.#others.filter((each) => each !== other)
      else if (verdict.kind === 'extends' && !isSentinelDue) this.#memory = remember(this.#memory, verdict.checkpoint)
      return undefined
    }
    const because =
      verdict.kind === 'unproven' ? 'It no longer proves that it begins with the events seen before.' : verdict.because
    this.#break(because, at, verdict.kind === 'broken' ? verdict.now : undefined, other)
    return because
  }

  /** What was kept here has been sent again. */
  refilled(): void {
    const memory = this.#memory
    if (memory?.broken && !memory.broken.refilled) this.#memory = { ...memory, broken: { ...memory.broken, refilled: true } }
  }

  /** The newest event that was answered for is the one to ask for next time: also where no checkpoint was seen yet. */
  stored(sentinel: Sentinel): void {
    this.#memory = { ...(this.#memory ?? nothingSeen), sentinel }
  }

  /** Why the answer to an event that was sent again is not the one it had before. */
  judgeSentinel(asked: Sentinel, result: EventResult, at: string): string | undefined {
    const because = sentinelFault(asked, result)
    if (because !== undefined) this.#break(because, at, undefined)
    return because
  }

  save(folder: string): { readonly steps: readonly Step[]; readonly saved: () => void } {
    const memory = this.#memory
    return {
      steps: this.isDirty && memory ? replaceSteps(folder, witnessFile, utf8Bytes(`${JSON.stringify(memory)}\n`)) : [],
      saved: () => {
        this.#saved = memory
      },
    }
  }

  #break(because: string, since: string, now: Seen | undefined, other?: WitnessMemory): void {
    const memory = this.#memory
    this.#others = []
    if (!memory) return
    const { size, root } = other ?? memory
    const first = memory.broken ?? { because, since, size, root }
    this.#memory = { ...memory, ...now, broken: { ...first, refilled: false } }
  }
}

const sentinelFault = (asked: Sentinel, result: EventResult): string | undefined => {
  if (result.status === 'stored') return `An event that was answered for at position ${asked.seq} was not there any more.`
  if (result.status === 'conflict') return `An event that was answered for at position ${asked.seq} has other content now.`
  if (result.status === 'duplicate' && (result.seq !== asked.seq || result.hash !== asked.hash))
    return `The receipt of an event that was answered for at position ${asked.seq} has changed.`
  return undefined
}
