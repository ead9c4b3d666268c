import type { Leaf } from './change-values.ts'
import { decimalOf } from './decimal.ts'
import type { Bound } from './query.ts'
import { timeSpanOf } from './time-span.ts'

/** The coarse class of a number or time, so that an index can narrow a comparison; undefined for what cannot be compared. */
export function magnitudeOf(leaf: Leaf): string | undefined {
  if (leaf.kind === 'whole') return /[0-9]/.test(leaf.whole) ? numberClasses[numberClass(leaf.whole)] : undefined
  if (leaf.kind === 'opaque' || !/^[0-9]{4}-/.test(leaf.text)) return undefined
  const span = timeSpanOf(leaf.text)
  return span && yearClasses[yearClass(span.fromMs)]
}

/** The classes in which everything within the bounds lies; none where a bound is no number and no time, or the bounds differ in kind. */
export function magnitudesWithin(low: Bound | undefined, high: Bound | undefined): readonly string[] {
  const numbers = between(low, high, ({ text }) => {
    const decimal = decimalOf(text)
    return decimal && numberClass(decimal)
  })
  if (numbers) return numberClasses.slice(numbers[0] ?? 0, (numbers[1] ?? numberClasses.length) + 1)
  const years = between(low, high, ({ text }, isLow) => {
    const span = decimalOf(text) === undefined ? timeSpanOf(text) : undefined
    return span && yearClass(isLow ? span.fromMs : span.toMs)
  })
  return years ? yearClasses.slice(years[0] ?? 0, (years[1] ?? yearClasses.length) + 1) : []
}

type Classes = readonly [first: number | undefined, last: number | undefined]
type Classify = (bound: Bound, isLow: boolean) => number | '' | undefined

function between(low: Bound | undefined, high: Bound | undefined, classify: Classify): Classes | undefined {
  const first = low && classify(low, true)
  const last = high && classify(high, false)
  if ((low && typeof first !== 'number') || (high && typeof last !== 'number')) return undefined
  return [typeof first === 'number' ? first : undefined, typeof last === 'number' ? last : undefined]
}

const mostDigits = 16

/** `n16` … `n0` for negative numbers by the digits before the point, then `p0` … `p16`; larger ones are of the last class. */
const numberClasses: readonly string[] = [
  ...Array.from({ length: mostDigits + 1 }, (_, at) => `n${mostDigits - at}`),
  ...Array.from({ length: mostDigits + 1 }, (_, at) => `p${at}`),
]

function numberClass(decimal: string): number {
  const isNegative = decimal.startsWith('-')
  const [whole = ''] = (isNegative ? decimal.slice(1) : decimal).split('.')
  const digits = whole === '0' ? 0 : Math.min(whole.length, mostDigits)
  return isNegative ? mostDigits - digits : mostDigits + 1 + digits
}

const firstYear = 1990
const lastYear = 2060
const yearClasses: readonly string[] = Array.from({ length: lastYear - firstYear + 1 }, (_, at) => `y${firstYear + at}`)

const yearClass = (ms: number): number => Math.max(firstYear, Math.min(lastYear, new Date(ms).getUTCFullYear())) - firstYear
