import { type AspectKey, aspects, aspectsOf } from './aspects.ts'
import { isOpaqueText, wholeValue } from './change-values.ts'
import { foldText } from './fold-text.ts'
import { magnitudesWithin } from './magnitude.ts'
import type { FilterName, Query, Wanted } from './query.ts'
import { searchWords, withoutImplied } from './search-words.ts'
import { pairTerm, term, termPrefix } from './term.ts'
import { allOf, anyOf, having, havingPrefix, inexact, noneOf, nothing, type TermPlan, unknown } from './term-expr.ts'

/**
 * The terms (`termsOf`) by which an index finds the events of a query. Exact for ids, single words, names of one party,
 * fixed values, `none`, `*`, words of free text, and a field with one word of its new value. Not exact, so that each
 * candidate is asked again: phrases; several words where they might come from two places (values of changes, labels,
 * roles, related records); a field together with its old value; comparisons; times; values without a letter or digit;
 * texts so long that their terms are cut; and the negation of any of these.
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
      return unknown
  }
}

function filterPlan(filter: FilterName, wanted: Wanted): TermPlan {
  if (filter === 'status') return statusPlan(wanted)
  if (wanted.match === 'range') return nothing
  if (wanted.match === 'none') return absencePlan(filter)
  if (wanted.match === 'prefix' && wanted.text === '') return presencePlan(filter)
  return anyOf(aspectsOf(filter, wanted).map((key) => aspectPlan(filter, key, wanted.text, wanted.match === 'prefix')))
}

/** Terms that say that a filter's member is there, or that it is not; other members are not asked about in this way often. */
const presence: { readonly [filter in FilterName]?: TermPlan } = {
  object: noneOf(having(term('o', '!', ''))),
  organization: noneOf(having(term('g', '!', ''))),
  source: noneOf(having(term('s', '!', ''))),
  workflow: having(term('w', '?', '')),
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
  if (!canMeet(key, text)) return nothing
  const aspect = aspects[key]
  if (aspect.how === 'name') {
    const plan = wordsPlan(key, text, isPrefix, presencePlan(filter))
    return 'several' in aspect && !isOneWord(text) ? inexact(plan) : plan
  }
  if (key === 'cr') return customerPlan(text, isPrefix)
  const found = aspect.how === 'folded' ? foldText(text) : text
  return isPrefix ? havingPrefix(termPrefix(key, '=', found)) : having(term(key, '=', found))
}

/** What the shape of a value rules out: a path has a slash, a whole action a dot, and a part of an action none. */
function canMeet(key: AspectKey, text: string): boolean {
  if (key === 'o' || key === 'q' || key === 'w') return text.includes('/')
  return key !== 'vp' || !text.includes('.')
}

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

const statusPlan = (wanted: Wanted): TermPlan => (wanted.match === 'none' ? unknown : valuePlan('sv', wanted))

function valuePlan(key: 'bv' | 'av' | 'sv', wanted: Wanted): TermPlan {
  if (wanted.match === 'none') return having(term(key, '!', ''))
  if (wanted.match === 'range') return rangePlan(key, wanted)
  if (wanted.match === 'prefix' && wanted.text === '') return inexact(anyChange)
  const { text } = wanted
  const isPrefix = wanted.match === 'prefix'
  const words = wordsPlan(key, text, isPrefix, anyChange)
  const plans = [!isOneWord(text) ? inexact(words) : words]
  if (isOpaqueText(text)) plans.push(isPrefix ? havingPrefix(termPrefix(key, '=', text)) : having(term(key, '=', text)))
  const exact = wholeValue(text, isPrefix)
  if (exact !== undefined) plans.push(isPrefix ? havingPrefix(termPrefix(key, '#', exact)) : having(term(key, '#', exact)))
  return anyOf(plans)
}

const rangePlan = (key: string, { low, high }: Extract<Wanted, { match: 'range' }>): TermPlan =>
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
  if (before) plans.push(anyOf(before.map((wanted) => valuePlan('bv', wanted))))
  if (field && after) {
    const pairs = anyOf(field.flatMap((name) => after.map((value) => pairPlan(name, value))))
    if (!before && pairs.exact) return pairs
    plans.push(inexact(pairs))
  } else if (after) plans.push(anyOf(after.map((wanted) => valuePlan('av', wanted))))
  if (plans.length === 0) return anyChange
  return one ? allOf(plans) : inexact(allOf(plans))
}

/** A field and a new value of the same change; exact for a field's name or label of one word, and one word or number. */
function pairPlan(field: Wanted, after: Wanted): TermPlan {
  const apart = inexact(allOf([fieldPlan(field), valuePlan('av', after)]))
  const key = field.match === 'is' ? foldText(field.text) : ''
  const fieldWords = searchWords(key)
  const isKey = fieldWords.length === 1 && fieldWords[0] === key
  if (!isKey || (after.match !== 'is' && after.match !== 'prefix') || isOpaqueText(after.text)) return apart
  const isPrefix = after.match === 'prefix'
  const of = (sign: '~' | '#', value: string, isStart: boolean) => {
    const pair = pairTerm('fv', key, sign, value, isStart)
    return isStart ? havingPrefix(pair) : having(pair)
  }
  const words = searchWords(after.text)
  if (words.length === 0) return apart
  const together = eachWord(words, isPrefix, (word, isStart) => of('~', word, isStart))
  const whole = wholeValue(after.text, isPrefix)
  return anyOf([isOneWord(after.text) ? together : inexact(together), ...(whole === undefined ? [] : [of('#', whole, isPrefix)])])
}

/** Words of free text may come from anywhere in the event, so that they meet in the index; a phrase is looked for again. */
function textPlan({ text, phrase, prefix }: Extract<Query, { kind: 'text' }>): TermPlan {
  const words = searchWords(text)
  if (words.length === 0) return nothing
  const plan = eachWord(words, prefix, (word, isStart) => anyOf(freeKeys.map((key) => wordPlan(key, word, isStart))))
  return phrase && words.length > 1 ? inexact(plan) : plan
}

/** Where words of free text have their terms: words of values, labels and reasons are not written twice. */
const freeKeys = ['t', 'av', 'bv', 'fl', 're'] as const
