import { assignedAfterForeignName, assignedAt } from './assignment.ts'
import { findCardNumbers } from './card-number.ts'
import { eachMatch } from './each-match.ts'
import { findIbans } from './iban.ts'
import { assignColumn, digitColumn, foldedBelow, joinColumn, spaceColumn } from './keyword-automaton.ts'
import { automaton, endings } from './keyword-endings.ts'
import { longRunRules, lowerCaseRunRules } from './long-run-rules.ts'
import { percentDecoded } from './percent-encoded.ts'
import { endOfPrivateKey } from './private-key-block.ts'
import { runBefore, type TokenRule } from './rules/rule.ts'
import { type SecretLabel, secretMaskSpans } from './secret-mask.ts'
import { passwordInOtherScripts } from './secret-words.ts'
import { seedPhraseAt } from './seed-phrase.ts'

/** A secret in a text, by UTF-16 positions, `end` exclusive. */
export interface SecretMatch {
  readonly kind: string
  readonly label: SecretLabel
  readonly start: number
  readonly end: number
}

const none: readonly SecretMatch[] = []
const shortestSecret = 7
const shortestLongRun = 24
// Each decoding is one more pass over the text.
const mostDecodings = 2
const { columns, next, start, firstHit } = automaton
/**
 * The secrets in a text, in order and without overlap: vendors' tokens, keys, passwords in addresses, values given to a secret's
 * name, card numbers and IBANs with valid check digits. Linear in the length of the text; an ordinary text costs one table
 * lookup a character. What it cannot know: a secret without a form of its own and without a telling word beside it.
 *
 * @example
 * findSecrets('card 4111 1111 1111 1111')[0]?.label // 'card number'
 */
export const findSecrets = (text: string): readonly SecretMatch[] =>
  mayBeEncoded(text) ? findEncoded(text, mostDecodings) : findPlain(text)

const mayBeEncoded = (text: string): boolean => text.includes('%') || (text.includes('+') && text.includes('?'))

/** What stands in a link is often encoded, once or twice: it is looked at both as it is and as it reads. */
const findEncoded = (text: string, decodings: number): readonly SecretMatch[] => {
  const plain = findPlain(text)
  const decoded = decodings > 0 ? percentDecoded(text) : undefined
  if (decoded === undefined) return plain
  const { at } = decoded
  const inside = findEncoded(decoded.text, decodings - 1).map((match) => ({
    ...match,
    start: at[match.start] as number,
    end: at[match.end] as number,
  }))
  return inside.length === 0 ? plain : withoutOverlap([...plain, ...inside])
}

const findPlain = (text: string): readonly SecretMatch[] => {
  const { length } = text
  if (length < shortestSecret || (length === 36 && isUuid(text))) return none
  let state = start
  const seen: Seen = { hits: undefined, digits: 0, digitRun: 0, longRun: false, foreign: false }
  let digitRun = 0
  let run = 0
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    const column = code < foldedBelow ? (columns[code] as number) : 0
    state = next[(state << 5) | column] as number
    if (state >= firstHit) {
      if (seen.hits === undefined) seen.hits = [i, state]
      else seen.hits.push(i, state)
    }
    run++
    if (column === digitColumn) {
      seen.digits++
      digitRun++
      if (digitRun > seen.digitRun) seen.digitRun = digitRun
    } else if (column === spaceColumn) run = 0
    else if (column !== joinColumn) {
      if (code < 128) digitRun = 0
      if (column === assignColumn || column === 0) run = 0
    }
    if (run >= shortestLongRun) seen.longRun = true
    if (code >= foldedBelow) seen.foreign = true
  }
  if (seen.hits === undefined && seen.digits < 7 && !seen.foreign && !seen.longRun) return none
  return collect(text, seen)
}

/** What one pass over a text has shown of it; `digitRun` counts digits with no more than separators between them. */
interface Seen {
  hits: number[] | undefined
  digits: number
  digitRun: number
  longRun: boolean
  foreign: boolean
}

const collect = (text: string, { hits, digits, digitRun, longRun, foreign }: Seen): readonly SecretMatch[] => {
  const found: SecretMatch[] = []
  if (hits !== undefined) matchKeywords(text, hits, found)
  if (digitRun >= 13) for (const span of findCardNumbers(text)) found.push({ kind: 'card-number', label: 'card number', ...span })
  if (digits >= 7 && text.length >= 15)
    for (const span of findIbans(text)) found.push({ kind: 'iban', label: 'bank account', ...span })
  if (longRun) matchLongRuns(text, found)
  if (foreign) matchForeignNames(text, found)
  if (found.length === 0) return none
  const separate = found.length === 1 ? found : withoutOverlap(found)
  return text.includes('[hidden: ') ? besideMasks(text, separate) : separate
}

const isUuid = (text: string): boolean =>
  text.charCodeAt(8) === 45 && /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text)

/** Hits come in order of where a keyword ends; what lies inside a secret already found is not looked at again. */
const matchKeywords = (text: string, hits: readonly number[], found: SecretMatch[]): void => {
  let coveredFrom = 0
  let coveredTo = 0
  const tried = new Map<TokenRule, number>()
  const keep = (match: SecretMatch | undefined): void => {
    if (match === undefined) return
    found.push(match)
    coveredFrom = match.start
    coveredTo = match.end
  }
  for (let i = 0; i < hits.length; i += 2) {
    const end = (hits[i] as number) + 1
    const ending = endings[(hits[i + 1] as number) - firstHit]
    if (ending === undefined || (end > coveredFrom && end <= coveredTo)) continue
    for (const { rule, length } of ending.rules) keep(matchRule(text, end - length, rule, tried))
    if (ending.name !== undefined) keep(namedSecret(text, end - ending.name, end))
  }
}

const namedSecret = (text: string, at: number, keywordEnd: number): SecretMatch | undefined => {
  const phrase = seedPhraseAt(text, at, keywordEnd)
  if (phrase !== undefined) return { kind: 'recovery-phrase', label: 'recovery phrase', ...phrase }
  const value = assignedAt(text, at, keywordEnd)
  return value === undefined ? undefined : { kind: `named-${value.label.replaceAll(' ', '-')}`, ...value }
}

const matchRule = (text: string, at: number, rule: TokenRule, tried: Map<TokenRule, number>): SecretMatch | undefined => {
  if (rule.apart && !isApart(text, at)) return undefined
  if ((tried.get(rule) ?? 0) > at) return undefined
  rule.pattern.lastIndex = at
  const match = rule.pattern.exec(text)
  if (match === null) return undefined
  const kept = match.groups?.keep?.length ?? 0
  const before = rule.before === undefined ? 0 : runBefore(text, at, rule.before)
  const end = rule.kind === 'pem-private-key' ? endOfPrivateKey(text, at + match[0].length) : at + match[0].length
  if (before === undefined || end === undefined) return undefined
  if (rule.check !== undefined && !rule.check(text.slice(at + kept, end))) {
    // The same run is not examined again from its middle: that would cost its length squared.
    tried.set(rule, end)
    return undefined
  }
  return { kind: rule.kind, label: rule.label, start: at + kept - before, end }
}

/** Not the middle of a word. An escape (`%3D`, `\n`) before it is a boundary. */
const isApart = (text: string, at: number): boolean => {
  if (at === 0 || !/[A-Za-z0-9_-]/.test(text.charAt(at - 1))) return true
  return /(?:%[0-9A-Fa-f]{2}|\\[nrt])$/.test(text.slice(Math.max(0, at - 3), at))
}

const matchLongRuns = (text: string, found: SecretMatch[]): void => {
  // Hashes, ids and traces in hex are the commonest long runs, and hardly a rule is about them.
  const rules = /[A-Z]/.test(text) ? longRunRules : lowerCaseRunRules
  for (const { kind, label, pattern, check } of rules) {
    eachMatch(pattern, text, (match) => {
      if (check === undefined || check(match[0]))
        found.push({ kind, label, start: match.index, end: match.index + match[0].length })
    })
  }
}

const matchForeignNames = (text: string, found: SecretMatch[]): void => {
  for (const name of text.matchAll(passwordInOtherScripts)) {
    const value = assignedAfterForeignName(text, name.index + name[0].length)
    if (value !== undefined) found.push({ kind: 'named-password', ...value })
  }
}

/** What is masked already is no secret: a match that begins in a mask goes, one that ends in a mask ends after it. */
const besideMasks = (text: string, found: readonly SecretMatch[]): readonly SecretMatch[] => {
  const masks = secretMaskSpans(text)
  return found.flatMap((match) => {
    if (masks.some(({ start, end }) => match.start >= start && match.start < end)) return []
    const last = masks.find(({ start, end }) => match.end > start && match.end < end)
    return [last === undefined ? match : { ...match, end: last.end }]
  })
}

/** Overlapping matches become one; its kind is that of the form of its own rather than that of the name beside it. */
const withoutOverlap = (found: readonly SecretMatch[]): readonly SecretMatch[] => {
  const merged: SecretMatch[] = []
  for (const match of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1)
    if (last === undefined || match.start >= last.end) {
      merged.push(match)
      continue
    }
    const named = last.kind.startsWith('named-') ? match : last
    merged[merged.length - 1] = { kind: named.kind, label: named.label, start: last.start, end: Math.max(last.end, match.end) }
  }
  return merged
}
