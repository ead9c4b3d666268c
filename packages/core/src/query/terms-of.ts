import { changeSlot } from './aspects.ts'
import { addChangeTerms } from './change-terms.ts'
import { foldText } from './fold-text.ts'
import { contextTexts } from './free-texts.ts'
import type { Searchable } from './query.ts'
import { searchWords } from './search-words.ts'
import { SlotTerms } from './slot-terms.ts'

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
  const slots = new Map<string, SlotTerms>()
  const slot = (name: string): SlotTerms => {
    const there = slots.get(name)
    if (there !== undefined) return there
    const made = new SlotTerms()
    slots.set(name, made)
    return made
  }
  const core = slot('core')
  addActor(event, core, slot)
  addAction(event, core)
  addRecords(event, core, slot)
  addSource(event, core, slot)
  addCase(event, core, slot)
  addWords(event, core, slot)
  for (const change of event.changes ?? []) addChangeTerms(change, slot(changeSlot(change.field)))
  const all: SlotTerm[] = []
  for (const [name, terms] of slots) for (const term of terms.texts) all.push({ slot: name, term })
  return all
}

type SlotNamed = (name: string) => SlotTerms

function addActor({ actor }: Searchable, core: SlotTerms, slot: SlotNamed): void {
  if (actor === undefined) return
  core.addId('a', actor.id)
  core.addId('at', actor.type)
  for (const role of actor.roles ?? []) core.addWords('ro', searchWords(role))
  if (actor.name !== undefined) {
    const words = searchWords(actor.name)
    slot('actor').addName('an', words)
    if (actor.type === 'integration') slot('actor').addWords('im', words)
  }
  if (actor.email !== undefined) {
    slot('actor').addId('ae', foldText(actor.email))
    slot('actor').addWords('t', searchWords(actor.email))
  }
  if (actor.type === 'integration') core.addId('ii', actor.id)
  if (actor.onBehalfOf !== undefined) {
    const { name, email } = actor.onBehalfOf
    if (name !== undefined) slot('actor').addWords('t', searchWords(name))
    if (email !== undefined) slot('actor').addWords('t', searchWords(email))
  }
}

function addAction({ action, category, outcome, correlationId, causedBy, defects }: Searchable, core: SlotTerms): void {
  core.addId('ca', category)
  core.addId('u', outcome)
  core.addId('k', correlationId)
  core.addId('cb', causedBy)
  for (const { name } of defects) core.addId('x', name)
  if (defects.length > 0) core.addSign('x', '?')
  if (action === undefined) return
  core.addId('v', action)
  const parts = action.split('.')
  for (const part of parts) core.addId('vp', part)
  core.addWords('t', searchWords(action))
}

function addRecords({ object, related, organization, customer }: Searchable, core: SlotTerms, slot: SlotNamed): void {
  if (object?.id === undefined && object?.type === undefined) core.addSign('o', '!')
  if (object !== undefined) {
    core.addRecord('o', object.type, object.id)
    if (object.name !== undefined) slot('object').addName('on', searchWords(object.name))
  }
  for (const other of related ?? []) {
    core.addRecord('q', other.type, other.id)
    if (other.name !== undefined) slot('related').addName('qn', searchWords(other.name))
  }
  if (organization === undefined) core.addSign('g', '!')
  core.addId('g', organization?.id)
  if (organization?.name !== undefined) core.addName('gn', searchWords(organization.name))
  if (customer !== undefined) {
    core.addSign('c', '?')
    core.addId('c', customer.id)
    if (customer.id !== undefined) core.addWords('t', searchWords(customer.id))
    if (customer.name !== undefined) slot('customer').addName('cn', searchWords(customer.name))
  }
}

function addSource({ source }: Searchable, core: SlotTerms, slot: SlotNamed): void {
  if (source === undefined) {
    core.addSign('s', '!')
    return
  }
  core.addId('s', source.type)
  core.addId('si', source.id)
  const isIntegration = source.type === 'integration'
  if (isIntegration) core.addId('ii', source.id)
  if (source.name !== undefined) {
    const words = searchWords(source.name)
    core.addName('sn', words)
    if (isIntegration) core.addWords('in', words)
  }
  if (source.ip) slot('net').addId('ip', foldText(source.ip))
}

function addCase({ workflow, batch }: Searchable, core: SlotTerms, slot: SlotNamed): void {
  if (workflow !== undefined) {
    core.addSign('w', '?')
    core.addRecord('w', workflow.type, workflow.id, false)
    if (workflow.step !== undefined) core.addWords('st', searchWords(workflow.step))
    core.addId('d', workflow.decision)
  }
  if (batch !== undefined) {
    core.addSign('b', '?')
    core.addId('b', batch.id)
    if (batch.file?.name !== undefined) slot('file').addName('bf', searchWords(batch.file.name))
    for (const failure of batch.failures ?? []) slot('file').addWords('t', searchWords(failure.reason))
  }
}

function addWords(event: Searchable, core: SlotTerms, slot: SlotNamed): void {
  const { reason, error, override, context, hidden } = event
  if (reason) {
    slot('reason').addSign('re', '?')
    slot('reason').addWords('re', searchWords(reason))
    // An empty reason lies in its slot, and who may not see that cannot say that it is empty.
  } else if (hidden?.some((part) => part.slot === 'reason') !== true)
    (reason === undefined ? core : slot('reason')).addSign('re', '!')
  if (override?.name !== undefined) core.addWords('t', searchWords(override.name))
  if (error?.message !== undefined) slot('error').addWords('t', searchWords(error.message))
  if (context !== undefined) for (const text of contextTexts(context)) slot('ctx').addWords('t', searchWords(text))
}
