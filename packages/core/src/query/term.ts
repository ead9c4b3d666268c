/**
 * One index term: opaque to every index, one word of `[a-z0-9_.\-/@%+*=~#?!:]`, at most 100 characters, equal for equal
 * input and never for another, except where it was cut (`isCut`). A beginning of the text is a beginning of the term.
 */
export const term = (key: string, sign: TermSign, text: string): Term => ({
  text: termText(key, sign, text),
  isCut: encode(text).length > longest,
})

/** The text of the term alone. */
export function termText(key: string, sign: TermSign, text: string): string {
  const encoded = encode(text)
  return encoded.length <= longest ? key + sign + encoded : `${key}${sign}${cut(encoded)}*${hash(text)}`
}

/** What every term of a text begins with that begins with this one. Where it was cut, other texts' terms do too. */
export function termPrefix(key: string, sign: TermSign, text: string): Term {
  const encoded = encode(text)
  const isCut = encoded.length > longest
  return { text: `${key}${sign}${isCut ? cut(encoded) : encoded}`, isCut }
}

/** A term of two texts, for a field and a value of one change. Only the second may be a beginning. */
export function pairTerm(key: string, field: string, sign: '~' | '#', value: string, isPrefix = false): Term {
  const rest = isPrefix ? termPrefix('', sign, value) : term('', sign, value)
  return { text: pairStart(key, field) + rest.text, isCut: !isShortField(field) || rest.isCut }
}

/** What a term of a field and a value has before the value, which follows as a term without key. */
export const pairStart = (key: string, field: string): string =>
  isShortField(field) ? termText(key, '=', field) : `${key}=*${hash(field)}`

const isShortField = (field: string): boolean => encode(field).length <= longest / 2

/**
 * A record by its id and type in one term, id first: `recordStart` finds it by the id alone, `termPrefix` by the id's
 * beginning. No encoded text has the colon between the two.
 */
export function recordTerm(key: string, type: string | undefined, id: string): Term {
  const start = recordStart(key, id)
  if (type === undefined) return { text: `${start.text}!`, isCut: start.isCut }
  const kind = encode(type)
  const isLong = kind.length > longest / 2
  return { text: start.text + (isLong ? `*${hash(type)}` : kind), isCut: start.isCut || isLong }
}

/** The text of that term alone. */
export function recordText(key: string, type: string | undefined, id: string): string {
  const isPlain =
    id.length <= longest && plain.test(id) && (type === undefined || (type.length <= longest / 2 && plain.test(type)))
  return isPlain ? `${key}=${id}:${type ?? '!'}` : recordTerm(key, type, id).text
}

/** What the term of every record with this id begins with. */
export function recordStart(key: string, id: string): Term {
  const { text, isCut } = term(key, '=', id)
  return { text: `${text}:`, isCut }
}

/** A word that an id or a part of an action may be, so that the term of the whole says it and no other is needed. */
export const isPlainWord = (text: string): boolean => plainWord.test(text)

export interface Term {
  readonly text: string
  readonly isCut: boolean
}

/** `=` an id, `~` a word, `#` a number, `:` how large or late about, `?` that there is something, `!` that there is nothing. */
export type TermSign = '=' | '~' | '#' | ':' | '?' | '!'

const longest = 44
const plainWord = /^[a-z0-9]{1,44}$/
const plain = /^[a-z0-9_.\-/@]*$/
const digits = 'abcdefghijklmnopqrstuvwxyz0123456789_.-/@'
const base = digits.length

/** Each UTF-16 unit by itself, and none the beginning of another: what is plain as it is, capitals as `+a`, the rest as `%` and three digits of base 41. */
const encode = (text: string): string =>
  plain.test(text) ? text : text.replace(/[^a-z0-9_.\-/@]/g, (unit) => encodeUnit(unit.charCodeAt(0)))

function encodeUnit(code: number): string {
  if (code >= 0x41 && code <= 0x5a) return `+${String.fromCharCode(code + 0x20)}`
  const digit = (value: number): string => digits.charAt(value % base)
  return `%${digit(Math.floor(code / (base * base)))}${digit(Math.floor(code / base))}${digit(code)}`
}

/** At most `longest` characters, ending where a unit ends. */
function cut(encoded: string): string {
  let end = 0
  for (let next = 0; next <= longest; next += unitLength(encoded, next)) end = next
  return encoded.slice(0, end)
}

const unitLength = (encoded: string, at: number): number => (encoded.charAt(at) === '%' ? 4 : encoded.charAt(at) === '+' ? 2 : 1)

/** FNV-1a, twice with different seeds: spreads, and hides nothing. */
function hash(text: string): string {
  let one = 0x811c9dc5
  let two = 0x9747b28c
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    one = Math.imul(one ^ unit, 0x01000193)
    two = Math.imul(two ^ (unit + at), 0x01000193)
  }
  return (one >>> 0).toString(36) + (two >>> 0).toString(36)
}
