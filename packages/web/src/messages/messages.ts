import { en } from './en.ts'

export { fill } from './fill.ts'

export type Messages = typeof en

const languages: { readonly [language: string]: Messages } = { en }

const wanted = typeof navigator === 'undefined' ? ['en'] : navigator.languages
const speaks = (tag: string) => languages[tag.split('-')[0] ?? '']

/** What each language is written in where its reader names no country, or reads it as a second language: the day before the month. */
const international: { readonly [language: string]: string } = { en: 'en-GB' }

/**
 * How numbers and dates are written beside texts in one of our languages: as in the reader's own country where that
 * language is their first, else in the form that most of the world reads the same way (3 May 2026).
 */
export function localeFor(tags: readonly string[]): string {
  const [first = 'en'] = tags
  if (speaks(first) !== undefined && first.includes('-')) return first
  const language = (tags.find((tag) => speaks(tag) !== undefined) ?? 'en').split('-')[0] ?? 'en'
  return international[language] ?? language
}

export const locale: string = localeFor(wanted)

/** The texts in the reader's language, English where there is none. */
export const m: Messages = speaks(locale) ?? en

/** The language of the texts, for `<html lang>`. */
export const language: string = locale.split('-')[0] ?? 'en'
