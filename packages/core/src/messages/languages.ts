import { en } from './en/en.ts'
import { remembered } from './remembered.ts'

/** Every fixed text that Daybook shows of its own. English is the reference: another language has exactly its members. */
export type Messages = typeof en

/** The languages there are. A second one is a folder beside `en` and a line here. */
const languages: ReadonlyMap<string, Messages> = new Map([['en', en]])

export interface Language {
  /** A BCP 47 tag that Intl knows: how numbers, dates and lists are written. */
  readonly locale: string
  /** The same for dates: English that names no country puts the day first, as most of those who read it do. */
  readonly datesLocale: string
  readonly messages: Messages
}

const recall = remembered<Language>(500)

/**
 * The texts and conventions for a reader's locale. A language without texts reads in English with its own numbers and
 * dates; a tag that is none reads as English throughout. Never throws.
 */
export const languageFor = (locale: string): Language =>
  recall(locale, () => {
    const tag = canonicalTag(locale)
    return { locale: tag, datesLocale: tag === 'en' ? 'en-GB' : tag, messages: languages.get(tag.slice(0, 2)) ?? en }
  })

function canonicalTag(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
