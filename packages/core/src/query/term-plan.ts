import { type AspectKey, aspects, aspectsOf } from './aspects.ts'
import { statusField } from './change-terms.ts'
import { isOpaqueText, wholeValue } from './change-values.ts'
import { decimalOf } from './decimal.ts'
import { foldText } from './fold-text.ts'
import { magnitudesWithin } from './magnitude.ts'
import type { Bound, FilterName, Query, Wanted } from './query.ts'
import { searchWords, withoutImplied } from './search-words.ts'
import { isPlainWord, pairTerm, recordStart, recordTerm, term, termPrefix } from './term.ts'
import { allOf, anyOf, having, havingPrefix, inexact, noneOf, nothing, type TermPlan, unknown } from './term-expr.ts'

/**
 * The terms (`termsOf`) by which an index finds the events of a query. Exact for ids, single words, names of one party,
 * fixed values, `none`, `*`, words of free text, and a field with one word of its new value. Not exact, so that each
 * candidate is asked again: phrases; several words where they might come from two places (values of changes, labels,
 * roles, related records); words of an old value; a field together with its old value; comparisons, and a `count`; times; the
 * beginning of a related record's path; values without a letter or digit; texts so long that their terms are cut; and
 * the negation of any of these.
 *
 * @example termPlan(parseQuery('outcome:failure')).exact
 */
export function termPlan(query: Query): TermPlan {
  switch (query.kind) {
    case 'and':
      return allOf(query.parts.map(termPlan))
    case 'or':
      return anyOf(query.parts.map(termPlan))
    case 'not':
      return noneOf(termPlan(query.part))
    case 'filter':
      return anyOf(query.values.map((wanted) => filterPlan(query.filter, wanted)))
    case 'change':
      return changePlan(query)
    case 'text':
      return textPlan(query)
    case 'time':
    case 'recorded':
      return unknown
  }
}

function filterPlan(filter: FilterName, wanted: Wanted): TermPlan {
  if (filter === 'status') return statusPlan(wanted)
  if (filter === 'count') return countPlan(wanted)
  if (wanted.match === 'range') return nothing
  if (wanted.match === 'none') return absencePlan(filter)
  if (wanted.match === 'prefix' && wanted.text === '') return presencePlan(filter)
  if (wanted.match === 'is' && wanted.ofType !== undefined) return recordPlan(filter, wanted.ofType, wanted.text)
  return anyOf(aspectsOf(filter, wanted).map((key) => aspectPlan(filter, key, wanted.text, wanted.match === 'prefix')))
}

const anyCount = havingPrefix(termPrefix('co', ':', ''))

/** How large a number is has a term, about; the number itself is asked of the event. */
function countPlan(wanted: Wanted): TermPlan {
  if (wanted.match === 'none') return noneOf(anyCount)
  if (wanted.match === 'prefix') return wanted.text === '' ? anyCount : nothing
  if (wanted.match === 'range') return rangePlan('co', wanted)
  const itself = { text: wanted.text, inclusive: true }
  return decimalOf(wanted.text) === undefined ? nothing : rangePlan('co', { low: itself, high: itself })
}

/** Terms that say that a filter's member is there, or that it is not; other members are not asked about in this way often. */
const presence: { readonly [filter in FilterName]?: TermPlan } = {
  object: noneOf(having(term('o', '!', ''))),
  organization: noneOf(having(term('g', '!', ''))),
  source: noneOf(having(term('s', '!', ''))),
  workflow: having(term('w', '?', '')),
  override: having(term('or', '?', '')),
  customer: having(term('c', '?', '')),
  batch: having(term('b', '?', '')),
  quality: having(term('x', '?', '')),
  reason: having(term('re', '?', '')),
}

const presencePlan = (filter: FilterName): TermPlan => presence[filter] ?? unknown

/** Of a hidden reason nobody can say that there is none, so that its absence has a term of its own. */
const absencePlan = (filter: FilterName): TermPlan =>
  filter === 'reason' ? having(term('re', '!', '')) : noneOf(presencePlan(filter))

function aspectPlan(filter: FilterName, key: AspectKey, text: string, isPrefix: boolean): TermPlan {
  if (key === 'vp' && text.includes('.')) return nothing
  const aspect = aspects[key]
  if (aspect.how === 'name') {
    const plan = wordsPlan(key, text, isPrefix, presencePlan(filter))
    return 'several' in aspect && !isOneWord(text) ? inexact(plan) : plan
  }
  if (key === 'cr') return customerPlan(text, isPrefix)
  if (key === 'o' || key === 'q' || key === 'w') return pathPlan(key, text, isPrefix)
  if (key === 'oi' || key === 'qi' || key === 'wi') return recordIdPlan(key.charAt(0), text, isPrefix)
  const found = aspect.how === 'folded' ? foldText(text) : text
  return isPrefix ? havingPrefix(termPrefix(key, '=', found)) : having(term(key, '=', found))
}

/** A record's path, `order/1842`: types and ids may have slashes of their own. */
function pathPlan(key: 'o' | 'q' | 'w', text: string, isPrefix: boolean): TermPlan {
  const plans: TermPlan[] = isPrefix ? [havingPrefix(termPrefix(`${key}t`, '=', text))] : []
  for (let at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
    const type = text.slice(0, at)
    const id = text.slice(at + 1)
    if (!isPrefix) plans.push(having(recordTerm(key, type, id)))
    else {
      const both = allOf([having(term(`${key}t`, '=', type)), havingPrefix(termPrefix(key, '=', id))])
      // Of several related records, one may have the type and another the id.
      plans.push(key === 'q' ? inexact(both) : both)
    }
  }
  return anyOf(plans)
}

/** One record or case by type and id. */
function recordPlan(filter: FilterName, type: string, id: string): TermPlan {
  if (filter === 'workflow') return having(recordTerm('w', type, id))
  if (filter !== 'object' && filter !== 'record') return nothing
  const plans = [having(recordTerm('o', type, id))]
  if (filter === 'record') plans.push(having(recordTerm('q', type, id)))
  if (filter === 'record' && type === 'customer') plans.push(having(term('c', '=', id)))
  return anyOf(plans)
}

/** The id of a record, whatever its type. */
const recordIdPlan = (key: string, id: string, isPrefix: boolean): TermPlan =>
  havingPrefix(isPrefix ? termPrefix(key, '=', id) : recordStart(key, id))

/** `customer` and `customer/c_482`: the customer as a record, whose terms are those of the customer. */
function customerPlan(text: string, isPrefix: boolean): TermPlan {
  const start = 'customer/'
  const id = text.startsWith(start) ? text.slice(start.length) : ''
  if (id !== '') return isPrefix ? havingPrefix(termPrefix('c', '=', id)) : having(term('c', '=', id))
  return text === 'customer' || (isPrefix && start.startsWith(text)) ? having(term('c', '?', '')) : nothing
}

/** All words; what has none is asked of whatever has any text there. */
function wordsPlan(key: string, text: string, isPrefix: boolean, ifNoWords: TermPlan): TermPlan {
  const words = searchWords(text)
  if (words.length === 0) return inexact(ifNoWords)
  return eachWord(words, isPrefix, (word, isStart) => wordPlan(key, word, isStart))
}

/** Whether one term says it all, so that no two of its words can come from two places. */
const isOneWord = (text: string): boolean => withoutImplied(searchWords(text)).length <= 1

/** All of some words, the last perhaps only in its beginning. */
function eachWord(words: readonly string[], isPrefix: boolean, plan: (word: string, isStart: boolean) => TermPlan): TermPlan {
  const whole = isPrefix ? words.slice(0, -1) : words
  const last = words.at(-1) ?? ''
  const needed = withoutImplied(words)
  return allOf([
    ...needed.filter((word) => whole.includes(word)).map((word) => plan(word, false)),
    ...(isPrefix && needed.includes(last) ? [plan(last, true)] : []),
  ])
}

const wordPlan = (key: string, word: string, isPrefix: boolean): TermPlan =>
  isPrefix ? havingPrefix(termPrefix(key, '~', word)) : having(term(key, '~', word))

const anyChange = having(term('f', '?', ''))

/** What the field `status` was set to, and what another was that the catalogue declares as a status. */
function statusPlan(wanted: Wanted): TermPlan {
  if (wanted.match === 'none') return unknown
  return wanted.match === 'range' ? inexact(anyChange) : anyOf([valuePlan('sv', wanted), valuePlan('sk', wanted)])
}

function afterPlan(wanted: Wanted): TermPlan {
  if (wanted.match === 'none') return having(term('av', '!', ''))
  return wanted.match === 'range' ? rangePlan('av', wanted) : valuePlan('av', wanted)
}

/** Old values: their words are those of free text, and their size is in no term. */
function beforePlan(wanted: Wanted): TermPlan {
  if (wanted.match === 'none') return having(term('bv', '!', ''))
  return wanted.match === 'range' ? inexact(anyChange) : valuePlan('bv', wanted)
}

function valuePlan(key: 'bv' | 'av' | 'sv' | 'sk', wanted: Exclude<Wanted, { match: 'none' | 'range' }>): TermPlan {
  const { text } = wanted
  const isPrefix = wanted.match === 'prefix'
  if (isPrefix && text === '') return inexact(anyChange)
  const isOld = key === 'bv'
  const words = wordsPlan(isOld ? 't' : key, text, isPrefix, anyChange)
  const plans = [isOld || !isOneWord(text) ? inexact(words) : words]
  if (isOpaqueText(text)) plans.push(isPrefix ? havingPrefix(termPrefix(key, '=', text)) : having(term(key, '=', text)))
  const exact = wholeValue(text, isPrefix)
  if (exact !== undefined) plans.push(isPrefix ? havingPrefix(termPrefix(key, '#', exact)) : having(term(key, '#', exact)))
  return anyOf(plans)
}

const rangePlan = (key: 'av' | 'co', { low, high }: { readonly low?: Bound; readonly high?: Bound }): TermPlan =>
  inexact(anyOf(magnitudesWithin(low, high).map((magnitude) => having(term(key, ':', magnitude)))))

function fieldPlan(wanted: Wanted): TermPlan {
  if (wanted.match !== 'is' && wanted.match !== 'prefix') return nothing
  const isPrefix = wanted.match === 'prefix'
  if (isPrefix && wanted.text === '') return anyChange
  const field = foldText(wanted.text)
  const label = wordsPlan('fl', wanted.text, isPrefix, anyChange)
  return anyOf([
    isPrefix ? havingPrefix(termPrefix('f', '=', field)) : having(term('f', '=', field)),
    !isOneWord(wanted.text) ? inexact(label) : label,
  ])
}

function changePlan({ field, before, after }: Extract<Query, { kind: 'change' }>): TermPlan {
  const one = [field, before, after].filter((values) => values !== undefined).length <= 1
  const plans: TermPlan[] = []
  if (field) plans.push(anyOf(field.map(fieldPlan)))
  if (before) plans.push(anyOf(before.map(beforePlan)))
  if (field && after) {
    const pairs = anyOf(field.flatMap((name) => after.map((value) => pairPlan(name, value))))
    if (!before && pairs.exact) return pairs
    plans.push(inexact(pairs))
  } else if (after) plans.push(anyOf(after.map(afterPlan)))
  if (plans.length === 0) return anyChange
  return one ? allOf(plans) : inexact(allOf(plans))
}

/** A field and a new value of the same change; exact for a field's name or label of one word, and one word or number. */
function pairPlan(field: Wanted, after: Wanted): TermPlan {
  const apart = inexact(allOf([fieldPlan(field), afterPlan(after)]))
  const key = field.match === 'is' ? foldText(field.text) : ''
  const fieldWords = searchWords(key)
  const isKey = fieldWords.length === 1 && fieldWords[0] === key
  if (!isKey || (after.match !== 'is' && after.match !== 'prefix') || isOpaqueText(after.text)) return apart
  const isPrefix = after.match === 'prefix'
  const pairs = [pairsWith(key, after.text, isPrefix)]
  // A field of this name has its new values there; one that is called so by a label, above.
  if (key === statusField) pairs.push(valuePlan('sv', after))
  return searchWords(after.text).length === 0 ? apart : anyOf(pairs)
}

function pairsWith(field: string, text: string, isPrefix: boolean): TermPlan {
  const of = (sign: '~' | '#', value: string, isStart: boolean) => {
    const pair = pairTerm('fv', field, sign, value, isStart)
    return isStart ? havingPrefix(pair) : having(pair)
  }
  const together = eachWord(searchWords(text), isPrefix, (word, isStart) => of('~', word, isStart))
  const whole = wholeValue(text, isPrefix)
  return anyOf([isOneWord(text) ? together : inexact(together), ...(whole === undefined ? [] : [of('#', whole, isPrefix)])])
}

/** Words of free text may come from anywhere in the event, so that they meet in the index; a phrase is looked for again. */
function textPlan({ text, phrase, prefix }: Extract<Query, { kind: 'text' }>): TermPlan {
  const words = searchWords(text)
  if (words.length === 0) return nothing
  const plan = eachWord(words, prefix, freeWordPlan)
  return phrase && words.length > 1 ? inexact(plan) : plan
}

/** Where a word of free text has its terms: words of names, values, labels and reasons are not written twice. */
const freeKeys = ['t', 'an', 'on', 'cn', 'gn', 'sn', 'av', 'fl', 're'] as const

/** Ids and parts of actions that are one plain word are their own terms. */
function freeWordPlan(word: string, isStart: boolean): TermPlan {
  const plans = freeKeys.map((key) => wordPlan(key, word, isStart))
  if (isPlainWord(word)) {
    plans.push(recordIdPlan('o', word, isStart), recordIdPlan('q', word, isStart))
    for (const key of ['c', 'vp']) plans.push(isStart ? havingPrefix(termPrefix(key, '=', word)) : having(term(key, '=', word)))
  }
  return anyOf(plans)
}
