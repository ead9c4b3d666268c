import { changeSlot } from './aspects.ts'
import { ChangeTerms } from './change-terms.ts'
import { decimalOfNumber } from './decimal.ts'
import { foldText } from './fold-text.ts'
import { contextTexts } from './free-texts.ts'
import { magnitudeOf } from './magnitude.ts'
import type { Searchable } from './query.ts'
import { isPlainWord, recordTerm, termText } from './term.ts'
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

/** Takes terms of a slot as lines, each behind a line break; none where the text is empty. */
export type PutTerms = (slot: string, lines: string) => void

/**
 * The same as `termsOf`, for who writes those of very many events: as text, some terms more than once. Remembers what
 * it made of names, roles, actions, fields and statuses, which come again and again: to cut and fold them is most of the work.
 *
 * @example new TermWriter().write({ seq: 0, defects: [] }, (_slot, _lines) => {}) === undefined
 */
export class TermWriter {
  readonly #words: Words = new Map(wordKeys.map((key) => [key, new Remembered((text) => wordLines(key, text))]))
  readonly #actions = new Remembered(actionTerms)
  readonly #changes = new ChangeTerms()

  write(event: Searchable, put: PutTerms): void {
    const words = this.#words
    put('core', actorCore(event, words) + actionLines(event, this.#actions) + recordsCore(event, words))
    put('core', sourceLines(event, words) + caseLines(event, words))
    putNames(event, words, put)
    putTexts(event, words, put)
    for (const { name, slot } of event.defects) if (slot !== undefined) put(slot, `${id('x', name)}\nx?`)
    for (const change of event.changes ?? []) put(changeSlot(change.field), this.#changes.linesOf(change))
  }
}

/** Kinds of terms that are words of names. */
const wordKeys = ['an', 'on', 'qn', 'cn', 'gn', 'sn', 'ow', 'bf', 'in', 'im', 'ro', 'st', 't'] as const
type WordKey = (typeof wordKeys)[number]
type Words = ReadonlyMap<WordKey, Remembered>

const id = (key: string, text: string | undefined): string =>
  text === undefined || text === '' ? '' : `\n${termText(key, '=', text)}`

const wordsIn = (words: Words, key: WordKey, text: string | undefined): string =>
  text === undefined || text === '' ? '' : (words.get(key)?.of(text) ?? '')

/** The words of a name that few events have; free text finds names by their own terms or by these. */
const rareName = (words: Words, key: WordKey, text: string | undefined): string =>
  wordsIn(words, key, text) + wordsIn(words, 't', text)

/** A thing by its id and type, and by its type. */
function record(key: string, type: string | undefined, recordId: string | undefined): string {
  const kind = id(`${key}t`, type)
  return recordId === undefined ? kind : `${kind}\n${recordTerm(key, type, recordId).text}`
}

/** The words of an id that free text does not find by its term. */
const idWords = (text: string | undefined): string => (text === undefined || isPlainWord(text) ? '' : wordLines('t', text))

function actorCore({ actor }: Searchable, words: Words): string {
  if (actor === undefined) return ''
  let lines = id('a', actor.id) + id('at', actor.type)
  for (const role of actor.roles ?? []) lines += wordsIn(words, 'ro', role)
  return actor.type === 'integration' ? lines + id('ii', actor.id) : lines
}

function actionLines(event: Searchable, actions: Remembered): string {
  const { action, category, outcome, count, correlationId, causedBy, defects } = event
  let lines = id('ca', category) + id('u', outcome) + id('k', correlationId) + id('cb', causedBy)
  if (count !== undefined) lines += countLine(count)
  for (const { name, slot } of defects) if (slot === undefined) lines += `${id('x', name)}\nx?`
  return action === undefined ? lines : lines + actions.of(action)
}

/** How many it was, about. */
const countLine = (count: number): string =>
  `\n${termText('co', ':', magnitudeOf({ kind: 'whole', whole: decimalOfNumber(count) }) ?? '')}`

function actionTerms(action: string): string {
  let lines = id('v', action)
  for (const part of new Set(action.split('.'))) lines += id('vp', part) + idWords(part)
  return lines
}

function recordsCore({ object, related, organization, customer }: Searchable, words: Words): string {
  let lines = object?.id === undefined && object?.type === undefined ? '\no!' : ''
  if (object !== undefined) lines += recordWithWords('o', object)
  for (const other of related ?? []) lines += recordWithWords('q', other)
  if (organization === undefined) lines += '\ng!'
  else lines += id('g', organization.id) + wordsIn(words, 'gn', organization.name)
  return customer === undefined ? lines : `${lines}\nc?${id('c', customer.id)}${idWords(customer.id)}`
}

const recordWithWords = (key: string, { type, id: recordId }: NonNullable<Searchable['object']>): string =>
  record(key, type, recordId) + idWords(recordId)

function sourceLines({ source }: Searchable, words: Words): string {
  if (source === undefined) return '\ns!'
  const lines = id('s', source.type) + id('si', source.id) + wordsIn(words, 'sn', source.name)
  return source.type === 'integration' ? lines + id('ii', source.id) + wordsIn(words, 'in', source.name) : lines
}

function caseLines({ workflow, batch, override }: Searchable, words: Words): string {
  let lines = ''
  if (override !== undefined)
    lines += `\nor?${id('d', 'overridden')}${id('or', override.rule)}${rareName(words, 'ow', override.name)}`
  if (workflow !== undefined) {
    lines += `\nw?${record('w', workflow.type, workflow.id)}${wordsIn(words, 'st', workflow.step)}${id('d', workflow.decision)}`
  }
  return batch === undefined ? lines : `${lines}\nb?${id('b', batch.id)}`
}

/** Names stand in slots of their own, which may be kept from some. */
function putNames({ actor, object, related, customer, source, batch }: Searchable, words: Words, put: PutTerms): void {
  if (actor !== undefined) put('actor', actorNames(actor, words))
  if (object?.name) put('object', wordsIn(words, 'on', object.name))
  for (const { name } of related ?? []) put('related', rareName(words, 'qn', name))
  if (customer?.name) put('customer', wordsIn(words, 'cn', customer.name))
  if (source?.ip) put('net', id('ip', foldText(source.ip)))
  if (batch === undefined) return
  let file = rareName(words, 'bf', batch.file?.name)
  for (const { reason } of batch.failures ?? []) file += wordsIn(words, 't', reason)
  put('file', file)
}

function actorNames({ type, name, email, onBehalfOf }: NonNullable<Searchable['actor']>, words: Words): string {
  let lines = wordsIn(words, 'an', name)
  if (type === 'integration') lines += wordsIn(words, 'im', name)
  if (email !== undefined) lines += id('ae', foldText(email)) + wordsIn(words, 't', email)
  return onBehalfOf === undefined ? lines : lines + wordsIn(words, 't', onBehalfOf.name) + wordsIn(words, 't', onBehalfOf.email)
}

function putTexts({ reason, error, context, hidden }: Searchable, words: Words, put: PutTerms): void {
  if (reason) put('reason', `\nre?${wordLines('re', reason)}`)
  // An empty reason lies in its slot, and who may not see that cannot say that it is empty.
  else if (hidden?.some((part) => part.slot === 'reason') !== true) put(reason === undefined ? 'core' : 'reason', '\nre!')
  if (error?.message) put('error', wordsIn(words, 't', error.message))
  if (context === undefined) return
  for (const text of contextTexts(context)) put('ctx', wordsIn(words, 't', text))
}
