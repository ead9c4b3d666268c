import { literally } from './literally.ts'
import { BadMapping } from './mapping.ts'
import type { WallTime } from './source-time.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const longMonths = 'January|February|March|April|May|June|July|August|September|October|November|December'

/** The parts of a pattern, and what each matches. Longer ones come first, so that `MM` is not read as two `M`. */
const parts: { readonly [part: string]: string } = {
  YYYY: '(?<year>\\d{4})',
  MMMM: `(?<name>${longMonths})`,
  MMM: `(?<name>${months.join('|')})`,
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour12>\\d{2})',
  h: '(?<hour12>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<fraction>\\d{1,9})',
  A: '(?<half>[ap]m)',
  Z: '(?<offset>Z|[+-]\\d{2}:?\\d{2})',
}
const partPattern = new RegExp(
  Object.keys(parts)
    .sort((a, b) => b.length - a.length)
    .join('|'),
  'g',
)

/**
 * Compiles a pattern of the mapping, such as `DD.MM.YYYY HH:mm:ss`, `M/D/YYYY h:mm A`, `D MMM YYYY`, into a reader.
 * Everything that is no part has to stand in the text as it stands in the pattern; letters in `[…]` stand for themselves.
 * Years have four digits: two would be guessed. Throws `BadMapping`.
 */
export function compileTimePattern(format: string, where: string): (text: string) => WallTime | undefined {
  const used: string[] = []
  const source = format
    .split(/(\[[^\]]*\])/)
    .map((piece) => (piece.startsWith('[') ? literally(piece.slice(1, -1)) : pieceSource(piece, used, where)))
    .join('')
  const names = used.map((part) => /<(\w+)>/.exec(parts[part] ?? '')?.[1] ?? '')
  const fault = faultOf(new Set(names), names.length)
  if (fault !== undefined) throw new BadMapping(`${where}.format`, fault)
  const pattern = new RegExp(`^${source}$`, 'i')
  return (text) => {
    const groups = pattern.exec(text)?.groups
    return groups === undefined ? undefined : wallTime(groups)
  }
}

function pieceSource(piece: string, used: string[], where: string): string {
  let source = ''
  let at = 0
  for (const { 0: part, index } of piece.matchAll(partPattern)) {
    source += literal(piece.slice(at, index), where) + (parts[part] ?? '')
    used.push(part)
    at = index + part.length
  }
  return source + literal(piece.slice(at), where)
}

function literal(text: string, where: string): string {
  // `T` is so common between date and time that it needs no brackets.
  const letters = /[A-SU-Za-z]+/.exec(text)?.[0]
  if (letters === undefined) return literally(text)
  const known = Object.keys(parts).join(', ')
  throw new BadMapping(`${where}.format`, `"${letters}" is no part of a time; there are ${known}, and [text] for text`)
}

function faultOf(names: ReadonlySet<string>, many: number): string | undefined {
  if (names.size !== many) return 'a part stands twice'
  if (!names.has('year') || !names.has('day')) return 'a date needs YYYY, a month (MM, M, MMM or MMMM) and a day (DD or D)'
  if (names.has('month') === names.has('name')) return 'a date needs exactly one month: MM, M, MMM or MMMM'
  if (names.has('hour12') !== names.has('half')) return 'h and hh go with A (am or pm), and A with them'
  if (names.has('hour') && names.has('hour12')) return 'HH and hh do not go together'
  return undefined
}

function wallTime(groups: { readonly [name: string]: string | undefined }): WallTime | undefined {
  const { year, name, day = '', minute = '00', second = '00', fraction, offset } = groups
  const month = name === undefined ? groups.month : String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1)
  const hour = groups.hour12 === undefined ? (groups.hour ?? '00') : from12(Number(groups.hour12), groups.half ?? '')
  if (hour === undefined) return undefined
  const two = (text = ''): string => text.padStart(2, '0')
  const clock = `${two(hour)}:${minute}:${second}${fraction === undefined ? '' : `.${fraction}`}`
  return { date: `${year}-${two(month)}-${two(day)}`, clock, offset }
}

function from12(hour: number, half: string): string | undefined {
  if (hour < 1 || hour > 12) return undefined
  return String((hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0))
}
