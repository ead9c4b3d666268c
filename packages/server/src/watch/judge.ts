import type { Threshold } from './rule.ts'

/** Where and when an event that matches occurred. */
export interface Match {
  readonly seq: number
  readonly occurredAtMs: number
  /** It matches also for somebody who sees nothing that is kept for roles. */
  readonly isOpen: boolean
}

/** When the first and the last of some events occurred, both inclusive. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** What a rule remembers between two looks; plain data. */
export interface Memory {
  /** Matches that have not been told, by when they occurred: the newest, as many as can matter. */
  readonly recent: readonly Match[]
  /** Matches that the next firing tells, once the threshold is reached. */
  readonly untold: number
  /** Positions of the newest of them. */
  readonly newest: readonly number[]
  /** When the first and the last of them occurred; null where there is none. */
  readonly span: Span | null
  /** All of them are. */
  readonly isOpen: boolean
  /** The threshold was reached while the rule was quiet: told when that is over. */
  readonly isReached: boolean
  readonly quietUntilMs: number
  /** When it fired, the last times. */
  readonly firedMs: readonly number[]
}

export interface Verdict {
  readonly memory: Memory
  readonly firing?: {
    readonly count: number
    readonly positions: readonly number[]
    readonly span: Span | null
    readonly isOpen: boolean
  }
}

export const nothingYet: Memory = {
  recent: [],
  untold: 0,
  newest: [],
  span: null,
  isOpen: true,
  isReached: false,
  quietUntilMs: 0,
  firedMs: [],
}

const minuteMs = 60_000
const positionsTold = 5
/** So often within an hour is a rule that fires for everything: then it waits, and tells several firings in one. */
const mostAnHour = 20
const calmMs = 5 * minuteMs

/**
 * Takes matches in the order of recording, and says whether the rule fires now. Events count by when they occurred, so that
 * a producer that was cut off for an hour neither hides a burst nor makes one. What arrives together is told together; what
 * reaches the threshold while the rule is quiet after a firing is told when the quiet ends.
 */
export const judge = (memory: Memory, rule: Threshold, matches: readonly Match[], nowMs: number): Verdict => {
  const seen = matches.reduce((before, match) => withMatch(before, rule, match), memory)
  if (!seen.isReached || nowMs < seen.quietUntilMs) return { memory: seen }
  const firedMs = [...seen.firedMs, nowMs].slice(-mostAnHour)
  const isBusy = firedMs.length === mostAnHour && nowMs - (firedMs[0] ?? 0) < 60 * minuteMs
  const quietMs = Math.max(rule.cooldownMinutes * minuteMs, isBusy ? calmMs : 0)
  return {
    memory: { ...nothingYet, quietUntilMs: nowMs + quietMs, firedMs },
    firing: { count: seen.untold, positions: seen.newest, span: seen.span, isOpen: seen.isOpen },
  }
}

const withMatch = (memory: Memory, rule: Threshold, match: Match): Memory => {
  if (memory.isReached)
    return {
      ...memory,
      untold: memory.untold + 1,
      newest: [...memory.newest, match.seq].slice(-positionsTold),
      span: spanOf([match.occurredAtMs, ...(memory.span ? [memory.span.fromMs, memory.span.toMs] : [])]),
      isOpen: memory.isOpen && match.isOpen,
    }
  const recent = inserted(memory.recent, match, 2 * rule.atLeast)
  if (!reaches(recent, match, rule)) return { ...memory, recent }
  const spanMs = rule.withinMinutes * minuteMs
  const near = recent.filter(({ occurredAtMs }) => Math.abs(occurredAtMs - match.occurredAtMs) < spanMs)
  const positions = near.map(({ seq }) => seq).sort((a, b) => a - b)
  return {
    ...memory,
    recent: [],
    isReached: true,
    untold: near.length,
    newest: positions.slice(-positionsTold),
    span: spanOf(near.map(({ occurredAtMs }) => occurredAtMs)),
    isOpen: near.every(({ isOpen }) => isOpen),
  }
}

const spanOf = (times: readonly number[]): Span | null =>
  times.length === 0 ? null : { fromMs: Math.min(...times), toMs: Math.max(...times) }

/** The list with one more, in the order of occurring, the newest only. */
const inserted = (recent: readonly Match[], match: Match, most: number): readonly Match[] => {
  let at = recent.length
  while (at > 0 && isAfter(recent[at - 1], match)) at--
  // As nearly all come: behind all others.
  if (at === recent.length) return [...(at < most ? recent : recent.slice(1 - most)), match]
  return [...recent.slice(0, at), match, ...recent.slice(at)].slice(-most)
}

const isAfter = (a: Match | undefined, b: Match): boolean => a !== undefined && a.occurredAtMs > b.occurredAtMs

/** Whether so many, this one among them, lie within the window. */
const reaches = (recent: readonly Match[], match: Match, { atLeast, withinMinutes }: Threshold): boolean => {
  if (atLeast === 1) return true
  const at = recent.lastIndexOf(match)
  if (at < 0) return false
  for (let first = Math.max(0, at - atLeast + 1); first <= at; first++) {
    const [begin, end] = [recent[first], recent[first + atLeast - 1]]
    if (begin && end && end.occurredAtMs - begin.occurredAtMs < withinMinutes * minuteMs) return true
  }
  return false
}
