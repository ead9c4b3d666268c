import { changeSlot } from './aspects.ts'
import { ChangeTerms } from './change-terms.ts'
import { decimalOfNumber } from './decimal.ts'
import { contextTexts } from './free-texts.ts'
import { magnitudeOf } from './magnitude.ts'
import { idLine, idWords, type PutTerms, rareName, recordLines, Words, wordsIn } from './name-lines.ts'
import { PartyTerms } from './party-terms.ts'
import type { Searchable } from './query.ts'
import { RecordTerms } from './record-terms.ts'
import { termText } from './term.ts'
import { Remembered, wordLines } from './word-lines.ts'

/** One term of an event and the slot it comes from: who may not see the slot may not find the event by the term. */
export interface SlotTerm {
  readonly slot: string
  readonly term: string
}

/**
 * Every index term of an event, each once a slot. Slots are named as in docs/format.md; the changes of a field always
 * come as `chg/<field>`, also where the catalogue gives the field no slot of its own and they lie in `chg`: whoever
 * knows the catalogue maps them. Defects come as `core`. Nothing hidden is in them, since it is not in the event.
 *
 * @example termsOf({ seq: 0, defects: [], actor: { id: 'u_7' } }).some(({ slot, term }) => slot === 'core' && term === 'a=u_7')
 */
export function termsOf(event: Searchable): readonly SlotTerm[] {
  const slots = new Map<string, Set<string>>()
  new TermWriter().write(event, (slot, lines) => {
    const terms = slots.get(slot) ?? new Set()
    slots.set(slot, terms)
    for (const term of lines.split('\n')) if (term !== '') terms.add(term)
  })
  return [...slots].flatMap(([slot, terms]) => [...terms].map((term) => ({ slot, term })))
}

/**
 * The same as `termsOf`, for who writes those of very many events: as text, some terms more than once. Remembers what
 * it made of names, parties, actions, fields and statuses, which come again and again: to cut and fold them is most of the work.
 *
 * @example new TermWriter().write({ seq: 0, defects: [] }, (_slot, _lines) => {}) === undefined
 */
export class TermWriter {
  readonly #words = new Words()
  readonly #actions = new Remembered(actionTerms)
  readonly #records = new RecordTerms(this.#words)
  readonly #parties = new PartyTerms(this.#words)
  readonly #changes = new ChangeTerms()

  write(event: Searchable, put: PutTerms): void {
    put('core', this.#coreLines(event))
    this.#parties.putNames(event, put)
    this.#records.putNames(event, put)
    putTexts(event, this.#words, put)
    for (const { name, slot } of event.defects) if (slot !== undefined) put(slot, `${idLine('x', name)}\nx?`)
    if (event.changes === undefined) return
    for (const change of event.changes) put(changeSlot(change.field), this.#changes.linesOf(change))
  }

  #coreLines(event: Searchable): string {
    const { action, category, outcome, count, correlationId, causedBy, defects } = event
    const words = this.#words
    let lines = this.#parties.coreLines(event) + this.#records.coreLines(event) + caseLines(event, words)
    if (action !== undefined) lines += this.#actions.of(action)
    if (category !== undefined) lines += words.ca.of(category)
    if (outcome !== undefined) lines += words.u.of(outcome)
    if (count !== undefined) lines += countLine(count)
    for (const { name, slot } of defects) if (slot === undefined) lines += words.x.of(name)
    return lines + idLine('k', correlationId) + idLine('cb', causedBy)
  }
}

/** How many it was, about. */
const countLine = (count: number): string =>
  `\n${termText('co', ':', magnitudeOf({ kind: 'whole', whole: decimalOfNumber(count) }) ?? '')}`

function actionTerms(action: string): string {
  let lines = idLine('v', action)
  for (const part of new Set(action.split('.'))) lines += idLine('vp', part) + idWords(part)
  return lines
}

function caseLines({ workflow, batch, override }: Searchable, words: Words): string {
  let lines = ''
  if (override !== undefined)
    lines += `\nor?${idLine('d', 'overridden')}${idLine('or', override.rule)}${rareName(words.ow, words, override.name)}`
  if (workflow !== undefined) {
    const { type, id, step, decision } = workflow
    lines += `\nw?${recordLines('w', type, id)}${wordsIn(words.st, step)}${idLine('d', decision)}`
  }
  return batch === undefined ? lines : `${lines}\nb?${idLine('b', batch.id)}`
}

function putTexts({ reason, error, context, hidden }: Searchable, words: Words, put: PutTerms): void {
  if (reason) put('reason', `\nre?${wordLines('re', reason)}`)
  // An empty reason lies in its slot, and who may not see that cannot say that it is empty.
  else if (hidden?.some((part) => part.slot === 'reason') !== true) put(reason === undefined ? 'core' : 'reason', '\nre!')
  if (error?.message) put('error', wordsIn(words.t, error.message))
  if (context === undefined) return
  for (const text of contextTexts(context)) put('ctx', wordsIn(words.t, text))
}
