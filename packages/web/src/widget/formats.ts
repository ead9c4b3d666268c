/** How times, numbers and lists are written for one reader. */
export interface Formats {
  /** The day and the minute in the reader's zone, which is named. */
  time(iso: string): string
  /** To the millisecond, in UTC. */
  utc(iso: string): string
  /** A day without an hour, the same wherever one reads it. */
  day(text: string): string
  count(count: number): string
  list(items: readonly string[]): string
  /** A decimal with every digit it has, in its currency where it has one; anything else as it is. */
  numeral(text: string, currency: string | undefined): string
}

/**
 * By a language tag; by the browser's own English where it is none, or English of no country: its own where that is the
 * browser's language, else the one that puts the day before the month.
 */
export function formatsFor(locale?: string): Formats {
  const own = navigator.language
  const tag = isLocale(locale) && locale !== 'en' ? locale : /^en-/.test(own) ? own : 'en-GB'
  const date = { day: 'numeric', month: 'short', year: 'numeric' } as const
  const time = new Intl.DateTimeFormat(tag, { ...date, hour: '2-digit', minute: '2-digit', timeZoneName: 'short' })
  const day = new Intl.DateTimeFormat(tag, { ...date, timeZone: 'UTC' })
  const count = new Intl.NumberFormat(tag)
  // Its “and” stands among our words, which are not those of the page's language.
  const list = new Intl.ListFormat(/^en/.test(tag) ? tag : 'en-GB')
  const of = (iso: string, show: (moment: Date) => string) => (Number.isNaN(Date.parse(iso)) ? iso : show(new Date(iso)))
  return {
    time: (iso) => of(iso, (moment) => time.format(moment)),
    utc: (iso) => of(iso, (moment) => moment.toISOString().replace('T', ' ')),
    day: (text) => of(text, (moment) => day.format(moment)),
    count: (number) => count.format(number),
    list: (items) => list.format(items),
    numeral: (text, currency) => numeral(tag, text, currency),
  }
}

const isLocale = (tag: string | undefined): tag is string => {
  try {
    return !!tag && !!new Intl.Locale(tag)
  } catch {
    return false
  }
}

function numeral(tag: string, text: string, currency: string | undefined): string {
  if (!/^-?\d{1,30}(?:\.\d{1,30})?$/.test(text)) return text
  const unit = /^[A-Z]{3}$/.test(currency ?? '') ? ({ style: 'currency', currency } as const) : {}
  const usual = new Intl.NumberFormat(tag, unit as Intl.NumberFormatOptions).resolvedOptions().minimumFractionDigits ?? 0
  const digits = Math.max(text.split('.')[1]?.length ?? 0, usual)
  const options = { ...unit, minimumFractionDigits: digits, maximumFractionDigits: digits } as Intl.NumberFormatOptions
  // The string goes in as it is: as a number it could lose digits.
  return new Intl.NumberFormat(tag, options).format(text as `${number}`).replace('-', '−')
}
