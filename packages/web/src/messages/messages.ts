import { en } from './en.ts'

export type Messages = typeof en

const languages: { readonly [language: string]: Messages } = { en }

const wanted = typeof navigator === 'undefined' ? ['en'] : navigator.languages
const speaks = (tag: string) => languages[tag.split('-')[0] ?? '']

/** The locale for numbers and dates: the reader's own variant of the language the texts are in. */
export const locale: string = wanted.find((tag) => speaks(tag) !== undefined) ?? 'en'

/** The texts in the reader's language, English where there is none. */
export const m: Messages = speaks(locale) ?? en

/** The language of the texts, for `<html lang>`. */
export const language: string = locale.split('-')[0] ?? 'en'

/** Puts values in the places of a text: `fill('line {line}', { line: 3 })`. A value's own braces stay as they are. */
export const fill = (text: string, values: { readonly [name: string]: string | number }): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
