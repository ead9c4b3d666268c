import { mostFrequent, type ValueCount } from '../count-facets.ts'
import type { Plan } from '../plan-ask.ts'
import type { Count, FacetCounts, FacetDimension } from '../search-index.ts'
import { isCounted } from '../typed-query.ts'
import { memoryOf } from './answer-memory.ts'
import { areKeysEnough, countCandidates, countTerms, matchTimes } from './count-keys.ts'
import { countPlain, daysOf } from './count-plain.ts'
import { dayMs, isNumbered } from './day-counts.ts'
import { addValues, countCategories, DayValues } from './day-rollup.ts'
import { dimensionNumber, dimensionOfId, eachFacet } from './facet-bytes.ts'
import { halfHourMs } from './key-days.ts'
import { labelSeen } from './label-seen.ts'
import { answerObjects } from './object-facet.ts'
import type { Question } from './question.ts'
import { boundOf, type Later } from './recorded-bound.ts'
import { ofDimension } from './value-days.ts'
import { namedValue } from './vocabulary.ts'
import type { Valued } from './walk.ts'

/** In a trail of at most so many events all matches are counted at once; in a longer one by days, which are kept, so many and so long for each answer. */
const countedAtOnce = 300_000
const keysAtMost = 400_000
const countingMs = 12
/** What any of some terms find is counted at once up to here. */
const unitedAtMost = 20_000
/** Where days are not kept, matches are counted up to here. */
const countedAtMost = 100_000
/** For a histogram, which counts its spans one by one where that does not suffice. */
const histogramKeysAtMost = 2_000_000
/** A histogram whose times are looked at looks at so many. */
const timedAtMost = 20_000
/** Rows are looked at for counts of values that are kept, so many at a time; until all are, samples are told. */
const valuesAtMost = 100_000
/** A page shows its total beside the list: no more than this is opened for it where terms alone cannot tell. */
const judgedForCount = 1_000
/** So many candidates are opened and judged for a facet or a histogram, where terms alone cannot tell. */
const judgedAtMost = 10_000
/** So many rows are looked at for facets; beyond, samples spread over the time are. */
const facetedAtMost = 20_000
const sampledRows = 5_000
/** And so many bodies, where events must be opened. */
const facetedBodies = 5_000
const sampledBodies = 3_000
const samples = 20

export const answerCount = (question: Question): Count => {
  const { plan, file } = question
  const bound = boundOf(question)
  if (bound) {
    const { value, exact } = answerCount(bound.all)
    if (exact) return { value: value - bound.later.length, exact }
  }
  if (question.isPlain) return { value: countPlain(file, plan.fromMs, plan.toMs), exact: true }
  const { categories } = question
  if (categories) return { value: countCategories(question, categories), exact: true }
  if (!plan.exact) return countJudged(question)
  if (question.isKept && file.watermark > countedAtOnce && plan.toMs - plan.fromMs > 2 * dayMs) {
    // What has any of some terms is found as quickly as it is counted; what has several of them may be far apart.
    const value = isUnion(plan) ? countCandidates(question, unitedAtMost + 1) : Number.POSITIVE_INFINITY
    return value <= unitedAtMost ? { value, exact: true } : countKept(question)
  }
  const value = countCandidates(question, countedAtMost + 1)
  return value > countedAtMost ? { value: countedAtMost, exact: false } : { value, exact: true }
}

/** Any of some terms, or of the words of a name; beginnings of record ids have few. */
const isUnion = ({ expr, loose }: Plan): boolean =>
  loose === undefined && typeof expr === 'object' && ('term' in expr || 'any' in expr)

/** From what is kept of days; at least what is known of them where counting all would take too long for one answer. */
const countKept = (question: Question): Count => {
  const { file, match, plan } = question
  const { from, to, ends } = daysOf(plan.fromMs, plan.toMs)
  const { keys } = memoryOf(file)
  const budget = { left: keysAtMost, untilMs: performance.now() + countingMs }
  const halves = keys.halves(file, question, from * dayMs, to * dayMs, budget)
  if (!halves) return { value: Math.max(keys.atLeast(match, from * dayMs, to * dayMs), newestOf(question)), exact: false }
  const days = halves.reduce((sum, [, count]) => sum + count, 0)
  return {
    value: ends.reduce((sum, [fromMs, toMs]) => sum + countCandidates(question, all, { fromMs, toMs }), days),
    exact: true,
  }
}

/** No total is less than what a page beside it shows. */
const newestOf = (question: Question): number => {
  let count = 0
  for (const _ of question.candidates('desc')) if (++count >= shownAtMost) break
  return count
}
const shownAtMost = 50

const all = Number.MAX_SAFE_INTEGER

const countJudged = (question: Question): Count => {
  let value = 0
  let judged = 0
  for (const { seq } of question.candidates('desc')) {
    if (judged++ >= judgedForCount) return { value, exact: false }
    if (question.isMatch(seq)) value++
  }
  return { value, exact: true }
}

export const answerFacets = (
  question: Question,
  dimensions: readonly FacetDimension[],
  limit: number,
): readonly FacetCounts[] => {
  const { all, later } = boundOf(question) ?? { all: question, later: [] }
  const days = dimensions.some(isCounted) ? valuesOfDays(all) : undefined
  const rolled = days ? dimensions.filter(isCounted) : []
  const behind = new Map<number, number>()
  if (days) for (const { eachValue } of later) eachValue((id) => behind.set(id, (behind.get(id) ?? 0) + 1))
  const walked = dimensions.filter((dimension) => isNumbered(dimension) && !rolled.includes(dimension))
  const { counts, exact } = walked.length > 0 ? sample(question) : { counts: new Map<number, number>(), exact: true }
  return dimensions.map((dimension) => {
    if (!isNumbered(dimension)) return answerObjects(question, limit, () => true)
    if (days && rolled.includes(dimension)) return nameValues(question, dimension, less(days(dimension), behind), limit, true)
    const number = dimensionNumber(dimension)
    const mine = [...counts].filter(([id]) => dimensionOfId(id) === number)
    return nameValues(question, dimension, mine, limit, exact)
  })
}

type ValuesOf = (dimension: FacetDimension) => readonly (readonly [id: number, count: number])[]

/** Exact counts of the values that days count, where nothing is asked for but a stretch of time and categories of what may be read. */
const valuesOfDays = (question: Question): ValuesOf | undefined => {
  if (question.isPlain || question.categories) {
    const days = new DayValues(question)
    return (dimension) => days.of(dimension)
  }
  if (!question.sight) return undefined
  const counts = new Map<number, number>()
  if (!addValues(question, counts, question.plan, { left: valuesAtMost })) return undefined
  return (dimension) => ofDimension(counts, dimension)
}

const countFacets = (counts: Map<number, number>, { maySee }: Question, facets: Uint8Array): void =>
  eachFacet(facets, maySee, (id) => counts.set(id, (counts.get(id) ?? 0) + 1))

const less = (counted: readonly (readonly [id: number, count: number])[], behind: ReadonlyMap<number, number>) =>
  counted.map(([id, count]) => [id, count - (behind.get(id) ?? 0)] as const)

/** Names only those that are shown: the most frequent, and what has the same count as the last of them. */
const nameValues = (
  question: Question,
  dimension: FacetDimension,
  counted: readonly (readonly [id: number, count: number])[],
  limit: number,
  exact: boolean,
): FacetCounts => {
  const sorted = counted.filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a)
  const least = sorted[limit - 1]?.[1] ?? 0
  const shown = sorted.filter(([, count], at) => at < limit || count === least)
  const named = shown.map(([id, count]) => ({ ...nameOf(question, dimension, id), count }))
  return mostFrequent(dimension, named, limit, exact)
}

const nameOf = (question: Question, dimension: FacetDimension, id: number): Omit<ValueCount, 'count'> => {
  const named = namedValue(question.file, id)
  return question.ask.sees.events ? { ...named, label: labelSeen(question, dimension, named.value) } : named
}

const sample = (question: Question): { readonly counts: ReadonlyMap<number, number>; readonly exact: boolean } => {
  const counts = new Map<number, number>()
  const { exact } = question.plan
  const most = exact ? facetedAtMost : facetedBodies
  const each = (exact ? sampledRows : sampledBodies) / samples
  if (!isKnownToBeMore(question) && takeInto(counts, question, question.valued('desc'), most) === undefined)
    return { counts, exact: true }
  const [first, last] = extentOf(question) ?? [0, 0]
  const scaled = new Map<number, number>()
  const span = (last + 1 - first) / samples
  for (let at = 0; at < samples; at++) {
    const fromMs = Math.floor(first + at * span)
    const toMs = at === samples - 1 ? last + 1 : Math.floor(first + (at + 1) * span)
    const part = new Map<number, number>()
    const reached = takeInto(part, question, question.valued('asc', { fromMs, toMs, expected: each + 1 }), each)
    const scale = reached === undefined ? 1 : (toMs - fromMs) / Math.max(1, reached + 1 - fromMs)
    for (const [id, count] of part) scaled.set(id, (scaled.get(id) ?? 0) + count * scale)
  }
  return { counts: new Map([...scaled].map(([id, count]) => [id, Math.round(count)])), exact: false }
}

/** Looking at the rows of very many, only to find that they are too many, would cost more than the samples. */
const isKnownToBeMore = (question: Question): boolean =>
  !question.match.except &&
  areKeysEnough(question) &&
  countTerms(question, question.match.query, facetedAtMost + 1) > facetedAtMost

/** Counts the values of at most so many hits; answers when the last of them occurred, where there are more. */
const takeInto = (counts: Map<number, number>, question: Question, hits: Generator<Valued>, most: number): number | undefined => {
  let left = most
  let reached = 0
  for (const { seq, facets, occurredAtMs } of hits) {
    if (left-- <= 0) return reached
    reached = occurredAtMs
    if (question.isMatch(seq)) countFacets(counts, question, facets)
  }
  return undefined
}

export const extentOf = (question: Question): readonly [firstMs: number, lastMs: number] | undefined => {
  const end = (direction: 'asc' | 'desc'): number | undefined => {
    for (const { seq, occurredAtMs } of question.candidates(direction)) if (question.isMatch(seq)) return occurredAtMs
    return undefined
  }
  const first = end('asc')
  const last = first === undefined ? undefined : end('desc')
  return first === undefined || last === undefined ? undefined : [first, last]
}

export const answerHistogram = (
  question: Question,
  edges: readonly number[],
): { readonly counts: readonly number[]; readonly exact: boolean } => {
  const bound = boundOf(question)
  if (bound) {
    const { counts, exact } = answerHistogram(bound.all, edges)
    if (exact) return { counts: counts.map(lessOf(spanCounts(bound.later, edges))), exact }
  }
  const spans = edges.slice(1).map((to, at) => [edges[at] ?? to, to] as const)
  const { plan, file } = question
  const clipped = spans.map(([from, to]) => [Math.max(from, plan.fromMs), Math.min(to, plan.toMs)] as const)
  const { match, categories } = question
  if (edges.every((edge) => edge % dayMs === 0)) {
    if (question.isPlain) return { counts: clipped.map(([from, to]) => countPlain(file, from, to)), exact: true }
    if (categories)
      return { counts: clipped.map(([fromMs, toMs]) => countCategories(question, categories, { fromMs, toMs })), exact: true }
  }
  const kept = question.isKept ? countHalves(question, clipped) : undefined
  if (kept) return { counts: kept, exact: true }
  if (plan.exact && areKeysEnough(question) && (!match.except || !plan.owns.includes(true)))
    return { counts: clipped.map(([fromMs, toMs]) => countCandidates(question, all, { fromMs, toMs })), exact: true }
  const most = plan.exact ? timedAtMost : judgedAtMost
  const [first = 0, last = 0] = [edges[0], edges.at(-1)]
  const counts = spans.map(() => 0)
  const reached = fill(counts, edges, matchTimes(question, first, last), most)
  if (reached) return { counts, exact: true }
  const each = Math.max(100, Math.floor(most / spans.length))
  return {
    counts: clipped.map(([from, to]) => {
      let count = 0
      for (const ms of matchTimes(question, from, to)) {
        count++
        if (count >= each) return Math.round((count * (to - from)) / Math.max(1, ms + 1 - from))
      }
      return count
    }),
    exact: false,
  }
}

/** Spans of half hours and more, from what is kept of days; what stands beside half hours is counted. */
const countHalves = (question: Question, spans: readonly (readonly [fromMs: number, toMs: number])[]) => {
  const [first, last] = [spans[0]?.[0] ?? 0, Math.max(0, ...spans.map(([, to]) => to))]
  if (last - first < spans.length * halfHourMs) return undefined
  const days = [Math.floor(first / dayMs) * dayMs, Math.ceil(last / dayMs) * dayMs] as const
  const halves = memoryOf(question.file).keys.halves(question.file, question, ...days, {
    left: histogramKeysAtMost,
  })
  if (!halves) return undefined
  let at = 0
  return spans.map(([fromMs, toMs]) => {
    const from = Math.ceil(fromMs / halfHourMs) * halfHourMs
    const to = Math.floor(toMs / halfHourMs) * halfHourMs
    if (from >= to) return countCandidates(question, all, { fromMs, toMs })
    let count = countCandidates(question, all, { fromMs, toMs: from }) + countCandidates(question, all, { fromMs: to, toMs })
    while ((halves[at]?.[0] ?? to) < from) at++
    for (; (halves[at]?.[0] ?? to) < to; at++) count += halves[at]?.[1] ?? 0
    return count
  })
}

const spanCounts = (later: readonly Later[], edges: readonly number[]): readonly number[] => {
  const counts = edges.slice(1).map(() => 0)
  const times = later.map(({ occurredAtMs }) => occurredAtMs).filter((ms) => ms >= (edges[0] ?? 0))
  fill(counts, edges, times.values(), Number.POSITIVE_INFINITY)
  return counts
}

const lessOf = (others: readonly number[]) => (count: number, at: number) => count - (others[at] ?? 0)

/** False where there are more than `most`. Times come in order. */
const fill = (counts: number[], edges: readonly number[], times: Iterable<number>, most: number): boolean => {
  let at = 0
  let taken = 0
  for (const ms of times) {
    if (taken++ >= most) return false
    while (ms >= (edges[at + 1] ?? Number.POSITIVE_INFINITY)) at++
    if (at < counts.length) counts[at] = (counts[at] ?? 0) + 1
  }
  return true
}
