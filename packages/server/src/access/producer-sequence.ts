import { countOf, lengthOf, minus, plus, type SeqRange, within, without } from './seq-ranges.ts'

/** Numbers that a producer gave and that are not on the trail. */
export interface Gap extends SeqRange {
  /** When an event with a later number was stored, milliseconds. */
  readonly sinceMs: number
  /** True once the trail says so itself. */
  readonly told?: true
}

/** Numbers that the producer itself said are lost. */
export interface Explained extends SeqRange {
  /** Position of the event that says so. */
  readonly by: number
}

/** What is kept of one producer's numbers; plain data. */
export interface SequenceState {
  /** Lowest and highest number stored. Nothing is claimed of numbers below the first. */
  readonly first: number
  readonly last: number
  readonly gaps: readonly Gap[]
  readonly explained: readonly Explained[]
  /** Missing numbers beyond what is followed: the gaps are then "at least" these. */
  readonly unfollowed: number
  /** Numbers stored under more than one event. */
  readonly repeated: number
}

export const noNumbers: SequenceState = { first: 0, last: -1, gaps: [], explained: [], unfollowed: 0, repeated: 0 }

/** Ranges kept of one producer, of each kind. */
export const maxRanges = 1_000

/**
 * The state after an event with each number of `range` was stored at `atMs`. What is missing depends on which numbers
 * were stored and never on their order, so that a state can be made again from the trail in one pass.
 */
export const afterStored = (state: SequenceState, range: SeqRange, atMs: number, max = maxRanges): SequenceState => {
  if (state.last < state.first)
    return bounded({ ...state, first: range.from, last: range.to, explained: minus(state.explained, range) }, max)
  if (range.from === state.last + 1 && state.explained.length === 0) return { ...state, last: range.to }
  const { first, last } = state
  const skipped = [
    { from: last + 1, to: range.from - 1 },
    { from: range.to + 1, to: first - 1 },
  ].flatMap((span) => (span.from <= span.to ? without(span, state.explained) : []))
  const inside = within(range, [{ from: first, to: last }])
  const late = inside.flatMap((span) => [...within(span, state.gaps), ...within(span, state.explained)])
  return bounded(
    {
      ...state,
      first: Math.min(first, range.from),
      last: Math.max(last, range.to),
      gaps: plus(
        minus(state.gaps, range),
        skipped.map((span) => ({ ...span, sinceMs: atMs })),
      ),
      explained: minus(state.explained, range),
      // Where gaps are not followed, a late number cannot be told from a repeated one.
      repeated: state.repeated + (state.unfollowed > 0 ? 0 : countOf(inside) - countOf(late)),
    },
    max,
  )
}

/** The state after the producer said, in the event at position `by`, that the numbers of `range` are lost. Stored numbers stay stored. */
export const afterExplained = (state: SequenceState, range: SeqRange, by: number, max = maxRanges): SequenceState => {
  const isEmpty = state.last < state.first
  const outside = isEmpty ? [range] : without(range, [{ from: state.first, to: state.last }])
  const lost = [...outside.flatMap((span) => without(span, state.explained)), ...within(range, state.gaps)]
  const explained = lost.map(({ from, to }) => ({ from, to, by }))
  return bounded({ ...state, gaps: minus(state.gaps, range), explained: plus(state.explained, explained) }, max)
}

/** One producer cannot make the server remember without end: of gaps the newest are given up and counted, of explanations the oldest. */
const bounded = (state: SequenceState, max: number): SequenceState => {
  if (state.gaps.length <= max && state.explained.length <= max) return state
  const unfollowed = state.unfollowed + countOf(state.gaps.slice(max))
  return { ...state, gaps: state.gaps.slice(0, max), explained: state.explained.slice(-max), unfollowed }
}

/** Numbers announced by a heartbeat that are not stored; they may be on their way. */
export const awaited = (state: SequenceState, announced: number | undefined): readonly SeqRange[] => {
  if (announced === undefined || state.last < state.first || announced <= state.last) return []
  return without({ from: state.last + 1, to: announced }, state.explained)
}

/** `8842–8853`, the first few of many. */
export const showRanges = (ranges: readonly SeqRange[], most = 3): string => {
  const shown = ranges.slice(0, most).map((range) => (lengthOf(range) === 1 ? `${range.from}` : `${range.from}–${range.to}`))
  const more = ranges.length - shown.length
  return `${shown.join(', ')}${more === 0 ? '' : ` and ${more} more ${more === 1 ? 'range' : 'ranges'}`}`
}
