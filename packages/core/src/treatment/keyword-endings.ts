import { buildAutomaton } from './keyword-automaton.ts'
import { cloudRules } from './rules/cloud-rules.ts'
import { hostingRules } from './rules/hosting-rules.ts'
import { keyMaterialRules } from './rules/key-material-rules.ts'
import { messagingRules } from './rules/messaging-rules.ts'
import { modelRules } from './rules/model-rules.ts'
import { paymentRules } from './rules/payment-rules.ts'
import type { TokenRule } from './rules/rule.ts'
import { secretPhrases } from './secret-words.ts'

const tokenRules: readonly TokenRule[] = [
  ...hostingRules,
  ...cloudRules,
  ...paymentRules,
  ...messagingRules,
  ...modelRules,
  ...keyMaterialRules,
]

interface Keyword {
  readonly text: string
  /** Absent for the name of a secret, whose value is read by `assignedAt`. */
  readonly rule?: TokenRule
}

/** Names too short or too common to look for anywhere but directly before a colon or an equals sign. */
const namesBeforeSign = ['pass', 'pw', 'clave', 'parola', 'dsn', 'auth'].flatMap((name) => [`${name}:`, `${name} :`, `${name}":`])
const keywords: readonly Keyword[] = [
  ...tokenRules.flatMap((rule) => rule.keywords.map((text) => ({ text, rule }))),
  ...[...new Set([...secretPhrases.flatMap(([, list]) => list.flatMap(spelledInText)), ...namesBeforeSign])].map((text) => ({
    text,
  })),
]
/** Built once, when the module is loaded. */
export const automaton = buildAutomaton(keywords.map(({ text }) => text))

/** By state, from `automaton.firstHit` on, where a keyword has ended: the rules to try, and the longest of the names that end there (the shorter are parts of it). */
export const endings = automaton.ends.map((indexes) => {
  const here = indexes.flatMap((index) => keywords[index] ?? [])
  const names = here.filter(({ rule }) => rule === undefined).map(({ text }) => text.length)
  return {
    rules: here.flatMap(({ text, rule }) => (rule === undefined ? [] : [{ rule, length: text.length }])),
    name: names.length === 0 ? undefined : Math.max(...names),
  }
})

/** `one time code` is also `one-time code`, `one_time_code` and `onetimecode`. */
function spelledInText(phrase: string): readonly string[] {
  const [first = '', ...others] = phrase.split(' ')
  const separated = others.reduce((spelled, word) => spelled.flatMap((text) => [`${text} ${word}`, `${text}_${word}`]), [first])
  return [...separated, phrase.replaceAll(' ', '')]
}
