import type { FacetCounts } from '../search/search-index.ts'
import { facetLabel } from './facet-label.ts'
import { clipped, edgeText, type Spans, spansOver } from './histogram-edges.ts'
import type { Answers, QuestionOf } from './questions.ts'
import { isWhole as hasAll, type Shelf } from './shelf.ts'

/** Counts by value, each with what a person reads for it. */
export const answerFacets = async ({ index }: Shelf, question: QuestionOf<'facets'>): Promise<Answers['facets']> => {
  const size = await index.watermark()
  const whole = hasAll(size, question)
  const counted = await index.count(question.ask)
  const total = { ...counted, exact: counted.exact && whole }
  const found = await index.facets(question.ask, question.dimensions, question.limit)
  const facets = Object.fromEntries(found.map((facet) => [facet.dimension, labelled(facet)]))
  const exact = Object.fromEntries(found.map((facet) => [facet.dimension, facet.exact && whole]))
  return { text: JSON.stringify({ facets, exact, total }), size }
}

/** Values that begin with what is typed, most frequent first. */
export const answerValues = async ({ index }: Shelf, question: QuestionOf<'values'>): Promise<Answers['values']> => {
  const size = await index.watermark()
  const found = await index.values(question.dimension, question.typed, question.limit, question.sees)
  return { text: JSON.stringify(labelled(found)), size }
}

const labelled = ({ dimension, values }: FacetCounts) =>
  values.map(({ value, label, count }) => ({
    value,
    label: facetLabel(dimension, { value, ...(label === undefined ? {} : { label }) }),
    count,
  }))

/** Counts over time: of everything that matches, and of the range that was chosen. */
export const answerHistogram = async (shelf: Shelf, question: QuestionOf<'histogram'>): Promise<Answers['histogram']> => {
  const { index } = shelf
  const size = await index.watermark()
  const extent = await index.extent(question.ask)
  const [firstMs, lastMs] = extent ?? [0, -1]
  const spans = spansOver(firstMs, lastMs + 1, question.buckets, question.zone)
  const whole = await counts(shelf, question, spans, size)
  const [fromMs, toMs] = [question.fromMs ?? firstMs, question.toMs ?? lastMs + 1]
  const isWhole = fromMs === firstMs && toMs === lastMs + 1
  const range = clipped(isWhole ? spans : spansOver(fromMs, toMs, question.buckets, question.zone), fromMs, toMs)
  // Beside the first and the last event there is nothing that clipping would leave out.
  const chosen = isWhole ? { ...whole, edges: range.edges.map(edgeText) } : await counts(shelf, question, range, size)
  return { text: JSON.stringify({ whole, chosen }), size }
}

const counts = async ({ index }: Shelf, question: QuestionOf<'histogram'>, { width, edges }: Spans, size: number) => {
  const counted = edges.length > 1 ? await index.histogram(question.ask, edges) : { counts: [], exact: true }
  return { width, edges: edges.map(edgeText), counts: counted.counts, exact: counted.exact && hasAll(size, question) }
}
