import type { Verb } from '../messages/en/verbs.ts'
import type { Language, Messages } from '../messages/languages.ts'
import { remembered } from '../messages/remembered.ts'
import { wordsInside, wordsOf } from './words.ts'

/** How an action reads after its actor: "approved {object}", and "approve {object}" after "tried to". */
export interface Predicate extends Verb {
  /** The verb in the past and its base form, for messages that name `words`. */
  readonly words: string
  readonly base: string
  /** What the verb is done to, where the action says: "owner" in `order.owner_changed`. */
  readonly noun: string
  readonly preposition: string
  /** What the action is about, in words: "customer" in `customer.exported`. */
  readonly thing: string
  /** Says no more than that something changed. */
  readonly plain: boolean
  /** The record comes to be: its fields have no value before. */
  readonly creating: boolean
  /** Values would say nothing more. */
  readonly silent: boolean
  /** Done to many records at once, unless one is named. */
  readonly many: boolean
  /** The action itself tells of a failure, so that a failed outcome needs no other words. */
  readonly failing: boolean
  /** Its only change says where to, or whose: "moved". */
  readonly towards: boolean
  /** Adds or takes away what the noun names: "added the label". */
  readonly naming: boolean
  /** What stands after the record: "as paid" in `order.marked_as_paid`. */
  readonly rest: string
  /** The action's own words, where none of them is a verb. */
  readonly phrase: string
}

const recall = remembered<Predicate>(4_000)

/** The predicate of an action by its name, or by the words that the catalogue declares for it. */
export const predicateOf = (action: string, declaredWords: string | undefined, language: Language): Predicate =>
  recall(`${language.locale} ${action} ${declaredWords ?? ''}`, () => makePredicate(action, declaredWords, language.messages))

function makePredicate(action: string, declaredWords: string | undefined, { verbs }: Messages): Predicate {
  const [thing = '', ...rest] = action.split('.')
  const tokens = inThePast(
    rest.flatMap((part) => part.split('_')).filter((token) => token !== ''),
    verbs,
  )
  const tail = tokens.join('_')
  const { verb, noun, particle, prefix, rest: after } = dissect(tokens, verbs)
  const [past, base] = inflect(verb, verbs)
  const common = {
    thing: wordsInside(wordsOf(thing)),
    plain: verbs.plain.includes(tail),
    creating: verbs.creating.includes(verb),
    silent: verbs.silent.includes(verb),
    many: verbs.many.includes(verb) || prefix !== '',
    failing: verbs.failing.includes(verb),
    noun: wordsInside(wordsOf(noun.join(' '))),
    preposition: verbs.prepositions[verb] ?? '',
    towards: verbs.towards.includes(verb),
    naming: verbs.naming.includes(verb),
    rest: after,
    phrase: tokens.join(' '),
  }
  if (declaredWords !== undefined) {
    const [first = '', ...others] = declaredWords.split(' ')
    const said = { words: declaredWords, base: [inflect(first, verbs)[1], ...others].join(' ') }
    return { ...common, ...said, done: verbs.withObject, attempt: baseForm(verbs.withObject), noun: '' }
  }
  const whole = Object.hasOwn(verbs.whole, tail) ? verbs.whole[tail] : undefined
  const said = { words: join(prefix, past, particle), base: join(prefix, base, particle) }
  if (whole) return { ...common, ...said, ...whole, noun: '' }
  if (after !== '') return { ...common, ...said, done: verbs.withRest, attempt: baseForm(verbs.withRest) }
  if (!isParticiple(verb, verbs))
    return {
      ...common,
      ...said,
      ...verbs.withoutVerb,
      ...(tokens.length === 1 ? { attempt: baseForm(verbs.withObject) } : {}),
      noun: '',
    }
  const done = noun.length === 0 ? verbs.withObject : common.preposition === '' ? verbs.withNoun : verbs.withNounAnd
  return { ...common, ...said, done, attempt: baseForm(done) }
}

const baseForm = (done: string): string => done.replace('{words}', '{base}')

const join = (prefix: string, verb: string, particle: string): string =>
  `${prefix === '' ? '' : `${prefix}-`}${verb}${particle === '' ? '' : ` ${particle}`}`

const isParticiple = (token: string, verbs: Messages['verbs']): boolean =>
  token.endsWith('ed') || Object.hasOwn(verbs.irregular, token)

/** `approve` → approved, for producers that name what is to be done and not what was. */
function inThePast(tokens: readonly string[], verbs: Messages['verbs']): readonly string[] {
  const last = tokens.at(-1) ?? ''
  if (!verbs.bases.includes(last)) return tokens
  return [...tokens.slice(0, -1), last.endsWith('e') ? `${last}d` : `${last}ed`]
}

/**
 * `config_rolled_back` → rolled, back, config; `bulk_updated` → updated, with the prefix bulk; `marked_as_paid` → marked,
 * with "as paid" after the record.
 */
function dissect(tokens: readonly string[], verbs: Messages['verbs']) {
  const [first = '', link = '', ...place] = tokens
  if (place.length > 0 && verbs.links.includes(link) && isParticiple(first, verbs))
    return { verb: first, particle: '', noun: [], prefix: '', rest: [link, ...place].join(' ') }
  const last = tokens.at(-1) ?? ''
  const hasParticle = tokens.length > 1 && verbs.particles.includes(last)
  const verbAt = tokens.length - (hasParticle ? 2 : 1)
  const before = tokens.slice(0, Math.max(verbAt, 0))
  const prefix = before.length === 1 && verbs.prefixes.includes(before[0] ?? '') ? (before[0] ?? '') : ''
  return { verb: tokens[verbAt] ?? '', particle: hasParticle ? last : '', noun: prefix === '' ? before : [], prefix, rest: '' }
}

function inflect(participle: string, verbs: Messages['verbs']): readonly [past: string, base: string] {
  const irregular = Object.hasOwn(verbs.irregular, participle) ? verbs.irregular[participle] : undefined
  if (irregular) return irregular
  for (const [ending, base] of verbs.baseEndings) {
    if (participle.length > ending.length && participle.endsWith(ending))
      return [participle, participle.slice(0, -ending.length) + base]
  }
  return [participle, participle]
}
