import type { CaseStep } from '../case-step.ts'
import type { IndexFile } from './index-file.ts'

/** A step as it came, on its way into a case. */
interface NewStep {
  readonly ms: number
  readonly seq: number
  readonly step: string | null
  readonly decision: string | null
  readonly people: readonly string[]
}

/** How a case stands after its last step in the order of (occurredAt, seq). Times are milliseconds. */
interface CaseRow {
  /** Position of the first of its events that was recorded. */
  readonly id: number
  readonly lastMs: number
  readonly lastSeq: number
  readonly step: string | null
  readonly since: number
  /** The last that was said at all, and that of the last step. */
  readonly decision: string | null
  readonly lastDecision: string | null
}

interface NewCase {
  readonly type: string
  readonly name: string
  readonly steps: NewStep[]
}

/** The steps of one batch, gathered by case. */
export class CaseSteps {
  readonly #cases = new Map<string, Map<string, NewCase>>()

  put(seq: number, ms: number, { type, id, step, decision, people }: CaseStep): void {
    const ofType = this.#cases.get(type) ?? new Map<string, NewCase>()
    this.#cases.set(type, ofType)
    const known = ofType.get(id) ?? { type, name: id, steps: [] }
    ofType.set(id, known)
    known.steps.push({ ms, seq, step: step ?? null, decision: decision ?? null, people })
  }

  save(file: IndexFile): void {
    for (const ofType of this.#cases.values()) for (const one of ofType.values()) saveCase(file, one)
  }
}

const saveCase = (file: IndexFile, { type, name, steps }: NewCase): void => {
  const before = storedCase(file, type, name)
  const [first] = steps
  if (!first) return
  const id = before?.id ?? first.seq
  steps.sort(byTime)
  const isBehind = before === undefined || byTime({ ms: before.lastMs, seq: before.lastSeq }, steps[0] ?? first) < 0
  const after = isBehind ? append(file, id, before, steps) : insert(file, id, steps)
  file.run(
    `INSERT OR REPLACE INTO work_case(type, name, id, last, last_seq, step, since, decision, last_decision)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    type,
    name,
    id,
    after.lastMs,
    after.lastSeq,
    after.step,
    after.since,
    after.decision,
    after.lastDecision,
  )
}

const byTime = (a: { readonly ms: number; readonly seq: number }, b: { readonly ms: number; readonly seq: number }): number =>
  a.ms - b.ms || a.seq - b.seq

/** The same rule as core's: an event that names no step stands in that of the one before it. */
const follow = (
  before: CaseRow | undefined,
  id: number,
  { ms, seq, step: named, decision }: Omit<NewStep, 'people'>,
): CaseRow => {
  const step = named ?? before?.step ?? null
  return {
    id,
    lastMs: ms,
    lastSeq: seq,
    step,
    since: before !== undefined && before.step === step ? before.since : ms,
    decision: decision ?? before?.decision ?? null,
    lastDecision: decision,
  }
}

/** Steps that come behind all that are known. */
const append = (file: IndexFile, id: number, before: CaseRow | undefined, steps: readonly NewStep[]): CaseRow => {
  let stands = before
  for (const one of steps) {
    stands = follow(stands, id, one)
    putStep(file, id, one, stands.step)
  }
  if (!stands) throw new Error('a case without a step')
  return stands
}

/** Steps of which some come before others that are known: what stood behind them is told again. */
const insert = (file: IndexFile, id: number, steps: readonly NewStep[]): CaseRow => {
  for (const one of steps) putStep(file, id, one, one.step)
  let stands: CaseRow | undefined
  const all = file.statement('SELECT ms, seq, named, step, decision FROM work_step WHERE work_case = ? ORDER BY ms, seq').all(id)
  for (const row of all) {
    const { ms, seq } = { ms: Number(row.ms), seq: Number(row.seq) }
    stands = follow(stands, id, { ms, seq, step: textOf(row.named), decision: textOf(row.decision) })
    if (stands.step !== textOf(row.step))
      file.run('UPDATE work_step SET step = ? WHERE work_case = ? AND ms = ? AND seq = ?', stands.step, id, ms, seq)
  }
  if (!stands) throw new Error('a case without a step')
  return stands
}

const putStep = (file: IndexFile, id: number, { ms, seq, step: named, decision, people }: NewStep, step: string | null): void => {
  const [person = null, other = null] = people
  file.run(
    'INSERT INTO work_step(work_case, ms, seq, named, step, decision, person, other) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    ms,
    seq,
    named,
    step,
    decision,
    person,
    other,
  )
}

const storedCase = (file: IndexFile, type: string, name: string): CaseRow | undefined => {
  const row = file.get(
    'SELECT id, last, last_seq, step, since, decision, last_decision FROM work_case WHERE type = ? AND name = ?',
    type,
    name,
  )
  return (
    row && {
      id: Number(row.id),
      lastMs: Number(row.last),
      lastSeq: Number(row.last_seq),
      step: textOf(row.step),
      since: Number(row.since),
      decision: textOf(row.decision),
      lastDecision: textOf(row.last_decision),
    }
  )
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
