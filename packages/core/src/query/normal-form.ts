import { closedValues } from './closed-values.ts'
import { decimalOf } from './decimal.ts'
import type { Query, Wanted } from './query.ts'
import { searchWords } from './search-words.ts'
import { timeSpanOf } from './time-span.ts'

/**
 * The same query in the shape that parsing gives: no group in a group of its kind, none of one part, no double negation,
 * one time and one position in an and-group, one word a text; what cannot match is left out. `matches` answers the same for both.
 */
export function normalForm(query: Query): Query {
  switch (query.kind) {
    case 'and':
      return normalAnd(query.parts.map(normalForm))
    case 'or':
      return normalOr(query.parts.map(normalForm))
    case 'not':
      return negated(normalForm(query.part))
    case 'filter': {
      const values = query.values.filter((wanted) => isPossible(query.filter, wanted))
      return values.length === 0 ? nothing : { ...query, values }
    }
    case 'change':
      return normalChange(query)
    case 'text':
      return normalText(query)
    case 'time':
      return normalTime(query)
    case 'recorded':
      return query.upTo <= 0 ? nothing : query
  }
}

const nothing: Query = { kind: 'or', parts: [] }
const everything: Query = { kind: 'and', parts: [] }

type Time = Extract<Query, { kind: 'time' }>

function normalAnd(given: readonly Query[]): Query {
  if (given.some(isNothing)) return nothing
  const parts = given.flatMap((part) => (part.kind === 'and' ? part.parts : [part]))
  const times = parts.filter((part) => part.kind === 'time')
  const [first] = times
  const time = times.length > 1 ? times.reduce(intersection) : first
  const bounds = parts.filter((part) => part.kind === 'recorded')
  const least = Math.min(...bounds.map(({ upTo }) => upTo))
  const kept = parts.flatMap((part): readonly Query[] => {
    if (part.kind === 'time') return part === first && time ? [time] : []
    if (part.kind === 'recorded') return part === bounds[0] ? [{ kind: 'recorded', upTo: least }] : []
    return [part]
  })
  const [only] = kept
  return kept.length === 1 && only ? only : { kind: 'and', parts: kept }
}

function intersection(a: Time, b: Time): Time {
  const fromMs = Math.max(a.fromMs ?? Number.NEGATIVE_INFINITY, b.fromMs ?? Number.NEGATIVE_INFINITY)
  const toMs = Math.min(a.toMs ?? Number.POSITIVE_INFINITY, b.toMs ?? Number.POSITIVE_INFINITY)
  return { kind: 'time', ...(Number.isFinite(fromMs) && { fromMs }), ...(Number.isFinite(toMs) && { toMs }) }
}

function normalOr(given: readonly Query[]): Query {
  if (given.some(isEverything)) return everything
  const parts = given.flatMap((part) => (part.kind === 'or' ? part.parts : [part]))
  const [only] = parts
  return parts.length === 1 && only ? only : { kind: 'or', parts }
}

function negated(part: Query): Query {
  if (isNothing(part)) return everything
  if (isEverything(part)) return nothing
  return part.kind === 'not' ? part.part : { kind: 'not', part }
}

const isNothing = (query: Query): boolean => query.kind === 'or' && query.parts.length === 0
const isEverything = (query: Query): boolean => query.kind === 'and' && query.parts.length === 0

function normalChange({ field, before, after }: Extract<Query, { kind: 'change' }>): Query {
  const fields = field?.filter((wanted) => (wanted.match === 'is' && wanted.text !== '') || wanted.match === 'prefix')
  const [olds, news] = [before?.filter(isPossibleValue), after?.filter(isPossibleValue)]
  if ([fields, olds, news].some((values) => values?.length === 0)) return nothing
  if (!fields && !olds && !news) return { kind: 'change', field: [{ match: 'prefix', text: '' }] }
  return { kind: 'change', ...(fields && { field: fields }), ...(olds && { before: olds }), ...(news && { after: news }) }
}

const isPossibleValue = (wanted: Wanted): boolean => {
  if (wanted.match === 'is') return wanted.text !== ''
  if (wanted.match !== 'range') return true
  const bounds = [wanted.low, wanted.high].filter((bound) => bound !== undefined)
  return bounds.length > 0 && bounds.every(({ text }) => decimalOf(text) !== undefined || timeSpanOf(text) !== undefined)
}

function isPossible(filter: string, wanted: Wanted): boolean {
  if (wanted.match === 'none') return true
  if (filter === 'count') return isPossibleCount(wanted)
  if (wanted.match === 'range' || (wanted.match === 'is' && wanted.text === '')) return false
  if (filter === 'action') return /^[a-z0-9_.]*$/.test(wanted.text)
  const closed = closedValues[filter]
  if (closed === undefined) return true
  return closed.some((value) => (wanted.match === 'is' ? value === wanted.text : value.startsWith(wanted.text)))
}

function isPossibleCount(wanted: Exclude<Wanted, { match: 'none' }>): boolean {
  if (wanted.match === 'prefix') return wanted.text === ''
  const bounds = wanted.match === 'is' ? [wanted] : [wanted.low, wanted.high].filter((bound) => bound !== undefined)
  return bounds.length > 0 && bounds.every(({ text }) => decimalOf(text) !== undefined)
}

/** A word that can be written without quotes; anything else is taken apart into its words, which means the same. */
const bareWord = /^[\p{L}\p{N}_'.@#&/+–—…][\p{L}\p{M}\p{N}_'.@#&/+–—…-]*$/u
const reserved = new Set(['AND', 'OR', 'NOT'])

function normalText(query: Extract<Query, { kind: 'text' }>): Query {
  if (searchWords(query.text).length === 0) return nothing
  if (query.phrase) return query
  const typed = query.text.split(/\s+/).filter((word) => word !== '')
  const words = typed.every((word) => bareWord.test(word) && !reserved.has(word))
    ? typed.filter(hasLetters)
    : searchWords(query.text)
  const last = words.length - 1
  return normalAnd(words.map((text, at): Query => ({ kind: 'text', text, phrase: false, prefix: query.prefix && at === last })))
}

const hasLetters = (text: string): boolean => searchWords(text).length > 0

/** The instants that an event can have: 1970 to 9999. */
const lastMs = 253_402_300_799_999

function normalTime({ fromMs, toMs }: Time): Query {
  const from = fromMs !== undefined && fromMs > 0 ? Math.ceil(fromMs) : undefined
  const to = toMs !== undefined && toMs <= lastMs ? Math.max(0, Math.ceil(toMs)) : undefined
  if (from !== undefined && from > lastMs) return nothing
  if (from === undefined && to === undefined) return everything
  return { kind: 'time', ...(from !== undefined && { fromMs: from }), ...(to !== undefined && { toMs: to }) }
}
