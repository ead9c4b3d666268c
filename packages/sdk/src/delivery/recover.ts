import { utf8Text } from '@daybook/core'
import { isWithin, type NumberRange, rangesTold, readGaps, type StoredGaps } from './gaps.ts'
import type { Disk } from './ports.ts'
import { type Group, hasBadEnd, readGroups, segmentFirst, segmentName } from './segment.ts'
import {
  aheadMost,
  gapsFile,
  readState,
  refusedFile,
  reserveBytes,
  reserveFile,
  type SpoolState,
  stateFile,
  witnessFile,
} from './spool-state.ts'
import { readWitness, type WitnessMemory } from './witness.ts'

/** A file of groups with every number from `first` to `last` that can be read. */
export interface Segment {
  readonly file: string
  readonly first: number
  last: number
  bytes: number
  /** When the last of it was acknowledged, monotonic; unset before. */
  ackedAtMs?: number
}

/** What a producer's folder holds when it is opened. */
export interface SpoolImage {
  readonly state: SpoolState
  /** `next` as the file says it: behind what the segments hold, where the process ended before it wrote it down. */
  readonly savedNext: number
  readonly segments: readonly Segment[]
  /** Numbers that were durable, are not acknowledged, and can be read no more; inclusive. */
  readonly lost: readonly NumberRange[]
  /** Of the lost numbers those from here on may never have been given; unset where all were. */
  readonly doubtfulFrom?: number
  /** Losses that gap events among the groups speak of already. */
  readonly told: readonly NumberRange[]
  readonly gaps: StoredGaps
  readonly witness: WitnessMemory | undefined
  /** What other producers of this machine saw of the trail. */
  readonly others?: readonly WitnessMemory[]
  readonly deadBytes: number
  readonly hasReserve: boolean
}

/** More than a segment ever has: it is closed once it reaches its size, by a group that is bounded itself. */
const wholeFile = 64 * 1024 * 1024

/**
 * Reads a producer's folder. A torn group at the end of what was written was never answered for and is ignored. What
 * was lost is told by the numbers alone: those missing between the groups, or below what `state.json` says was given.
 * Undefined when the folder was never used.
 */
export async function recover(disk: Disk, folder: string): Promise<SpoolImage | undefined> {
  const text = async (name: string) => textOf(await disk.read(`${folder}/${name}`, 0, wholeFile))
  const state = readState(await text(stateFile))
  const firsts = (await disk.list(folder)).flatMap((name) => segmentFirst(name) ?? []).sort((a, b) => a - b)
  if (state === undefined) return undefined
  const segments: Segment[] = []
  const present: Group[] = []
  let isEndBad = false
  for (const [at, first] of firsts.entries()) {
    const file = `${folder}/${segmentName(first)}`
    const bytes = await disk.read(file, 0, wholeFile)
    const groups = believable(readGroups(bytes ?? new Uint8Array()), first, firsts[at + 1])
    present.push(...groups)
    isEndBad = first === state.segment && hasBadEnd(bytes ?? new Uint8Array())
    segments.push({ file, first, last: groups.at(-1)?.last ?? first - 1, bytes: bytes?.length ?? 0 })
  }
  const told = present.flatMap(({ lines }) => lines.flatMap(rangesTold))
  const known = Math.max(state.next, (present.at(-1)?.last ?? 0) + 1)
  const isCut = state.segment !== undefined && (known > (present.at(-1)?.last ?? 0) + 1 || isEndBad)
  // Numbers are never given twice: what may have been given is passed over, and told.
  const next = isCut ? Math.max(known, state.next + aheadMost) : known
  return {
    state: { ...state, next },
    savedNext: state.next,
    segments,
    lost: missing(present, state.acked, next).filter((range) => !isWithin(range, told)),
    ...(isCut ? { doubtfulFrom: known } : {}),
    told,
    gaps: readGaps(await text(gapsFile)),
    witness: readWitness(await text(witnessFile)),
    deadBytes: (await disk.read(`${folder}/${refusedFile}`, 0, wholeFile))?.length ?? 0,
    hasReserve: (await disk.read(`${folder}/${reserveFile}`, 0, wholeFile))?.length === reserveBytes,
  }
}

export const textOf = (bytes: Uint8Array | undefined): string | undefined => {
  const text = bytes && utf8Text(bytes)
  return typeof text === 'string' ? text : undefined
}

/** Groups in rising order. What a later segment begins with was given up in the one before: its commit had failed. */
export const believable = (groups: readonly Group[], first: number, nextFirst: number | undefined): readonly Group[] => {
  let after = first
  return groups.filter((group) => {
    if (group.first < after || (nextFirst !== undefined && group.last >= nextFirst)) return false
    after = group.last + 1
    return true
  })
}

/** The numbers from `acked` to `next` that no group has. */
const missing = (groups: readonly Group[], acked: number, next: number): readonly NumberRange[] => {
  const ranges: NumberRange[] = []
  let after = acked + 1
  for (const { first, last } of [...groups, { first: next, last: next }]) {
    if (first > after) ranges.push([after, first - 1])
    after = Math.max(after, last + 1)
  }
  return ranges
}
