import { locale, m } from '../messages/messages.ts'

const whole = new Intl.NumberFormat(locale)
const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const list = new Intl.ListFormat(locale, { type: 'conjunction' })

export const showCount = (count: number): string => whole.format(count)

/** How many there are, which is not always counted to the end. */
export interface Total {
  readonly value: number
  readonly exact: boolean
}

/** “more than 20,000” where it was not counted to the end. */
export const showTotal = ({ value, exact }: Total): string => `${exact ? '' : `${m.search.atLeast} `}${showCount(value)}`

/** Decimal units, one digit: "1.2 MB". */
export function showBytes(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(bytes) / 3))
  const format = { style: 'unit', unit: byteUnits[step] ?? 'byte', unitDisplay: 'short', maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(locale, format).format(bytes / 1000 ** step)
}

export const showList = (items: readonly string[]): string => list.format(items)

const decimal = /^-?\d{1,30}(?:\.\d{1,30})?$/

/**
 * The exact difference of two decimals given as numbers or as strings (`"1200.50"`), as a decimal with its sign; undefined
 * where either is no plain decimal. Exact because money is never rounded on the way to a reader.
 */
export function difference(before: unknown, after: unknown): `${number}` | undefined {
  const [from, to] = [before, after].map((value) => (typeof value === 'number' ? String(value) : value))
  if (typeof from !== 'string' || typeof to !== 'string' || !decimal.test(from) || !decimal.test(to)) return undefined
  const scale = Math.max(...[from, to].map((text) => text.split('.')[1]?.length ?? 0))
  const units = (text: string) => {
    const [integer = '0', fraction = ''] = text.split('.')
    return BigInt(integer + fraction.padEnd(scale, '0'))
  }
  const change = units(to) - units(from)
  const digits = (change < 0n ? -change : change).toString().padStart(scale + 1, '0')
  const shown = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return `${change < 0n ? '-' : ''}${shown}` as `${number}`
}

const currencyCode = /^[A-Z]{3}$/

interface Meant {
  /** ISO 4217; anything else is no currency. */
  readonly currency?: string | undefined
  /** Whether a plus is written too. */
  readonly signed?: boolean
}

/** A decimal in the reader's locale with every digit it has, in its currency where it has one; anything else as it is. */
export function showNumeral(text: string, { currency, signed = false }: Meant = {}): string {
  if (!decimal.test(text)) return text
  const digits = text.split('.')[1]?.length ?? 0
  const sign = signed ? ({ signDisplay: 'always' } as const) : {}
  const unit = currency !== undefined && currencyCode.test(currency) ? ({ style: 'currency', currency } as const) : {}
  // An amount has at least the digits its currency usually has: £7.50 and never £7.5.
  const least = Math.max(digits, new Intl.NumberFormat(locale, unit).resolvedOptions().minimumFractionDigits ?? 0)
  const format = new Intl.NumberFormat(locale, { ...unit, ...sign, minimumFractionDigits: least, maximumFractionDigits: least })
  // The string goes in as it is: as a number it could lose digits.
  return format.format(text as `${number}`).replace('-', '−')
}
