import { remembered } from '../messages/remembered.ts'

const recallFormat = remembered<Intl.ListFormat>(500)
const recallSeparators = remembered<readonly string[]>(500)

// `unit` lists have separators only ("A, B, C"): what is listed are statements, not alternatives or a sum
const listFormat = (locale: string): Intl.ListFormat =>
  recallFormat(locale, () => new Intl.ListFormat(locale, { type: 'unit', style: 'long' }))

/** "A, B, C" by the locale. */
export const formatList = (items: readonly string[], locale: string): string =>
  items.length === 1 ? (items[0] ?? '') : listFormat(locale).format(items)

/** The locale's separators between `count` items: one fewer than items. */
export const listSeparators = (count: number, locale: string): readonly string[] =>
  count < 2 ? [] : recallSeparators(`${locale} ${count}`, () => separatorsOf(count, locale))

function separatorsOf(count: number, locale: string): readonly string[] {
  const parts = listFormat(locale).formatToParts(Array.from({ length: count }, () => '-'))
  return parts.filter((part) => part.type === 'literal').map((part) => part.value)
}
