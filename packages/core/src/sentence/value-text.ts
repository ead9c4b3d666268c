import type { FieldDeclaration } from '../catalogue/catalogue.ts'
import type { Json } from '../event/event.ts'
import { remembered } from '../messages/remembered.ts'
import { formatList } from './list-text.ts'
import type { WrittenValue } from './part.ts'
import { shorten } from './shorten.ts'
import type { Telling } from './telling.ts'
import { wordsOf } from './words.ts'

/** Characters of one value in a sentence. */
export const longestValue = 60
const itemsShown = 5
const decimalText = /^-?\d{1,40}(?:\.\d{1,30})?$/
const currencyCode = /^[A-Z]{3}$/
const dateText = /^\d{4}-\d{2}-\d{2}$/
const momentText = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/

/** A value as a reader sees it, by the kind of its field. A value that does not fit its kind is shown as it is. */
export function valueText(value: Json, field: FieldDeclaration | undefined, label: string, telling: Telling): string {
  const { sentences } = telling.language.messages
  if (value === null || value === '') return sentences.empty
  const written = writtenValue(value, field)
  if (written) return writtenText(written, telling)
  if (field?.kind === 'boolean' || (typeof value === 'boolean' && field?.kind !== 'text'))
    return truth(value, label, telling) ?? plain(value, telling)
  if (field?.kind === 'text' && typeof value === 'string') return sentences.quoted.replace('{text}', () => plain(value, telling))
  return plain(value, telling)
}

/** An amount, a day or an instant among values: what readers write each in their own way. An instant is one under any kind but `text`. */
export function writtenValue(value: Json, field: FieldDeclaration | undefined): WrittenValue | undefined {
  const recorded = typeof value === 'number' ? String(value) : value
  if (typeof recorded !== 'string') return undefined
  if (field?.kind === 'money' || field?.kind === 'number') return decimalValue(recorded, field)
  if (typeof value === 'number' || field?.kind === 'text') return undefined
  const kind = momentText.test(recorded) ? 'moment' : field?.kind === 'date' && dateText.test(recorded) ? 'day' : undefined
  return kind === undefined || Number.isNaN(Date.parse(recorded)) ? undefined : { kind, recorded }
}

function decimalValue(recorded: string, { kind, currency }: FieldDeclaration): WrittenValue | undefined {
  if (!decimalText.test(recorded)) return undefined
  const isPriced = kind === 'money' && currencyCode.test(currency ?? '')
  return { kind: 'decimal', recorded, ...(isPriced && currency !== undefined ? { currency } : {}) }
}

const writtenText = (written: WrittenValue, telling: Telling): string =>
  written.kind === 'decimal' ? decimal(written, telling.language.locale) : date(written, telling)

/** The readable form of anything: names of references, items of lists, compact JSON as the last resort. */
function plain(value: Json, telling: Telling): string {
  if (typeof value === 'string') return shorten(value, longestValue)
  if (Array.isArray(value)) return listText(value, telling)
  if (typeof value === 'object' && value !== null)
    return shorten(nameOf(value as Members) ?? membersText(value as Members, telling), longestValue)
  return String(value)
}

/** Items of a list, the first few of them. */
export function listText(items: readonly Json[], telling: Telling): string {
  const { sentences } = telling.language.messages
  if (items.length === 0) return sentences.empty
  const shown = items.slice(0, itemsShown).map((item) => (item === null ? sentences.empty : plain(item, telling)))
  const rest = items.length - shown.length
  const list = formatList(shown, telling.language.locale)
  return rest === 0 ? list : sentences.listMore.replace('{shown}', () => list).replace('{rest}', () => String(rest))
}

/** "(City Berlin, ZIP 10115)": the first members, those that are objects themselves as compact JSON. */
function membersText(value: Members, telling: Telling): string {
  const { sentences } = telling.language.messages
  const text = (one: Json): string =>
    one === null || one === '' ? sentences.empty : typeof one === 'object' ? JSON.stringify(one) : String(one)
  const members = Object.entries(value)
    .slice(0, itemsShown)
    .map(([name, one]) => sentences.member.replace('{name}', () => wordsOf(name)).replace('{value}', () => text(one)))
  if (members.length === 0) return sentences.empty
  return sentences.group.replace('{members}', () => formatList(members, telling.language.locale))
}

type Members = { readonly [key: string]: Json }

const naming = ['name', 'label', 'title', 'id', 'key'] as const

function nameOf(value: Members): string | undefined {
  for (const member of naming) {
    const name = Object.hasOwn(value, member) ? value[member] : undefined
    if (typeof name === 'string' || typeof name === 'number') return String(name)
  }
  return undefined
}

const recallNumberFormat = remembered<Intl.NumberFormat>(500)

/** Exact: a decimal string keeps every digit it came with; it never passes through a binary fraction. */
function decimal({ recorded, currency }: Extract<WrittenValue, { kind: 'decimal' }>, locale: string): string {
  const digits = recorded.split('.')[1]?.length ?? 0
  const key = `${locale} ${currency ?? ''} ${digits}`
  // since ES2023 a string is formatted as the decimal it spells
  return recallNumberFormat(key, () => numberFormat(locale, currency, digits)).format(recorded as `${number}`)
}

function numberFormat(locale: string, currency: string | undefined, digits: number): Intl.NumberFormat {
  if (!currency) return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  const usual = new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  const kept = Math.max(usual, digits)
  return new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: kept, maximumFractionDigits: kept })
}

function truth(value: Json, label: string, telling: Telling): string | undefined {
  const yes = value === true || value === 1 || value === 'true'
  if (!yes && value !== false && value !== 0 && value !== 'false') return undefined
  const { sentences, verbs } = telling.language.messages
  return verbs.switches.test(label) ? (yes ? sentences.on : sentences.off) : yes ? sentences.yes : sentences.no
}

const recallDateFormat = remembered<Intl.DateTimeFormat>(500)

/** A day as that day, wherever it is read; a moment in the reader's zone, which is named. */
function date({ kind, recorded }: WrittenValue, telling: Telling): string {
  const { datesLocale } = telling.language
  const timeZone = kind === 'day' ? undefined : telling.timeZone
  return recallDateFormat(`${datesLocale} ${timeZone}`, () => dateFormat(datesLocale, timeZone)).format(Date.parse(recorded))
}

const day = { year: 'numeric', month: 'short', day: 'numeric' } as const

const dateFormat = (locale: string, timeZone: string | undefined): Intl.DateTimeFormat =>
  timeZone === undefined
    ? new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' })
    : new Intl.DateTimeFormat(locale, { ...day, hour: 'numeric', minute: '2-digit', timeZoneName: 'short', timeZone })
