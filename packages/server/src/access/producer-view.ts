import { awaited, type Gap, type SequenceState, showRanges } from './producer-sequence.ts'
import { isSilent, type Rhythm } from './rhythm.ts'
import { countOf, lengthOf, type SeqRange } from './seq-ranges.ts'

/** Everything kept of one producer of a trail. */
export interface Producer {
  readonly id: string
  readonly rhythm: Rhythm
  readonly sequence: SequenceState
  /** The highest number that a heartbeat named, and since when that number is known. */
  readonly announced?: { readonly seq: number; readonly atMs: number }
  /** When the trail itself last spoke of its gaps; 0 or absent where it says of none that it is open. */
  readonly toldMs?: number
}

/** A producer as people and programs read it. */
export interface ProducerView {
  readonly producer: string
  /** The highest number heard of, stored or announced by a heartbeat. */
  readonly seq: number | null
  readonly lastSeenAt: string
  /** The lowest number stored; nothing is claimed of numbers below it. */
  readonly firstSeq: number | null
  /** How many numbers are missing; at least so many where `atLeast`. */
  readonly missing: number
  readonly atLeast: boolean
  readonly gaps: readonly { readonly from: number; readonly to: number; readonly count: number; readonly since: string }[]
  /** How many numbers the producer said are lost. */
  readonly lost: number
  readonly explained: readonly { readonly from: number; readonly to: number; readonly count: number; readonly by: number }[]
  /** Numbers announced and not stored yet. */
  readonly awaited: { readonly from: number; readonly to: number; readonly count: number; readonly since: string } | null
  readonly repeated: number
  /** Set while the producer is silent for longer than it should. */
  readonly silentSince: string | null
  /** What somebody should know, one sentence each; empty where all is well. */
  readonly says: readonly string[]
}

/** As many ranges are listed; `missing` and `lost` count all. */
const mostListed = 100
/** Announced numbers are on their way for a moment; nobody needs to be told of that. */
const awaitedQuietMs = 60_000

export const viewOfProducer = (producer: Producer, nowMs: number): ProducerView => {
  const { id, sequence, rhythm, announced } = producer
  const coming = awaited(sequence, announced?.seq)
  const [first, last] = [coming[0], coming.at(-1)]
  const highest = Math.max(sequence.last, announced?.seq ?? -1)
  return {
    producer: id,
    seq: highest < 0 ? null : highest,
    lastSeenAt: time(rhythm.lastMs),
    firstSeq: sequence.last < sequence.first ? null : sequence.first,
    missing: countOf(sequence.gaps),
    atLeast: sequence.unfollowed > 0,
    gaps: sequence.gaps
      .slice(0, mostListed)
      .map((gap) => ({ from: gap.from, to: gap.to, count: lengthOf(gap), since: time(gap.sinceMs) })),
    lost: countOf(sequence.explained),
    explained: sequence.explained.slice(0, mostListed).map((range) => ({ ...range, count: lengthOf(range) })),
    awaited:
      first && last && announced ? { from: first.from, to: last.to, count: countOf(coming), since: time(announced.atMs) } : null,
    repeated: sequence.repeated,
    silentSince: isSilent(rhythm, nowMs) ? time(rhythm.lastMs) : null,
    says: [...saysOfNumbers(producer, coming, nowMs), ...(isSilent(rhythm, nowMs) ? [sayOfSilence([producer])] : [])],
  }
}

/** `12 events from crm-1 missing (8842–8853)` */
const sayMissing = (id: string, gaps: readonly Gap[], atLeast: boolean): string =>
  `${atLeast ? 'at least ' : ''}${events(countOf(gaps))} from ${id} missing (${showRanges(gaps)})`

/** `3 sources have not reported since 2026-11-22T09:15:02.123Z or earlier` */
export const sayOfSilence = (silent: readonly Producer[]): string => {
  const [first] = silent
  if (silent.length === 1 && first) return `${first.id} has not reported since ${time(first.rhythm.lastMs)}`
  return `${silent.length} sources have not reported since ${time(Math.max(...silent.map(({ rhythm }) => rhythm.lastMs)))} or longer`
}

const saysOfNumbers = (
  { id, sequence: { gaps, explained, unfollowed, repeated }, announced }: Producer,
  coming: readonly SeqRange[],
  nowMs: number,
): readonly string[] => {
  const says: string[] = []
  if (gaps.length > 0) says.push(sayMissing(id, gaps, unfollowed > 0))
  else if (unfollowed > 0) says.push(`events from ${id} may be missing that were too many to follow`)
  if (explained.length > 0)
    says.push(`${events(countOf(explained))} from ${id} lost, as it said itself (${showRanges(explained)})`)
  if (coming.length > 0 && announced && nowMs - announced.atMs > awaitedQuietMs)
    says.push(`${events(countOf(coming))} from ${id} announced and not here yet (${showRanges(coming)})`)
  if (repeated > 0)
    says.push(`${id} gave ${repeated === 1 ? 'a number' : `${repeated} numbers`} twice; two programs may share the id`)
  return says
}

const events = (count: number): string => (count === 1 ? '1 event' : `${count.toLocaleString('en-US')} events`)
const time = (ms: number): string => new Date(ms).toISOString()

/** Producers in numbers. */
export const sumOf = (producers: readonly Producer[]) => {
  const sum = { producers: producers.length, gaps: 0, missing: 0, lost: 0, repeated: 0 }
  for (const { sequence } of producers) {
    sum.gaps += sequence.gaps.length
    sum.missing += countOf(sequence.gaps)
    sum.lost += countOf(sequence.explained)
    sum.repeated += sequence.repeated
  }
  return sum
}
