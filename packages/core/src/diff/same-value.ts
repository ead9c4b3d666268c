import type { FieldDeclaration } from '../catalogue/catalogue.ts'
import type { Json } from '../event/event.ts'

/** True where a reader would see no difference between two values of a field. Lists with a key are compared elsewhere. */
export function sameValue(a: Json, b: Json, field: FieldDeclaration | undefined): boolean {
  if (a === b) return true
  if (a === null || b === null) return false
  if (Array.isArray(a) && Array.isArray(b)) return field?.kind === 'list' ? sameItems(a, b) : sameJson(a, b)
  if (typeof a === 'object' || typeof b === 'object') return sameJson(a, b)
  switch (field?.kind) {
    case 'money':
    case 'number':
      return sameDecimal(String(a), String(b))
    case 'date':
      return sameMoment(String(a), String(b))
    case 'boolean':
      return truth(a) !== undefined && truth(a) === truth(b)
    default:
      return false
  }
}

const decimal = /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$/

/** "1.10" and "1.1" are one amount: compared digit by digit, never through a binary fraction. */
function sameDecimal(a: string, b: string): boolean {
  const [x, y] = [canonicalDecimal(a), canonicalDecimal(b)]
  return x !== undefined && x === y
}

function canonicalDecimal(text: string): string | undefined {
  const match = decimal.exec(text)
  if (!match || text.length > 200 || !/\d/.test(text)) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`
  return sign === '-' && digits !== '0' ? `-${digits}` : digits
}

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

/** Two spellings of one moment are the same; a day and a moment never are, since a day has no zone. */
function sameMoment(a: string, b: string): boolean {
  if (!moment.test(a) || !moment.test(b)) return false
  const [x, y] = [Date.parse(a), Date.parse(b)]
  return !Number.isNaN(x) && x === y
}

/** Stores without booleans keep 0 and 1. */
const truth = (value: Json): boolean | undefined =>
  value === true || value === 1 ? true : value === false || value === 0 ? false : undefined

/** The same items as often as each other, in any order: the order of a declared list means nothing. */
function sameItems(a: readonly Json[], b: readonly Json[]): boolean {
  if (a.length !== b.length) return false
  if (sameJson(a, b)) return true
  const [x, y] = [a.map(sortedText).sort(), b.map(sortedText).sort()]
  return x.every((text, index) => text === y[index])
}

/** Equal as JSON: objects member by member whatever their order, lists item by item. */
function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, index) => sameJson(item, b[index]))
  }
  const [x, y] = [a as { [key: string]: Json }, b as { [key: string]: Json }]
  const keys = Object.keys(x)
  return (
    keys.length === Object.keys(y).length &&
    keys.every((key) => Object.hasOwn(y, key) && sameJson(x[key] ?? null, y[key] ?? null))
  )
}

const sortedText = (value: Json): string =>
  JSON.stringify(value, (_, member: Json) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
