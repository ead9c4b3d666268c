import type { FieldDeclaration } from '../catalogue/catalogue.ts'
import type { Json } from '../event/event.ts'
import { remembered } from '../messages/remembered.ts'
import { formatList } from './list-text.ts'
import { shorten } from './shorten.ts'
import type { Telling } from './telling.ts'
import { wordsOf } from './words.ts'

/** Characters of one value in a sentence. */
export const longestValue = 60
const itemsShown = 5
const decimalText = /^-?\d{1,40}(?:\.(\d{1,30}))?$/
const currencyCode = /^[A-Z]{3}$/
const dateText = /^\d{4}-\d{2}-\d{2}$/
const momentText = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/

/** A value as a reader sees it, by the kind of its field. A value that does not fit its kind is shown as it is. */
export function valueText(value: Json, field: FieldDeclaration | undefined, label: string, telling: Telling): string {
  const { sentences } = telling.language.messages
  if (value === null || value === '') return sentences.empty
  switch (field?.kind) {
    case 'money':
    case 'number':
      return decimal(value, field, telling.language.locale) ?? plain(value, telling)
    case 'boolean':
      return truth(value, label, telling) ?? plain(value, telling)
    case 'date':
      return date(value, telling) ?? plain(value, telling)
    case 'text':
      return typeof value === 'string' ? sentences.quoted.replace('{text}', () => plain(value, telling)) : plain(value, telling)
    default:
      return typeof value === 'boolean' ? (truth(value, label, telling) ?? String(value)) : plain(value, telling)
  }
}

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
function decimal(value: Json, field: FieldDeclaration, locale: string): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') return undefined
  const match = decimalText.exec(text)
  if (!match) return undefined
  const digits = match[1]?.length ?? 0
  const currency = field.kind === 'money' && currencyCode.test(field.currency ?? '') ? field.currency : undefined
  const key = `${locale} ${currency ?? ''} ${digits}`
  // since ES2023 a string is formatted as the decimal it spells
  return recallNumberFormat(key, () => numberFormat(locale, currency, digits)).format(text as `${number}`)
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
function date(value: Json, telling: Telling): string | undefined {
  if (typeof value !== 'string') return undefined
  const isDay = dateText.test(value)
  if (!isDay && !momentText.test(value)) return undefined
  const at = Date.parse(value)
  if (Number.isNaN(at)) return undefined
  const { locale } = telling.language
  const key = isDay ? locale : `${locale} ${telling.timeZone}`
  return recallDateFormat(key, () => dateFormat(locale, isDay ? undefined : telling.timeZone)).format(at)
}

const day = { year: 'numeric', month: 'short', day: 'numeric' } as const

const dateFormat = (locale: string, timeZone: string | undefined): Intl.DateTimeFormat =>
  timeZone === undefined
    ? new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' })
    : new Intl.DateTimeFormat(locale, { ...day, hour: 'numeric', minute: '2-digit', timeZoneName: 'short', timeZone })
