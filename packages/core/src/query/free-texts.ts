import type { Change, Json } from '../event/event.ts'
import { aspects, changeSlot, type Placed } from './aspects.ts'
import { leavesOf } from './change-values.ts'
import type { Searchable } from './query.ts'

/**
 * The texts that free text looks at: names, e-mail addresses, labels, the reason and the error's message, the words of
 * the action, the ids of records, string values of changes and of the context. Never sentences.
 */
export function freeTexts(event: Searchable): readonly Placed[] {
  const texts: Placed[] = []
  const add = (slot: string, text: string | undefined) => {
    if (text !== undefined && text !== '') texts.push({ text, slot })
  }
  addParties(event, add)
  addRecords(event, add)
  add('core', event.action)
  add('core', event.source?.name)
  add('core', event.override?.name)
  add('reason', event.reason)
  add('error', event.error?.message)
  add('file', event.batch?.file?.name)
  for (const failure of event.batch?.failures ?? []) add('file', failure.reason)
  for (const change of event.changes ?? []) addChange(change, add)
  for (const text of contextTexts(event.context ?? null)) add('ctx', text)
  return texts
}

type Add = (slot: string, text: string | undefined) => void

function addParties({ actor, organization }: Searchable, add: Add): void {
  for (const party of [actor, actor?.onBehalfOf]) {
    add('actor', party?.name)
    add('actor', party?.email)
  }
  add('core', organization?.name)
}

function addRecords(event: Searchable, add: Add): void {
  add('core', event.object?.id)
  add('object', event.object?.name)
  for (const { text, slot } of [...aspects.qi.of(event), ...aspects.qn.of(event)]) add(slot, text)
  add('core', event.customer?.id)
  add('customer', event.customer?.name)
}

function addChange(change: Change, add: Add): void {
  const slot = changeSlot(change.field)
  add(slot, change.label ?? change.field)
  for (const value of [change.before, change.after]) {
    for (const leaf of leavesOf(value, change.treated)) if (leaf.kind !== 'opaque') add(slot, leaf.text)
  }
}

/** The strings of a context at any depth; its names are structure. */
export function contextTexts(value: Json): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(contextTexts) : []
}
