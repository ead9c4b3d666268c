import { en } from './en.ts'

export { fill } from './fill.ts'

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
