import { type Json, spacedWords } from '@daybook/core'
import { html, nothing, type TemplateResult } from 'lit'
import type { ChangeView, HiddenSlot } from '../api/event-view.ts'
import { roleWords } from '../event/role-words.ts'
import { fieldOfSlot } from '../event/slot-field.ts'
import { hidden } from '../messages/en/hidden.ts'
import { plainValue as words } from '../messages/en/value.ts'
import { widget } from '../messages/en/widget.ts'
import { fill } from '../messages/fill.ts'
import type { Formats } from './formats.ts'
import { showText } from './show-text.ts'

type Shown = TemplateResult | string

export const quiet = (text: string): TemplateResult => html`<i class="quiet">${text}</i>`

/** What an event changed, field by field, and what of it this reader does not get. */
export function showChanges(changes: readonly ChangeView[], slots: readonly HiddenSlot[], formats: Formats): Shown {
  const kept = slots.filter(({ slot }) => fieldOfSlot(slot) !== undefined)
  return html`${changes.map((change) => fact(change.label ?? spacedWords(change.field), showSides(change, formats), change.path))}${kept.map(
    (slot) => fact(spacedWords(fieldOfSlot(slot.slot) ?? ''), quiet(hiddenWords(slot, formats))),
  )}`
}

/** A name and what belongs to it. */
export const fact = (name: string, content: Shown, path?: string): TemplateResult =>
  html`<div part="change"><dt part="field">${showText(name)}${path === undefined ? nothing : html` <span class="quiet">${showText(path)}</span>`}</dt><dd>${content}</dd></div>`

/** Why a part is not shown, in words. */
export function hiddenWords(slot: HiddenSlot, { count, list }: Formats): string {
  if (slot.why === 'erased') return fill(hidden.erased, { by: count(slot.by) })
  return slot.roles && slot.roles.length > 0
    ? fill(hidden.withheldFrom, { roles: list(slot.roles.map(roleWords)) })
    : hidden.withheld
}

function showSides(change: ChangeView, formats: Formats): Shown {
  const { before, after, treated } = change
  if (treated !== undefined && before === undefined && after === undefined) return quiet(words.treated[treated])
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(after))
    return html`<span part="after">${showValue(before, change, formats)}</span> ${quiet(widget.unchanged)}`
  const was = before === undefined ? quiet(words.notSet) : showValue(before, change, formats)
  const is = after === undefined ? quiet(words.removed) : showValue(after, change, formats)
  return html`<span part="before">${was}</span> <span class="arrow" aria-hidden="true"></span><span class="aloud">${widget.to}</span> <span part="after">${is}</span>${treated === undefined ? nothing : html`<br />${quiet(words.treated[treated])}`}`
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/

function showValue(value: Json, change: ChangeView, formats: Formats): Shown {
  if (value === null) return quiet(words.empty)
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return numberText(value, change, formats)
  if (typeof value === 'string') return showString(value, change, formats)
  if (!Array.isArray(value)) return showText(JSON.stringify(value))
  if (value.length === 0) return quiet(words.emptyList)
  return html`${value.map((item, at) => html`${at > 0 ? ', ' : nothing}${showValue(item, change, formats)}`)}`
}

/** Grouped only where it is known to be a quantity: a year or a number of something is none. */
const numberText = (value: number, { kind, currency }: ChangeView, formats: Formats): string =>
  kind === 'money' || kind === 'number' ? formats.numeral(String(value), currency) : String(value)

function showString(text: string, { kind, currency }: ChangeView, formats: Formats): Shown {
  if (text === '') return quiet(words.emptyText)
  if (text.trim() === '') return quiet(words.spaces)
  if (text.startsWith('enc1:')) return quiet(words.encrypted)
  if (kind === 'money' || kind === 'number') return showText(formats.numeral(text, currency))
  if (kind === 'date' && /^\d{4}-\d\d-\d\d$/.test(text)) return html`<time datetime=${text}>${formats.day(text)}</time>`
  if (kind !== 'text' && instant.test(text))
    return html`<time datetime=${text} title=${formats.utc(text)}>${formats.time(text)}</time>`
  return showText(text)
}
