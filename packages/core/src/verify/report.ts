/**
 * `holds`: everything asked for was checked and agrees. `broken`: something was checked and contradicts. `cannot_tell`:
 * nothing contradicts, but what would be needed to judge is not there.
 */
export type Verdict = 'holds' | 'broken' | 'cannot_tell'

export const findingCodes = [
  'anchor_inconsistent',
  'anchor_unreadable',
  'checkpoint_missing',
  'checkpoint_not_signed',
  'checkpoint_unreadable',
  'count_wrong',
  'disclosure_altered',
  'disclosure_malformed',
  'entry_altered',
  'entry_format',
  'erasure_unexcused',
  'event_altered',
  'event_malformed',
  'event_missing',
  'event_out_of_order',
  'file_missing',
  'file_unexpected',
  'hold_broken',
  'log_behind',
  'manifest_wrong',
  'policy_differs',
  'proof_missing',
  'proof_wrong',
  'pruning_unexcused',
  'receipt_unmet',
  'receipt_unreadable',
  'root_wrong',
  'signer_differs',
  'slot_malformed',
  'statement_malformed',
  'tile_altered',
  'unreadable',
] as const
export type FindingCode = (typeof findingCodes)[number]

/** Where a finding is: any of position (with `to`, exclusive, for a range), slot and file. */
export interface Where {
  readonly position?: number
  readonly to?: number
  readonly slot?: string
  readonly file?: string
}

export interface Finding extends Where {
  readonly code: FindingCode
  /** `broken` decides the verdict; `unclear` keeps it from being `holds`. */
  readonly severity: 'broken' | 'unclear'
  /** One plain sentence: what is wrong, and where. */
  readonly detail: string
}

export interface VerifiedCounts {
  /** Positions checked, pruned ones included. */
  readonly events: number
  readonly pruned: number
  /** Slots by state. */
  readonly disclosed: number
  readonly withheld: number
  readonly erased: number
}

/** What verification answers: for programs (`verdict`, `findings`) and for people (every sentence). */
export interface Report {
  readonly verdict: Verdict
  /** At most the first 1,000, in the order met. */
  readonly findings: readonly Finding[]
  /** How many there were. */
  readonly findingCount: number
  readonly origin?: string
  /** Number of events the checkpoint covers. */
  readonly size?: number
  readonly counts: VerifiedCounts
  readonly proven: readonly string[]
  readonly notProven: readonly string[]
  /** The one line to end with. */
  readonly closing: string
}

const keptFindings = 1000

/** Gathers what verification meets. */
export class Findings {
  readonly list: Finding[] = []
  readonly counts = { events: 0, pruned: 0, disclosed: 0, withheld: 0, erased: 0 }
  count = 0
  isBroken = false

  broken(code: FindingCode, detail: string, where: Where = {}): void {
    this.isBroken = true
    this.#add({ code, severity: 'broken', detail, ...where })
  }

  unclear(code: FindingCode, detail: string, where: Where = {}): void {
    this.#add({ code, severity: 'unclear', detail, ...where })
  }

  get verdict(): Verdict {
    return this.isBroken ? 'broken' : this.count > 0 ? 'cannot_tell' : 'holds'
  }

  #add(finding: Finding): void {
    this.count++
    if (this.list.length < keptFindings) this.list.push(finding)
  }
}

/** What every proof of this kind leaves open, said in every report. */
const neverProven: readonly string[] = [
  'That what was reported is true: only that it was recorded so.',
  'When things happened: the times in an event are what its producer and the server wrote.',
]

export interface ReportParts {
  readonly findings: Findings
  readonly origin?: string | undefined
  readonly size?: number | undefined
  readonly proven: readonly string[]
  readonly notProven: readonly string[]
  /** What holds, for the closing line. */
  readonly holding: string
}

export function toReport({ findings, origin, size, proven, notProven, holding }: ReportParts): Report {
  const { verdict, list, count } = findings
  return {
    verdict,
    findings: list,
    findingCount: count,
    ...(origin !== undefined && { origin }),
    ...(size !== undefined && { size }),
    counts: { ...findings.counts },
    proven: verdict === 'broken' ? [] : proven,
    notProven: [...notProven, ...neverProven],
    closing: closingLine(findings, holding),
  }
}

function closingLine({ verdict, list, count }: Findings, holding: string): string {
  if (verdict === 'holds') return `It holds. ${holding}`
  const decisive = list.find((finding) => finding.severity === 'broken') ?? list[0]
  const others = count === 1 ? '' : ` ${number(count - 1)} more ${count === 2 ? 'finding' : 'findings'}.`
  const verb = verdict === 'broken' ? 'It is broken.' : 'It cannot be told.'
  return `${verb} ${decisive?.detail ?? ''}${others}`
}

/** A count for people: 1,204,311. */
export const number = (n: number): string => String(n).replaceAll(/\B(?=(\d{3})+$)/g, ',')

/** `1 event`, `2 events`. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`

/** Positions `[from, to)` for people. */
export const positions = (from: number, to: number): string =>
  to - from === 1 ? `position ${from}` : `positions ${from} to ${to - 1}`

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
