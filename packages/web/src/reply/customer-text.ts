import { type Catalogue, wordsOf } from '@daybook/core'
import type { ChangeView, EventView } from '../api/event-view.ts'
import { isDay, isInstant, showDateAndTime, showUtcDay } from '../format/moment.ts'
import { showNumeral } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'

/** What must not reach a customer. */
export interface Discretion {
  /** Of people who work here, in lower case. */
  readonly names: ReadonlySet<string>
  /** True of an action, or of a field of its record, that the catalogue keeps for some readers, hides or calls personal. */
  readonly isKept: (event: EventView, field?: string) => boolean
}

/** By what the catalogue says; without one nothing is kept. */
export const keptBy =
  (catalogue: Catalogue | undefined): Discretion['isKept'] =>
  ({ action, object }, field) => {
    const declared = own(catalogue?.actions, action)
    if (field === undefined) return declared?.readers !== undefined || declared?.sensitivity === 'sensitive'
    const kind = own(own(catalogue?.objects, object?.type)?.fields, field)
    return kind !== undefined && (kind.readers !== undefined || kind.treatment !== undefined || kind.personal === true)
  }

const own = <T>(of: { readonly [name: string]: T } | undefined, name: string | undefined): T | undefined =>
  of !== undefined && name !== undefined && Object.hasOwn(of, name) ? of[name] : undefined

/**
 * What may be told to a customer about one event, or undefined where there is nothing to tell. Made from what is known to
 * be harmless, never from what is left after something was taken out: the verb from a list, the record by its number, and
 * of changes only kinds of values that name nobody. No people, programs, ids, reasons, notes, masked or hidden values.
 */
export function customerLine(event: EventView, { names, isKept }: Discretion): string | undefined {
  if (event.outcome !== undefined && event.outcome !== 'success') return undefined
  if (isKept(event)) return undefined
  const told = (event.changes ?? []).flatMap((change) =>
    isKept(event, change.field) ? [] : (customerChange(change, names) ?? []),
  )
  const verb = verbOf(event.action)
  if (verb === undefined && told.length === 0) return undefined
  const line = [...(verb === undefined ? [] : [verb]), ...told].join('; ')
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`
}

/** The words of an action that customers may read; undefined for every other. */
function verbOf(action: string): string | undefined {
  const verbs: { readonly [verb: string]: string } = m.reply.verbs
  const verb = action.slice(action.lastIndexOf('.') + 1)
  return Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
}

const plain = /^(?:status|state|stage|total|amount|price|quantity|due_?date|delivery_?date|shipping_?date|order_?date)$/i
const tellable: ReadonlySet<string> = new Set(['status', 'money', 'number', 'date', 'boolean'])

function customerChange(change: ChangeView, names: ReadonlySet<string>): string | undefined {
  const { field, label, kind, treated, before, after } = change
  if (treated !== undefined || !(kind === undefined ? plain.test(field) : tellable.has(kind))) return undefined
  const now = customerValue(after, change, names)
  if (now === undefined) return undefined
  const was = customerValue(before, change, names)
  const what = label ?? wordsOf(field)
  if (isPrivate(what, names)) return undefined
  return was === undefined ? fill(m.reply.set, { what, now }) : fill(m.reply.change, { what, was, now })
}

/** A value as a customer reads it; undefined where it is none, or may say more than it should. */
function customerValue(value: unknown, { kind, currency }: ChangeView, names: ReadonlySet<string>): string | undefined {
  if (typeof value === 'boolean') return value ? m.value.yes : m.value.no
  if (typeof value === 'number') return showNumeral(String(value), { currency: kind === 'money' ? currency : undefined })
  if (typeof value !== 'string' || value.trim() === '' || value.length > 40 || isPrivate(value, names)) return undefined
  if (kind === 'money' || kind === 'number') return /^-?\d+(?:\.\d+)?$/.test(value) ? showNumeral(value, { currency }) : undefined
  if (isDay(value)) return showUtcDay(Date.parse(value))
  if (isInstant(value)) return showDateAndTime(value)
  return /^[\p{L}\p{N} .,:/()'’–-]+$/u.test(value) ? value : undefined
}

const secret = /\b(?:enc1|tok1):|[*•]{3}|@|[0-9a-f]{8}-[0-9a-f]{4}|\b\w*_\w+/i

/** Names somebody who works here, or looks like an id, an address or a mask. */
function isPrivate(text: string, names: ReadonlySet<string>): boolean {
  const folded = text.toLowerCase()
  return secret.test(text) || [...names].some((name) => folded.includes(name))
}

/** Everybody who acted, by every name the events have for them, in lower case. */
export function peopleIn(events: readonly EventView[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { actor } of events)
    for (const party of [actor, actor?.onBehalfOf])
      for (const name of [party?.name, party?.id, party?.email, ...(party?.name ?? '').split(/\s+/)])
        if (name !== undefined && name.length > 2) names.add(name.toLowerCase())
  return names
}

/** A record as its customer knows it: their own by no name, another by its number where its name has one, else by its kind. */
export function customerName(type: string, kind: string, name: string | undefined, names: ReadonlySet<string>): string {
  if (type === 'customer') return m.reply.account
  const isNumber = name !== undefined && /^[\p{L} ]{0,30}#? ?[\d-]{1,20}$/u.test(name) && !isPrivate(name, names)
  return isNumber ? name : fill(m.reply.your, { kind: kind.toLowerCase() })
}
