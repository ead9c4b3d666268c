import type { CaseStep } from '../case-step.ts'
import { type CaseShape, followStep, newShape, type ShapeStep, withHands, withKinds, writeKind } from './case-shape.ts'
import { CaseShapes } from './case-shapes.ts'
import type { IndexFile } from './index-file.ts'

/** A step on its way into a case, or one that is known. */
interface PlacedStep extends ShapeStep {
  readonly ms: number
  readonly seq: number
  readonly people: readonly string[]
}

/** How a case stands after its last step in the order of (occurredAt, seq). Times are milliseconds. */
interface CaseRow {
  /** Position of the first of its events that was recorded. */
  readonly id: number
  readonly shapeId: number | undefined
  readonly shape: CaseShape
  readonly started: number
  readonly since: number
  readonly last: number
  readonly lastSeq: number
}

interface NewCase {
  readonly type: string
  readonly name: string
  readonly steps: PlacedStep[]
  readonly kinds: Set<string>
}

/** So many steps of a case are looked at for who stood for them when another comes: more than any list reads. */
const maxHandSteps = 20_000

/** The steps of one batch, gathered by case. */
export class CaseSteps {
  readonly #cases = new Map<string, Map<string, NewCase>>()

  put(seq: number, ms: number, { type, id, step, decision, override, people, kind }: CaseStep): void {
    const ofType = this.#cases.get(type) ?? new Map<string, NewCase>()
    this.#cases.set(type, ofType)
    const known = ofType.get(id) ?? { type, name: id, steps: [], kinds: new Set<string>() }
    ofType.set(id, known)
    known.kinds.add(writeKind(kind))
    known.steps.push({ ms, seq, step: step ?? null, decision: decision ?? null, override: override ?? 'none', people })
  }

  save(file: IndexFile): void {
    if (this.#cases.size === 0) return
    const shapes = new CaseShapes(file)
    for (const ofType of this.#cases.values()) for (const one of ofType.values()) saveCase(file, shapes, one)
    shapes.save()
  }
}

const saveCase = (file: IndexFile, shapes: CaseShapes, { type, name, steps, kinds }: NewCase): void => {
  const before = storedCase(file, shapes, type, name)
  const [recorded] = steps
  if (!recorded) return
  const id = before?.id ?? recorded.seq
  steps.sort(byTime)
  const isBehind = before === undefined || byTime({ ms: before.last, seq: before.lastSeq }, steps[0] ?? recorded) < 0
  const after = isBehind ? append(file, id, before, steps) : insert(file, id, steps)
  file.run(
    'INSERT OR REPLACE INTO work_case(type, name, id, shape, started, since, last, last_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    type,
    name,
    id,
    shapes.give(type, withKinds({ ...after.shape, kinds: before?.shape.kinds ?? [] }, kinds), before?.shapeId),
    after.started,
    after.since,
    after.last,
    after.lastSeq,
  )
}

const byTime = (a: { readonly ms: number; readonly seq: number }, b: { readonly ms: number; readonly seq: number }): number =>
  a.ms - b.ms || a.seq - b.seq

const follow = (before: CaseRow | undefined, id: number, step: PlacedStep): CaseRow => {
  const shape = followStep(before?.shape ?? newShape, step)
  return {
    id,
    shapeId: before?.shapeId,
    shape,
    started: before?.started ?? step.ms,
    since: before !== undefined && before.shape.step === shape.step ? before.since : step.ms,
    last: step.ms,
    lastSeq: step.seq,
  }
}

/** Steps that come behind all that are known. */
const append = (file: IndexFile, id: number, before: CaseRow | undefined, steps: readonly PlacedStep[]): CaseRow => {
  const hands = new Hands()
  if (before && steps.some(({ people }) => people.length > 0)) {
    const known = file.statement('SELECT step, person, other FROM work_step WHERE work_case = ? LIMIT ?').all(id, maxHandSteps)
    for (const row of known) hands.take(textOf(row.step), peopleOf(row))
  }
  let stands = before
  for (const one of steps) {
    stands = follow(stands, id, one)
    hands.take(stands.shape.step, one.people)
    putStep(file, id, one, stands.shape.step)
  }
  if (!stands) throw new Error('a case without a step')
  return { ...stands, shape: withHands(stands.shape, hands.steps()) }
}

/** Steps of which some come before others that are known: what stood behind them is told again. */
const insert = (file: IndexFile, id: number, steps: readonly PlacedStep[]): CaseRow => {
  for (const one of steps) putStep(file, id, one, one.step)
  const hands = new Hands()
  let stands: CaseRow | undefined
  const columns = 'ms, seq, named, step, decision, override, person, other'
  const all = file.statement(`SELECT ${columns} FROM work_step WHERE work_case = ? ORDER BY ms, seq`).all(id)
  for (const row of all) {
    const step = {
      ms: Number(row.ms),
      seq: Number(row.seq),
      step: textOf(row.named),
      decision: textOf(row.decision),
      override: overrides[Number(row.override)] ?? 'none',
      people: peopleOf(row),
    }
    stands = follow(stands, id, step)
    hands.take(stands.shape.step, step.people)
    if (stands.shape.step !== textOf(row.step))
      file.run(
        'UPDATE work_step SET step = ? WHERE work_case = ? AND ms = ? AND seq = ?',
        stands.shape.step,
        id,
        step.ms,
        step.seq,
      )
  }
  if (!stands) throw new Error('a case without a step')
  return { ...stands, shape: withHands(stands.shape, hands.steps()) }
}

/** Who stood for which steps. */
class Hands {
  readonly #steps = new Map<string, Set<string>>()

  take(step: string | null, people: readonly string[]): void {
    if (step === null) return
    for (const person of people) {
      const own = this.#steps.get(person)
      if (own) own.add(step)
      else this.#steps.set(person, new Set([step]))
    }
  }

  steps(): Iterable<ReadonlySet<string>> {
    return this.#steps.values()
  }
}

/** As numbers in the table. */
const overrides = ['none', 'explained', 'unexplained'] as const

const putStep = (file: IndexFile, id: number, placed: PlacedStep, step: string | null): void => {
  const { ms, seq, step: named, decision, override, people } = placed
  const [person = null, other = null] = people
  file.run(
    `INSERT INTO work_step(work_case, ms, seq, named, step, decision, override, person, other)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    ms,
    seq,
    named,
    step,
    decision,
    overrides.indexOf(override),
    person,
    other,
  )
}

const storedCase = (file: IndexFile, shapes: CaseShapes, type: string, name: string): CaseRow | undefined => {
  const row = file.get('SELECT id, shape, started, since, last, last_seq FROM work_case WHERE type = ? AND name = ?', type, name)
  return (
    row && {
      id: Number(row.id),
      shapeId: Number(row.shape),
      shape: shapes.of(Number(row.shape)),
      started: Number(row.started),
      since: Number(row.since),
      last: Number(row.last),
      lastSeq: Number(row.last_seq),
    }
  )
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const peopleOf = ({ person, other }: { readonly [column: string]: unknown }): readonly string[] =>
  [person, other].filter((one) => typeof one === 'string')
