import type { Told } from './application-log.ts'
import type { FoundEvent } from './found-events.ts'

export interface Evidence {
  /** The lives of the application, in order. */
  readonly lives: readonly Told[]
  /** Rows that its transactions committed. */
  readonly committed: ReadonlySet<string>
  readonly found: readonly FoundEvent[]
}

export interface Verdict {
  /** What the application was told is taken and what its transactions committed, without what memory may lose. */
  readonly promised: number
  /** Of what was promised. */
  readonly found: number
  /** On the trail though no answer came in time to promise it. */
  readonly unpromised: number
  /** Promised, on no trail, and nobody owned up to it. */
  readonly lost: readonly string[]
  readonly twice: readonly string[]
  /** On the trail though nobody offered it, or its transaction was rolled back. */
  readonly invented: readonly string[]
  /** Events of `memory` that a kill took, as it may; the trail has to say so. */
  readonly perished: number
  /** Events that recorders said they gave up. */
  readonly shed: number
  /** What else does not hold, one sentence each. */
  readonly faults: readonly string[]
}

/** Compares what the application knows with what the trail has. */
export function judge({ lives, committed, found }: Evidence): Verdict {
  const offered = new Map(lives.flatMap((life) => [...life.offered]))
  const times = new Map<string, number>()
  for (const { object = '' } of found.filter(isBusiness)) times.set(object, (times.get(object) ?? 0) + 1)
  const gaps = found.filter(({ action }) => action === 'trail.gap')
  const perished = new Set(lives.filter(({ ended }) => !ended).flatMap((life) => missingMemory(life, times)))
  const taken = lives.flatMap((life) => [...life.taken]).filter((event) => offered.get(event) !== 'transactional')
  const promised = [...taken.filter((event) => !perished.has(event)), ...committed]
  const missing = promised.filter((event) => !times.has(event))
  const shed = gaps.filter(isShed).reduce((sum, { count = 0 }) => sum + count, 0)
  const isTrue = (event: string): boolean => (offered.get(event) === 'transactional' ? committed.has(event) : offered.has(event))
  return {
    promised: promised.length,
    found: promised.length - missing.length,
    unpromised: times.size - (promised.length - missing.length),
    lost: missing.length <= shed ? [] : missing,
    twice: [...times].filter(([, count]) => count > 1).map(([event]) => event),
    invented: [...times.keys()].filter((event) => !isTrue(event)),
    perished: perished.size,
    shed,
    faults: [
      ...faultsOfOrder(found),
      ...(perished.size > 0 && gaps.length === 0 ? ['events were lost with the memory of a process, and no gap says so'] : []),
    ],
  }
}

const isBusiness = ({ action }: FoundEvent): boolean => !action.startsWith('trail.')

const missingMemory = ({ taken, offered }: Told, found: ReadonlyMap<string, number>): readonly string[] =>
  [...taken].filter((event) => offered.get(event) === 'memory' && !found.has(event))

/** What memory lost with its process is not shed: it was never promised. */
const isShed = ({ context }: FoundEvent): boolean =>
  !Array.isArray(context.causes) || context.causes.some((cause) => cause !== 'process_ended')

/** Within one producer: numbers without holes, rising with the trail; times never go back. */
const faultsOfOrder = (found: readonly FoundEvent[]): readonly string[] => {
  const faults: string[] = []
  const last = new Map<string, number>()
  const lost = lostNumbers(found)
  let recordedAt = ''
  for (const event of found) {
    if (event.recordedAt < recordedAt) faults.push(`recordedAt goes back at ${event.seq}`)
    recordedAt = event.recordedAt
    if (!event.producer) continue
    const { id, seq } = event.producer
    const before = last.get(id) ?? 0
    if (seq <= before) faults.push(`${id} has number ${seq} at ${event.seq}, after ${before}`)
    for (let number = before + 1; number < seq; number++)
      if (!lost.has(`${id} ${number}`)) faults.push(`${id} has no number ${number}`)
    last.set(id, Math.max(before, seq))
  }
  return faults.slice(0, 20)
}

const lostNumbers = (found: readonly FoundEvent[]): ReadonlySet<string> => {
  const numbers = new Set<string>()
  for (const { action, context, producer } of found) {
    if (action !== 'trail.gap') continue
    const id = producer?.id ?? context.producer
    for (const [from, to] of (context.ranges ?? []) as readonly (readonly [number, number])[])
      for (let number = from; number <= to; number++) numbers.add(`${id} ${number}`)
  }
  return numbers
}
