import type { NetAnswer, NetRequest } from '../../src/delivery/ports.ts'
import { readGroups } from '../../src/delivery/segment.ts'
import { readState } from '../../src/delivery/spool-state.ts'
import type { Program } from './program.ts'
import type { SimDisk } from './sim-disk.ts'

/** What must hold at every moment: looked at while the world runs. */
export class Watch {
  readonly violations: string[] = []
  readonly #disk: SimDisk
  readonly rollbacksMs: number[] = []

  constructor(disk: SimDisk) {
    this.#disk = disk
  }

  rolledBack(nowMs: number): void {
    this.rollbacksMs.push(nowMs)
  }

  /** A segment goes only after a watermark behind it is on the platter. */
  unlinked(file: string): void {
    if (!file.endsWith('.segment')) return
    const groups = readGroups(this.#disk.read(file) ?? new Uint8Array())
    const state = this.#disk.durable(`${file.slice(0, file.lastIndexOf('/'))}/state.json`)
    const watermark = state ? (readState(Buffer.from(state).toString())?.acked ?? 0) : 0
    // A commit that failed takes its new segment back: nobody was answered for what is in it.
    if (this.#disk.refusals > 0)
      for (const line of groups.flatMap(({ lines }) => lines)) {
        const { id, producer } = JSON.parse(line) as { readonly id: string; readonly producer: { id: string; seq: number } }
        this.givenUp.add(id)
        this.givenUpNumbers.add(`${producer.id} ${producer.seq}`)
      }
    const early = groups.flatMap(({ first, lines }) =>
      lines.filter((line, at) => first + at > watermark && this.isAnswered(idOf(line))),
    )
    if (early.length > 0) this.violations.push(`${file} was removed with ${early.length} events above the watermark ${watermark}`)
  }

  /** Events that were kept and given up because the disk was full: a trail that then loses its end has lost them. */
  readonly givenUp = new Set<string>()
  /** Their numbers, as `<producer> <number>`. */
  readonly givenUpNumbers = new Set<string>()

  /** Set by the world: whether its program was told that the event is on disk. */
  isAnswered: (id: string) => boolean = () => false

  /** Exactly when the answer does not fit what was seen, the witness is broken right after it. */
  answered(program: Program, request: NetRequest, answer: NetAnswer): void {
    const sent = request.headers['daybook-checkpoint']
    if (sent === undefined) return
    const body = parse(answer.body)
    if (!Array.isArray(request.path === '/events' ? body?.results : body?.missing)) return
    const fits = Array.isArray(body?.consistency)
    const isBroken = program.alarms.some(({ code }) => code === 'witness_broken')
    if (!fits && !isBroken) this.violations.push(`the trail was rolled back below ${sent} and the witness said nothing`)
    if (isBroken && this.rollbacksMs.length === 0)
      this.violations.push('the witness raised an alarm over a trail that was never rolled back')
  }
}

const parse = (text: string): { readonly [member: string]: unknown } | undefined => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const idOf = (line: string): string => (JSON.parse(line) as { readonly id: string }).id
