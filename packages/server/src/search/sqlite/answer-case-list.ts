import { durationMs } from '@daybook/core'
import { type CaseFacts, type Counted, countExceptions, countOpenSteps, fitsFilter } from '../case-facts.ts'
import { type CasePlace, type CasesFound, type CasesWanted, isNewestFirst } from '../case-list.ts'
import { Bodies } from './bodies.ts'
import { factsOfShape, readKind, readShape } from './case-shape.ts'
import type { IndexFile } from './index-file.ts'

/**
 * Cases of the whole trail, from the tables alone; the events of those that are listed are read. Whatever has nothing to do
 * with time is counted by the shapes of cases, which are few. Undefined where whoever asks may read some steps of a case and others not: the case is another one for them.
 */
export const answerCaseList = (file: IndexFile, wanted: CasesWanted): CasesFound | undefined => {
  const types = wanted.type === undefined ? typesOf(file) : [wanted.type]
  const flows = types.map((type) => flowOf(file, type, wanted))
  if (flows.some(({ isInPart }) => isInPart)) return undefined
  const listed = flows.flatMap((flow) => listedOf(file, flow, wanted)).sort(orderOf(wanted))
  const { cases, whole } = readCases(file, listed.slice(0, wanted.limit), wanted.maxEvents)
  const last = cases.length < listed.length ? listed[cases.length - 1] : undefined
  const counted = flows.flatMap(({ shapes }) => shapes.map(({ facts, cases: many }): Counted => [facts, many]))
  const overdue = flows.reduce((sum, flow) => sum + countOverdue(file, flow, wanted), 0)
  return {
    cases,
    whole,
    ...(last ? { next: last } : {}),
    total: { value: flows.reduce((sum, flow) => sum + countFitting(file, flow, wanted), 0), exact: true },
    steps: countOpenSteps(counted),
    exceptions: { ...countExceptions(counted), overdue },
  }
}

/** One look at the tree for each type, instead of one for each case. */
const typesOf = (file: IndexFile): readonly string[] => {
  const types: string[] = []
  for (let type = nextType(file, ''); type !== undefined; type = nextType(file, type)) types.push(type)
  return types
}

const nextType = (file: IndexFile, after: string): string | undefined => {
  const row = file.get('SELECT type FROM work_shape WHERE type > ? ORDER BY type LIMIT 1', after)
  return row && String(row.type)
}

interface ShapeRow {
  readonly id: number
  readonly cases: number
  readonly facts: CaseFacts
}

/** One workflow: the shapes of the cases that may be read, which of them are wanted, and before when a case began that is overdue now. */
interface Flow {
  readonly type: string
  readonly shapes: readonly ShapeRow[]
  readonly fitting: readonly ShapeRow[]
  readonly overdueBeforeMs: number | undefined
  /** Some of its cases may be read in part. */
  readonly isInPart: boolean
}

const flowOf = (file: IndexFile, type: string, wanted: CasesWanted): Flow => {
  const declared = wanted.declared(type)
  const mayRead = readerOf(wanted)
  const shapes: ShapeRow[] = []
  let isInPart = false
  for (const row of file.statement('SELECT id, text, cases FROM work_shape WHERE type = ?').all(type)) {
    const shape = readShape(String(row.text))
    const seen = mayRead(shape.kinds)
    if (seen === 'in part') isInPart = true
    if (seen === 'whole')
      shapes.push({ id: Number(row.id), cases: Number(row.cases), facts: factsOfShape(type, shape, declared) })
  }
  const fits = fitsFilter(wanted)
  const within = durationMs(declared?.dueWithin ?? '')
  return {
    type,
    shapes,
    fitting: shapes.filter(({ facts }) => fits(facts)),
    overdueBeforeMs: within === undefined ? undefined : wanted.nowMs - within,
    isInPart,
  }
}

/** How much of a case may be read whose steps are of these kinds. */
const readerOf = ({ mayRead }: CasesWanted): ((kinds: readonly string[] | null) => 'whole' | 'in part' | 'not') => {
  if (!mayRead) return () => 'whole'
  const known = new Map<string, boolean>()
  const isRead = (kind: string): boolean => {
    const before = known.get(kind)
    if (before !== undefined) return before
    const read = mayRead(readKind(kind))
    known.set(kind, read)
    return read
  }
  return (kinds) => {
    if (kinds === null) return 'in part'
    const read = kinds.filter(isRead).length
    return read === kinds.length ? 'whole' : read === 0 ? 'not' : 'in part'
  }
}

/** What is left to ask of each case when its shape is known. */
interface Conditions {
  readonly sql: string
  readonly values: { readonly [name: string]: string | number }
}

/** Undefined where no case can be wanted. */
const conditionsOf = (flow: Flow, { waitingSinceMs, overdue, mayRead }: CasesWanted): Conditions | undefined => {
  if (flow.fitting.length === 0 || (overdue === true && flow.overdueBeforeMs === undefined)) return undefined
  const isEvery = mayRead === undefined && flow.fitting.length === flow.shapes.length
  return {
    sql: [
      'type = :type',
      ...(isEvery ? [] : ['shape IN (SELECT value FROM json_each(:shapes))']),
      ...(waitingSinceMs === undefined ? [] : ['since < :waiting']),
      ...(overdue === true ? ['started < :overdue'] : []),
    ].join(' AND '),
    values: {
      type: flow.type,
      ...(isEvery ? {} : { shapes: idsOf(flow.fitting) }),
      ...(waitingSinceMs === undefined ? {} : { waiting: waitingSinceMs }),
      ...(overdue === true ? { overdue: flow.overdueBeforeMs ?? 0 } : {}),
    },
  }
}

const idsOf = (shapes: readonly ShapeRow[]): string => JSON.stringify(shapes.map(({ id }) => id))

/** A case that is listed; `ms` is what it is sorted by. */
const listedOf = (file: IndexFile, flow: Flow, wanted: CasesWanted): readonly CasePlace[] => {
  const conditions = conditionsOf(flow, wanted)
  if (!conditions) return []
  const { after, limit } = wanted
  const [column, direction, beyond] = isNewestFirst(wanted) ? ['last', 'DESC', '<'] : ['since', 'ASC', '>']
  const rest = after === undefined ? '' : ` AND (${column} ${beyond} :ms OR (${column} = :ms AND id > :id))`
  return file
    .statement(
      `SELECT ${column} AS ms, id FROM work_case WHERE ${conditions.sql}${rest} ORDER BY ${column} ${direction}, id LIMIT :limit`,
    )
    .all({ ...conditions.values, ...(after === undefined ? {} : { ms: after.ms, id: after.id }), limit: limit + 1 })
    .map((row) => ({ ms: Number(row.ms), id: Number(row.id) }))
}

const orderOf =
  (wanted: CasesWanted) =>
  (a: CasePlace, b: CasePlace): number =>
    (isNewestFirst(wanted) ? b.ms - a.ms : a.ms - b.ms) || a.id - b.id

const countFitting = (file: IndexFile, flow: Flow, wanted: CasesWanted): number => {
  if (wanted.waitingSinceMs === undefined && wanted.overdue !== true)
    return flow.fitting.reduce((sum, { cases }) => sum + cases, 0)
  const conditions = conditionsOf(flow, wanted)
  return conditions ? countWhere(file, conditions) : 0
}

const countOverdue = (file: IndexFile, flow: Flow, wanted: CasesWanted): number => {
  const conditions = conditionsOf(
    { ...flow, fitting: flow.shapes.filter(({ facts }) => facts.state === 'open') },
    { ...noFilter(wanted), overdue: true },
  )
  return conditions ? countWhere(file, conditions) : 0
}

/** The same reader, moment and catalogue, and every case. */
const noFilter = ({ nowMs, declared, mayRead, limit, maxEvents }: CasesWanted): CasesWanted => ({
  nowMs,
  declared,
  ...(mayRead ? { mayRead } : {}),
  limit,
  maxEvents,
})

const countWhere = (file: IndexFile, { sql, values }: Conditions): number =>
  Number(file.statement(`SELECT count(*) AS count FROM work_case WHERE ${sql}`).get(values)?.count)

/** The events of cases; blocks are read in order, each once, for the steps of a case lie far apart. At least one case, if there is one. */
const readCases = (file: IndexFile, listed: readonly CasePlace[], maxEvents: number): Pick<CasesFound, 'cases' | 'whole'> => {
  const steps: (readonly number[])[] = []
  let room = maxEvents
  for (const { id } of listed) {
    const seqs = newestSteps(file, id, maxEvents + 1)
    if (seqs.length > room && steps.length > 0) break
    steps.push(seqs.slice(-maxEvents))
    room -= seqs.length
  }
  const bodies = new Bodies(file)
  const texts = new Map<number, string>()
  for (const seq of steps.flat().sort((a, b) => a - b)) texts.set(seq, bodies.of(seq) ?? '')
  const cases = steps.map((seqs) => seqs.map((seq) => ({ seq, body: texts.get(seq) ?? '' })).filter(({ body }) => body !== ''))
  return { cases, whole: steps.length === 0 || room >= 0 }
}

/** A case of very many steps is told by its newest: they say where it stands. */
const newestSteps = (file: IndexFile, id: number, most: number): readonly number[] =>
  file
    .statement('SELECT seq FROM work_step WHERE work_case = ? ORDER BY ms DESC, seq DESC LIMIT ?')
    .all(id, most)
    .map((row) => Number(row.seq))
    .reverse()
