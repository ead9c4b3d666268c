import { filterNamed, type QueryWord } from './query-words.ts'

/** What somebody is typing at a place of a query, so that a page can offer what may follow. */
export interface Completion {
  readonly what: 'filter' | 'value' | 'text'
  /** Of a value: its filter, where it is one. */
  readonly filter?: QueryWord
  /** From the beginning of the word or value up to the place, without quote and comparison. */
  readonly typed: string
  /** The stretch that an answer replaces, quotes included: UTF-16 units, half open. */
  readonly from: number
  readonly to: number
}

/**
 * What is being typed at `offset`. A word may become a filter as long as it could be the beginning of its name. Never
 * throws, since a query is not finished while it is typed.
 *
 * @example completionAt('actor:mar', 9).typed === 'mar'
 */
export function completionAt(text: string, offset: number): Completion {
  const place = Math.max(0, Math.min(text.length, offset))
  let from = 0
  while (from < place) {
    const to = endOfAtom(text, from)
    if (to >= place) return completionIn(text, from, to, place)
    from = to
  }
  return completionIn(text, place, /[\s()]/.test(text.charAt(place)) ? place : endOfAtom(text, place), place)
}

/** White space, parentheses and minus signs are atoms of one character; quotes take in whatever they hold. */
function endOfAtom(text: string, from: number): number {
  let at = from
  if (/[\s()-]/.test(text.charAt(at))) return at + 1
  for (let isQuoted = false; at < text.length; at++) {
    const char = text.charAt(at)
    if (isQuoted && char === '\\') at++
    else if (/["“”„]/.test(char)) isQuoted = !isQuoted
    else if (!isQuoted && /[\s()]/.test(char)) break
  }
  return Math.min(at, text.length)
}

function completionIn(text: string, from: number, to: number, place: number): Completion {
  const atom = text.slice(from, to)
  if (/^[\s()-]$/.test(atom)) return { what: 'text', typed: '', from: place, to: place }
  const colon = /^[A-Za-z][A-Za-z_.-]*:/.exec(atom)?.[0].length ?? 0
  if (colon === 0 || place < from + colon) return wordCompletion(text, from, colon > 0 ? from + colon : to, place)
  const filter = filterNamed(atom.slice(0, colon - 1).replace(/^not\./i, ''))
  const [start, end] = valueAround(text, from + colon, to, place)
  const typed = text
    .slice(start, place)
    .replace(/^[<>]=?/, '')
    .replace(/^["“”„]/, '')
  return { what: 'value', ...(filter && { filter }), typed, from: start, to: end }
}

function wordCompletion(text: string, from: number, to: number, place: number): Completion {
  const typed = text.slice(from, place)
  return { what: /^[A-Za-z]+$/.test(typed) ? 'filter' : 'text', typed, from, to }
}

/** The value among the values of a filter, between commas that are not in quotes. */
function valueAround(text: string, from: number, to: number, place: number): readonly [from: number, to: number] {
  let start = from
  let isQuoted = false
  for (let at = from; at < to; at++) {
    const char = text.charAt(at)
    if (isQuoted && char === '\\') at++
    else if (/["“”„]/.test(char)) isQuoted = !isQuoted
    else if (char === ',' && !isQuoted) {
      if (at >= place) return [start, at]
      start = at + 1
    }
  }
  return [start, to]
}
