import { dayAt, filterMeant, queryWords } from '@daybook/core'
import { problemOf } from './query-problem.ts'

/** More than anybody gets wrong in one line. */
const mostMends = 6

/**
 * What somebody probably means by a text that is no query, or that is one but would hardly find what they mean: another
 * language's quotes, `or` in small letters, `user:` for `actor:`, a day as they write it. Undefined where nothing is to be
 * said. What comes back is a query, and only ever offered.
 */
export const mendQuery = (typed: string, zone: string, nowMs: number = Date.now()): string | undefined => {
  let text = withoutHabits(typed)
  for (let mended = 0; mended < mostMends; mended++) {
    const at = problemOf(text)?.at
    if (at === undefined) break
    const next = mendAt(text, at, { zone, nowMs })
    if (next === undefined) return undefined
    text = next
  }
  text = text.trim()
  return text === typed.trim() || text === '' || problemOf(text) !== undefined ? undefined : text
}

interface Now {
  readonly zone: string
  readonly nowMs: number
}

/** One thing put right at the place where a query goes wrong; undefined where nobody can tell what was meant. */
const mendAt = (text: string, at: number, now: Now): string | undefined => {
  const [before, rest] = [text.slice(0, at), text.slice(at)]
  if (/[:,<>=]$/.test(before) && /^\s+\S/.test(rest)) return before + rest.trimStart()
  if (/^["“”„]/.test(rest)) return `${text}"`
  if (rest.startsWith('(')) return /[:,]$/.test(before) ? undefined : `${text})`
  if (rest.startsWith(')')) return before + rest.slice(1)
  if (/^[-–—−]\s/.test(rest)) return `${before}-${rest.slice(1).trimStart()}`
  if (/^(?:AND|OR)(?=\s|$)/.test(rest)) return before + rest.replace(/^(?:AND|OR)\s*/, '')
  if (at >= text.length) return /(?:^|\s)(?:AND|OR|NOT)\s*$/.test(text) ? text.replace(/\s*(?:AND|OR|NOT)\s*$/, '') : undefined
  return mendFilter(before, rest) ?? mendValue(before, rest, now)
}

/** A name before a colon that is no filter. */
const mendFilter = (before: string, rest: string): string | undefined => {
  const [whole = '', not = '', name = ''] = /^(not\.)?([A-Za-z][A-Za-z_.-]*):/i.exec(rest) ?? []
  if (name === '' || isFilter(name)) return undefined
  const value = rest.slice(whole.length)
  if (/^(?:order|ticket)$/i.test(name) && /^#?\w/.test(value))
    return `${before}${not}object:${name.toLowerCase()}/${value.replace(/^#/, '')}`
  if (/^[<>]/.test(value)) return `${before}field:${name}${value}`
  const meant = filterMeant(name)
  return meant === undefined ? undefined : `${before}${not}${meant}:${value}`
}

const isFilter = (name: string): boolean => queryWords.some((word) => word.toLowerCase() === name.toLowerCase())

/** A value that its filter does not take. */
const mendValue = (before: string, rest: string, now: Now): string | undefined => {
  const name = /([A-Za-z_.-]+):(?:[^\s:]*,)?[<>=]*$/
    .exec(before)?.[1]
    ?.toLowerCase()
    .replace(/^not\./, '')
  const value = /^"[^"]*"|^[^\s()]+/.exec(rest)?.[0] ?? ''
  const tail = rest.slice(value.length)
  const put = (next: string | undefined) => (next === undefined ? undefined : before + next + tail)
  if (name === 'at' || name === 'from' || name === 'to') {
    const day = dayMeant(value.replace(/^[<>]=?/, ''), now)
    if (day !== undefined) return put(`${/^[<>]=?/.exec(value)?.[0] ?? ''}${day}`)
    if (name !== 'from' || !/^\p{L}/u.test(value)) return undefined
    return before.replace(/from:$/i, 'actor:') + value + tail
  }
  if (name === 'before' || name === 'after' || name === 'count') return put(numberMeant(value))
  if (name === 'outcome') return put(outcomes[value.toLowerCase()])
  if (value.startsWith('*') && /[\p{L}\p{N}]/u.test(value)) return put(`${value.replaceAll('*', '')}*`)
  return undefined
}

const outcomes: { readonly [typed: string]: string | undefined } = {
  failed: 'failure',
  fail: 'failure',
  error: 'failure',
  ok: 'success',
  succeeded: 'success',
  successful: 'success',
  refused: 'denied',
  forbidden: 'denied',
  blocked: 'denied',
}

const dayMs = 86_400_000

/** A day as it is spoken of, or written in Germany or with slashes where they leave no doubt which number is the month. */
const dayMeant = (typed: string, { zone, nowMs }: Now): string | undefined => {
  const word = typed.toLowerCase()
  if (word === 'today' || word === 'now') return dayAt(nowMs, zone)
  if (word === 'yesterday') return dayAt(nowMs - dayMs, zone)
  const two = (number: string) => number.padStart(2, '0')
  const [, year, month = '', day = ''] = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(word) ?? []
  if (year !== undefined) return `${year}-${two(month)}-${two(day)}`
  const [, one = '', sign, other = '', end] = /^(\d{1,2})([/.])(\d{1,2})\2(\d{4})$/.exec(word) ?? []
  if (end === undefined) return undefined
  if (sign === '.' || Number(one) > 12) return `${end}-${two(other)}-${two(one)}`
  return Number(other) > 12 || one === other ? `${end}-${two(one)}-${two(other)}` : undefined
}

/** `>€1.200,50` and `>1,200.50`: what remains is a number as it is recorded. */
const numberMeant = (typed: string): string | undefined => {
  const [, sign = '', number = ''] = /^([<>]=?)?\p{Sc}?(-?\d[\d.,' ]*)\p{Sc}?$/u.exec(typed) ?? []
  if (number === '' || sign === '') return undefined
  const point = Math.max(number.lastIndexOf(','), number.lastIndexOf('.'))
  const decimals = number.length - point - 1
  const isPoint = point >= 0 && decimals !== 3 && decimals > 0
  const whole = (isPoint ? number.slice(0, point) : number).replaceAll(/[.,' ]/g, '')
  return `${sign}${whole}${isPoint ? `.${number.slice(point + 1)}` : ''}`
}

const names = queryWords.join('|')

/** What is a query as it stands, and is meant as another. */
const habits: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  // Quotes of other languages and keyboards; an apostrophe inside a word is none.
  [/(^|[\s:(,-])['‘‹«]([^'’›»"]+)['’›»](?=$|[\s),])/g, '$1"$2"'],
  [/(\S\s+)or(?=\s+\S)/g, '$1OR'],
  [new RegExp(`(\\S\\s+)and(?=\\s+(?:${names}):)`, 'gi'), '$1AND'],
  [new RegExp(`(^|\\s|\\()not(?=\\s+(?:${names}):)`, 'g'), '$1NOT'],
  [new RegExp(`(^|\\s|\\()!(?=(?:${names}):)`, 'gi'), '$1-'],
  [new RegExp(`(^|\\s|\\()-\\s+(?=(?:${names}):)`, 'gi'), '$1-'],
  [new RegExp(`(^|\\s|\\(|-)(${names})==?(?=[^\\s=])`, 'gi'), '$1$2:'],
  [
    /(^|\s)(\p{L}[\p{L}_]*)\s*([<>]=?)\s*(?=\p{Sc}?\d)/gu,
    (_, space = '', name = '', sign = '') => `${space}${/^count$/i.test(name) ? `${name}:` : `field:${name}`}${sign}`,
  ],
  [/(:[^\s|"]+)\|(?=[^\s|])/g, '$1,'],
]

/** Only what stands outside of quotes is looked at. */
const withoutHabits = (typed: string): string =>
  typed
    .split(/("(?:\\.|[^"\\])*"|“[^”]*”|„[^“”]*[“”])/)
    .map((part, at) => (at % 2 === 1 ? part : habits.reduce(applied, part)))
    .join('')

const applied = (text: string, [habit, put]: (typeof habits)[number]): string =>
  typeof put === 'string' ? text.replace(habit, put) : text.replace(habit, put)
