import { refusedFile } from '../../src/delivery/spool-state.ts'
import type { Offered } from './program.ts'
import type { World } from './world.ts'

interface Gap {
  readonly action: string
  readonly count?: number
  readonly context: {
    readonly producer: string
    readonly ranges?: readonly (readonly [number, number])[]
    readonly causes: readonly string[]
  }
}
interface Recorded {
  readonly id: string
  readonly action: string
  readonly producer?: { readonly id: string; readonly seq: number }
  readonly position: number
}

/** What must hold once a world is healed and has come to rest; answers every sentence that is not true. */
export function judge(world: World): readonly string[] {
  const events = world.server.events.map(({ text, seq }) => ({
    ...(JSON.parse(text) as Omit<Recorded, 'position'> & Gap),
    position: seq,
  }))
  const refused = new Set([...world.server.refused.keys()])
  const letters = deadLetters(world)
  return [
    ...world.watch.violations,
    ...(world.doneAtMs === undefined ? ['after hours without a fault something is still waiting'] : []),
    ...nothingLost(world, events, letters),
    ...acksHold(world),
    ...(refused.size === 0 ? [] : refusalsKept(world, letters)),
    ...world.server.conflicts.map((id) => `the event ${id} was sent with two contents`),
    ...nothingInvented(world, events),
    ...contiguous(world, events, letters),
    ...ordered(world, events),
    ...gapsAccount(world, events),
    ...refusalsTold(world, events, letters),
    ...neverBlocked(world),
  ]
}

const deadLetters = (world: World): ReadonlyMap<string, string> => {
  const letters = new Map<string, string>()
  for (const file of world.disk.files().filter((name) => name.endsWith(refusedFile)))
    for (const line of Buffer.from(world.disk.read(file) ?? [])
      .toString()
      .split('\n')) {
      if (line === '') continue
      try {
        const { event } = JSON.parse(line) as { readonly event: { readonly id: string } }
        letters.set(event.id, line)
      } catch {
        // The torn end of what was being written when the power went.
      }
    }
  return letters
}

/** A full disk gives up what is kept of the delivered; of a trail that then loses its end, that is gone. */
const isGivenUp = (world: World, id: string): boolean => world.server.rollbacks > 0 && world.watch.givenUp.has(id)

const areGivenUp = (world: World, producer: string, seq: number): boolean =>
  world.server.rollbacks > 0 && world.watch.givenUpNumbers.has(`${producer} ${seq}`)

const isThere = (world: World, id: string): boolean => world.server.find(id)?.text.includes('other.thing') === false

/** What was answered as durable is on the trail or in the dead letters; what is in memory too, unless its program was killed. */
const nothingLost = (world: World, events: readonly Gap[], letters: ReadonlyMap<string, string>): readonly string[] => {
  // A gap without a number speaks of all that was in the memory of a program that ended with it.
  const hasUnknown = events.some(({ action, count }) => action === 'trail.gap' && count === undefined)
  return world.offered.flatMap(({ event, told, mode, program }) => {
    const found = isThere(world, event.id) || letters.has(event.id) || (told === 'memory' && world.server.refused.has(event.id))
    if (found) return []
    if (told === 'disk' && !isGivenUp(world, event.id)) return [`the event ${event.id} was answered as on disk and is nowhere`]
    if (
      told === 'memory' &&
      world.server.rollbacks === 0 &&
      !hasUnknown &&
      program.state !== 'killed' &&
      (program.closedAtMs ?? 0) >= (world.doneAtMs ?? 0)
    )
      return [`the event ${event.id} was in the memory of a program that lived on, and is nowhere`]
    if (mode === 'spooled' && told === undefined && program.state !== 'killed')
      return [`nobody ever said what became of ${event.id}`]
    return []
  })
}

const acksHold = (world: World): readonly string[] =>
  world.offered.flatMap(({ event, told, mode, program }) => {
    if (mode === 'acked' && told === undefined && program.state !== 'killed') return [`acked never answered for ${event.id}`]
    if (typeof told !== 'object' || world.server.rollbacks > 0) return []
    return world.server.find(event.id)?.seq === told.seq
      ? []
      : [`acked answered a position for ${event.id} that it does not have`]
  })

const refusalsKept = (world: World, letters: ReadonlyMap<string, string>): readonly string[] =>
  world.offered.flatMap(({ event, told }) =>
    told === 'disk' && world.server.refused.has(event.id) && !isThere(world, event.id) && !letters.has(event.id)
      ? [`the refused event ${event.id} is not among the dead letters`]
      : [],
  )

const nothingInvented = (world: World, events: readonly Recorded[]): readonly string[] => {
  const known = new Set(world.offered.map(({ event }) => event.id))
  return events
    .filter(({ id, action }) => !known.has(id) && action !== 'trail.gap')
    .map(({ id }) => `nobody recorded the event ${id}`)
}

const byProducer = (
  events: readonly Recorded[],
): ReadonlyMap<string, readonly { readonly seq: number; readonly position: number; readonly id: string }[]> => {
  const found = new Map<string, { seq: number; position: number; id: string }[]>()
  for (const { id, producer, position } of events) {
    if (!producer) continue
    const list = found.get(producer.id) ?? []
    found.set(producer.id, list)
    list.push({ seq: producer.seq, position, id })
  }
  return found
}

/** Each producer's numbers go from 1 without a hole; what was refused or told as lost has its number too. */
const contiguous = (
  world: World,
  events: readonly (Recorded & Gap)[],
  letters: ReadonlyMap<string, string>,
): readonly string[] => {
  const refused = [...letters.values()].map((line) => (JSON.parse(line) as { readonly event: Recorded }).event)
  const all = byProducer([...events, ...refused.filter(({ id }) => !isThere(world, id))])
  return [...all].flatMap(([producer, numbers]) => {
    const told = new Set(
      events
        .filter(({ action, context }) => action === 'trail.gap' && context.producer === producer)
        .flatMap(({ context }) => context.ranges ?? [])
        .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at)),
    )
    const seen = new Map<number, string>()
    const wrong: string[] = []
    for (const { seq, id } of numbers) {
      if (seen.has(seq) && seen.get(seq) !== id) wrong.push(`${producer} gave the number ${seq} twice`)
      seen.set(seq, id)
    }
    const highest = Math.max(0, ...seen.keys(), ...told)
    for (let seq = 1; seq <= highest; seq++)
      if (!seen.has(seq) && !told.has(seq) && !areGivenUp(world, producer, seq))
        wrong.push(`the number ${seq} of ${producer} is missing`)
    return wrong
  })
}

/** On the trail a producer's events stand in the order of their numbers, unless the trail lost its end and got it back. */
const ordered = (world: World, events: readonly Recorded[]): readonly string[] =>
  world.server.rollbacks > 0
    ? []
    : [...byProducer(events)].flatMap(([producer, numbers]) => {
        const isOrdered = numbers.every(({ seq }, at) => at === 0 || seq > (numbers[at - 1]?.seq ?? 0))
        return isOrdered ? [] : [`the events of ${producer} are not in order`]
      })

/** Counted for certain: on disk, or in the memory of a program that lived until everything was healed. */
const isCounted = (world: World, { told, program, wasDiskFailing }: Offered): boolean =>
  told === 'shed' && (!wasDiskFailing || (program.state === 'closed' && (program.closedAtMs ?? 0) >= (world.doneAtMs ?? 0)))

/** Told by their numbers: they were on disk, or are in the dead letters. */
const numberedCauses: ReadonlySet<string> = new Set(['damaged', 'refused', 'not_kept'])

/** Gap events count what was shed: no less than was certainly lost, no more than may have been. */
const gapsAccount = (world: World, events: readonly (Recorded & Gap)[]): readonly string[] => {
  const gaps = events.filter(({ action }) => action === 'trail.gap')
  const counted = gaps
    .filter(({ context }) => !context.causes.some((cause) => numberedCauses.has(cause)))
    .reduce((sum, { count }) => sum + (count ?? 0), 0)
  const missing = world.offered.filter(
    ({ event, mode }) => mode !== 'acked' && !isThere(world, event.id) && !world.server.refused.has(event.id),
  )
  const most = missing.length
  const least = missing.filter((each) => isCounted(world, each)).length
  const unknown = gaps.some(({ count }) => count === undefined)
  return [
    ...(counted > most ? [`gap events count ${counted}, only ${most} events are missing`] : []),
    ...(counted < least && !unknown ? [`gap events count ${counted}, at least ${least} were shed`] : []),
  ]
}

/** Of a number that will never come the trail says so; of one that is there, or may come, it does not. */
const refusalsTold = (
  world: World,
  events: readonly (Recorded & Gap)[],
  letters: ReadonlyMap<string, string>,
): readonly string[] => {
  const gaps = events.filter(({ action }) => action === 'trail.gap')
  const isTold = ({ id, seq }: { readonly id: string; readonly seq: number }, cause: string): boolean =>
    gaps.some(
      ({ context }) =>
        context.producer === id &&
        context.causes.includes(cause) &&
        context.ranges?.some(([from, to]) => from <= seq && seq <= to),
    )
  if (world.server.rollbacks > 0) return []
  const refused = [...letters.values()].map((line) => (JSON.parse(line) as { readonly event: Recorded }).event)
  return [
    ...refused.flatMap(({ id, producer }) =>
      producer && !isThere(world, id) && !isTold(producer, 'refused') ? [`nobody told that ${id} was refused`] : [],
    ),
    ...gaps.flatMap(({ id, context }) =>
      context.causes.includes('not_kept') ? [`${id} tells events as lost that the trail never lost`] : [],
    ),
  ]
}

/** Nobody waits longer than for room and a slow disk. */
const neverBlocked = (world: World): readonly string[] =>
  world.offered.flatMap(({ event, mode, atMs, toldAtMs }) =>
    mode === 'spooled' && toldAtMs !== undefined && toldAtMs - atMs > 60_000
      ? [`the program waited ${toldAtMs - atMs} ms for ${event.id}`]
      : [],
  )
