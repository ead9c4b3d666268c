import { type Policy, utf8Bytes } from '@daybook/core'
import type { WitnessHealth } from './health.ts'
import { replaceSteps, type Step } from './machine-port.ts'
import { witnessFile } from './spool-state.ts'
import { judgeCheckpoint, remember, type Seen, type WitnessMemory } from './witness.ts'

/** How often an answer may lack the proof that was asked for: a server whose disk fails answers so once, then no more. */
const mostUnproven = 5

/**
 * Holds each answer against what was seen of the trail before. Once broken it stays so, with the evidence, until a person
 * moves the file away; it goes on watching the trail as it is now, so that the next rollback is seen too.
 */
export class WitnessDuty {
  readonly #policy: Policy | undefined
  #memory: WitnessMemory | undefined
  #saved: WitnessMemory | undefined
  #unproven = 0

  constructor(policy: Policy | undefined) {
    this.#policy = policy
  }

  opened(memory: WitnessMemory | undefined): void {
    this.#memory = memory
    this.#saved = memory
  }

  /** What to say in `Daybook-Checkpoint`. */
  get seen(): Seen | undefined {
    return this.#memory && { size: this.#memory.size, root: this.#memory.root }
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
    if (!memory) return { state: 'new' }
    if (!memory.broken) return { state: 'holds', size: memory.size }
    const { because, since, size } = memory.broken
    return { state: 'broken', size, because, since }
  }

  /** Why the trail is not the one seen before; undefined where nothing speaks against it. */
  judge(
    asked: Seen | undefined,
    answer: { readonly checkpoint?: unknown; readonly consistency?: unknown },
    at: string,
  ): string | undefined {
    const verdict = judgeCheckpoint(this.#memory, asked, answer, this.#policy)
    if (verdict.kind === 'unproven' && ++this.#unproven < mostUnproven) return undefined
    if (verdict.kind !== 'unproven') this.#unproven = 0
    if (verdict.kind === 'extends') this.#memory = remember(this.#memory, verdict.checkpoint)
    if (verdict.kind === 'extends' || verdict.kind === 'nothing') return undefined
    const because =
      verdict.kind === 'unproven' ? 'It no longer proves that it begins with the events seen before.' : verdict.because
    this.#break(because, at, verdict.kind === 'broken' ? verdict.now : undefined)
    return because
  }

  /** What was kept here has been sent again. */
  refilled(): void {
    const memory = this.#memory
    if (memory?.broken && !memory.broken.refilled) this.#memory = { ...memory, broken: { ...memory.broken, refilled: true } }
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

  #break(because: string, since: string, now: Seen | undefined): void {
    const memory = this.#memory
    if (!memory) return
    const { size, root } = memory
    const first = memory.broken ?? { because, since, size, root }
    this.#memory = { ...memory, ...now, broken: { ...first, refilled: false } }
  }
}
