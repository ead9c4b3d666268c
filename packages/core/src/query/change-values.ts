import type { Change, Json } from '../event/event.ts'
import { compareDecimals, decimalOf, decimalOfNumber } from './decimal.ts'
import { foldText } from './fold-text.ts'
import type { Bound, Wanted } from './query.ts'
import { searchWords } from './search-words.ts'
import { timeSpanOf } from './time-span.ts'

/** One value inside a changed value: of a list each item, of an object each member, at any depth. */
export type Leaf =
  | { readonly kind: 'text'; readonly text: string }
  /** A number, a string that is a decimal, `true`, `false` or `null`: `whole` is its one spelling, `text` the string. */
  | { readonly kind: 'whole'; readonly whole: string; readonly text?: string }
  /** A token or ciphertext: equal or not, nothing else. */
  | { readonly kind: 'opaque'; readonly text: string }

/** The leaves of one side of a change; none where it is absent or empty. */
export function leavesOf(value: Json | undefined, treated: Change['treated']): readonly Leaf[] {
  const leaves: Leaf[] = []
  if (value !== undefined) collect(value, treated === 'tokenize' || treated === 'encrypt', leaves)
  return leaves
}

function collect(value: Json, mayBeOpaque: boolean, leaves: Leaf[]): void {
  if (typeof value === 'string') {
    if (value !== '') leaves.push(mayBeOpaque && isOpaqueText(value) ? { kind: 'opaque', text: value } : leafOfText(value))
  } else if (typeof value === 'number') {
    leaves.push({ kind: 'whole', whole: decimalOfNumber(value) })
  } else if (typeof value !== 'object' || value === null) {
    leaves.push({ kind: 'whole', whole: String(value) })
  } else {
    for (const item of Object.values(value)) collect(item, mayBeOpaque, leaves)
  }
}

/** How tokens and ciphertexts begin (docs/treatments.md). */
export const isOpaqueText = (text: string): boolean => text.startsWith('tok1:') || text.startsWith('enc1:')

/** A string that is not opaque, and not empty. */
export function leafOfText(text: string): Leaf {
  const whole = decimalOf(text)
  return whole === undefined ? { kind: 'text', text } : { kind: 'whole', whole, text }
}

/** The spelling of a number, `true`, `false` or `null` that somebody typed, or its beginning; undefined for anything else. */
export function wholeValue(typed: string, isPrefix: boolean): string | undefined {
  const folded = foldText(typed)
  return isPrefix || folded === 'true' || folded === 'false' || folded === 'null' ? folded : decimalOf(folded)
}

/** Whether there is any value but `null` on a side of a change. */
export const hasValue = (value: Json | undefined, treated: Change['treated']): boolean =>
  leavesOf(value, treated).some((leaf) => leaf.kind !== 'whole' || leaf.whole !== 'null')

/** Whether a side of a change is one that `none` asks for: nothing there, and not because it was left out. */
export const isNothing = (value: Json | undefined, treated: Change['treated']): boolean =>
  treated !== 'omit' && !hasValue(value, treated)

/** Whether a side of a change is what one wanted value asks for. */
export function isWantedValue(value: Json | undefined, treated: Change['treated'], wanted: Wanted): boolean {
  if (wanted.match === 'none') return isNothing(value, treated)
  if (wanted.match === 'prefix' && wanted.text === '') return hasValue(value, treated)
  return leavesOf(value, treated).some((leaf) => isWantedLeaf(leaf, wanted))
}

function isWantedLeaf(leaf: Leaf, wanted: Exclude<Wanted, { match: 'none' }>): boolean {
  if (wanted.match === 'range') return leaf.kind !== 'opaque' && isInRange(leaf, wanted.low, wanted.high)
  const isPrefix = wanted.match === 'prefix'
  switch (leaf.kind) {
    case 'opaque':
      return isPrefix ? isOpaqueText(wanted.text) && leaf.text.startsWith(wanted.text) : leaf.text === wanted.text
    case 'whole': {
      const whole = wholeValue(wanted.text, isPrefix)
      return whole !== undefined && (isPrefix ? leaf.whole.startsWith(whole) : leaf.whole === whole)
    }
    default:
      return hasWords(leaf.text, wanted.text, isPrefix)
  }
}

/**
 * Whether a name or value has all the words of what is wanted; of a prefix, the last only in its beginning. What has no
 * words (`€`, `—`) is the whole of the text, or its beginning.
 */
export function hasWords(text: string, wanted: string, isPrefix: boolean): boolean {
  const wantedWords = searchWords(wanted)
  if (wantedWords.length === 0) {
    const folded = foldText(text)
    return isPrefix ? folded.startsWith(foldText(wanted)) : folded === foldText(wanted)
  }
  const words = searchWords(text)
  const whole = isPrefix ? wantedWords.slice(0, -1) : wantedWords
  const last = wantedWords.at(-1) ?? ''
  return whole.every((word) => words.includes(word)) && (!isPrefix || words.some((word) => word.startsWith(last)))
}

/** Numbers against numbers, times against times; anything else is in no range. A day begins where it begins in UTC. */
function isInRange(leaf: Exclude<Leaf, { kind: 'opaque' }>, low: Bound | undefined, high: Bound | undefined): boolean {
  return (low === undefined || isBeyond(leaf, low, 1)) && (high === undefined || isBeyond(leaf, high, -1))
}

function isBeyond(leaf: Exclude<Leaf, { kind: 'opaque' }>, bound: Bound, side: 1 | -1): boolean {
  const decimal = decimalOf(bound.text)
  if (decimal !== undefined) {
    const value = leaf.kind === 'whole' ? decimalOf(leaf.whole) : undefined
    if (value === undefined) return false
    const order = compareDecimals(value, decimal) * side
    return order > 0 || (bound.inclusive && order === 0)
  }
  const span = leaf.kind === 'text' ? timeSpanOf(leaf.text) : undefined
  const limit = timeSpanOf(bound.text)
  if (span === undefined || limit === undefined) return false
  if (side === 1) return span.fromMs >= (bound.inclusive ? limit.fromMs : limit.toMs)
  return span.fromMs < (bound.inclusive ? limit.toMs : limit.fromMs)
}
