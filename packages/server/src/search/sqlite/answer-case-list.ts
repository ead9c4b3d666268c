import type { CasesFound, CasesWanted } from '../case-list.ts'
import { Bodies } from './bodies.ts'
import type { IndexFile } from './index-file.ts'

/** A case that is listed, and what it is sorted by. */
interface Listed {
  readonly type: string
  readonly name: string
  readonly id: number
  readonly since: number
  readonly last: number
}

/** Cases of the whole trail, from the tables alone; the events of those that are listed are read. */
export const answerCaseList = (file: IndexFile, wanted: CasesWanted): CasesFound => {
  const types = wanted.type === undefined ? typesOf(file) : [wanted.type]
  const listed = types.flatMap((type) => listedOf(file, type, wanted)).sort(orderOf(wanted))
  const { cases, whole } = readCases(file, listed.slice(0, wanted.limit), wanted.maxEvents)
  const steps = types.flatMap((type) => openSteps(file, type, wanted))
  return { cases, steps, whole: whole && listed.length <= wanted.limit }
}

/** One look at the tree for each type, instead of one for each case. */
const typesOf = (file: IndexFile): readonly string[] => {
  const types: string[] = []
  for (let type = nextType(file, ''); type !== undefined; type = nextType(file, type)) types.push(type)
  return types
}

const nextType = (file: IndexFile, after: string): string | undefined => {
  const row = file.get('SELECT type FROM work_case WHERE type > ? ORDER BY type LIMIT 1', after)
  return row && String(row.type)
}

/** As core has it (`workflowCase`): the last declared step is reached, or it was rejected or cancelled, and not reopened since. */
const hasEnded = `CASE WHEN decision = 'reopened' THEN coalesce(step = :end, 0) AND last_decision IS NOT 'reopened'
  ELSE coalesce(decision IN ('rejected', 'cancelled'), 0) OR (coalesce(step = :end, 0) AND last_decision IS NOT 'requested') END`

const listedOf = (file: IndexFile, type: string, { state, breaches, limit, declared }: CasesWanted): readonly Listed[] => {
  const pairs = breaches ? (declared(type)?.fourEyes ?? []) : []
  if (breaches && pairs.length === 0) return []
  const conditions = [
    'type = :type',
    ...(state === undefined ? [] : [`(${hasEnded}) = ${state === 'ended' ? 1 : 0}`]),
    ...(breaches ? [`(${pairs.map((_, at) => breachOf(at)).join(' OR ')})`] : []),
  ]
  const order = breaches || state === 'ended' ? 'last DESC' : 'since'
  const sql = `SELECT type, name, id, since, last FROM work_case WHERE ${conditions.join(' AND ')} ORDER BY ${order}, name LIMIT :limit`
  const values: { [name: string]: string | number | null } = { type, limit: limit + 1 }
  if (state !== undefined) values.end = endOf(type, declared)
  for (const [at, [one, other]] of pairs.entries()) Object.assign(values, { [`one${at}`]: one, [`other${at}`]: other })
  return file
    .statement(sql)
    .all(values)
    .map((row) => ({
      type: String(row.type),
      name: String(row.name),
      id: Number(row.id),
      since: Number(row.since),
      last: Number(row.last),
    }))
}

const endOf = (type: string, declared: CasesWanted['declared']): string | null => declared(type)?.steps.at(-1) ?? null

/** Somebody stood for a step of each side. Who acts for somebody stands for both. */
const breachOf = (at: number): string => `EXISTS (SELECT 1 FROM work_step a JOIN work_step b ON b.work_case = a.work_case
  WHERE a.work_case = work_case.id AND a.step = :one${at} AND b.step = :other${at}
  AND (a.person IN (b.person, b.other) OR a.other IN (b.person, b.other)))`

/** Names break ties, so that the same cases are listed whoever puts them together. */
const orderOf =
  ({ state, breaches }: CasesWanted) =>
  (a: Listed, b: Listed): number =>
    (breaches || state === 'ended' ? b.last - a.last : a.since - b.since) || compare(a.type, b.type) || compare(a.name, b.name)

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

const openSteps = (file: IndexFile, type: string, { declared }: CasesWanted): CasesFound['steps'] =>
  file
    .statement(
      `SELECT coalesce(step, '') AS step, count(*) AS open FROM work_case WHERE type = :type AND NOT (${hasEnded}) GROUP BY 1`,
    )
    .all({ type, end: endOf(type, declared) })
    .map((row) => ({ type, step: String(row.step), open: Number(row.open) }))

/** The events of cases; blocks are read in order, each once, for the steps of a case lie far apart. */
const readCases = (file: IndexFile, listed: readonly Listed[], maxEvents: number): Pick<CasesFound, 'cases' | 'whole'> => {
  const steps: (readonly number[])[] = []
  let room = maxEvents
  for (const { id } of listed) {
    const seqs = newestSteps(file, id, room + 1)
    if (room > 0) steps.push(seqs.slice(-room))
    room -= seqs.length
    if (room < 0) break
  }
  const bodies = new Bodies(file)
  const texts = new Map<number, string>()
  for (const seq of steps.flat().sort((a, b) => a - b)) texts.set(seq, bodies.of(seq) ?? '')
  const cases = steps.map((seqs) => seqs.map((seq) => ({ seq, body: texts.get(seq) ?? '' })).filter(({ body }) => body !== ''))
  return { cases, whole: room >= 0 }
}

/** A case of very many steps is told by its newest: they say where it stands. */
const newestSteps = (file: IndexFile, id: number, most: number): readonly number[] =>
  file
    .statement('SELECT seq FROM work_step WHERE work_case = ? ORDER BY ms DESC, seq DESC LIMIT ?')
    .all(id, most)
    .map((row) => Number(row.seq))
    .reverse()
