import { html, nothing, type TemplateResult } from 'lit'
import { type EventView, isPruned, type ListedEvent, type SentencePiece } from '../api/event-view.ts'
import { hiddenParts } from '../messages/en/hidden.ts'
import { sources } from '../messages/en/value.ts'
import { widget } from '../messages/en/widget.ts'
import { fill } from '../messages/fill.ts'
import { actsFor } from '../source/acts-for.ts'
import { saidBy } from '../text/said-by.ts'
import type { Formats } from './formats.ts'
import { fact, hiddenWords, quiet, showChanges } from './show-change.ts'
import { showText } from './show-text.ts'

interface Place {
  readonly formats: Formats
  readonly isOpen: boolean
  readonly toggle: (event: EventView) => void
}

/** One event: its sentence, when, through what, and on request what it changed. */
export function showEvent(event: ListedEvent, place: Place): TemplateResult {
  if (isPruned(event)) return html`<li part="event"><p class="quiet" part="sentence">${event.sentence}</p></li>`
  const { seq, occurredAt, outcome } = event
  const { formats, isOpen, toggle } = place
  return html`<li part="event">
    <p part="sentence" id="s${seq}">${showSentence(event, formats)}</p>
    <p class="line" part="facts">
      <span class="moment"><time part="time" datetime=${occurredAt}>${formats.time(occurredAt)}</time><span class="tip" role="tooltip" id="u${seq}">${fill(widget.utc, { time: formats.utc(occurredAt) })}</span></span>
      ${outcome === 'failure' || outcome === 'denied' ? html`<b part="mark">${widget[outcome]}</b>` : nothing}
      ${showSource(event)}
      <button part="button toggle" id="b${seq}" aria-expanded=${isOpen} aria-controls="d${seq}" aria-labelledby="b${seq} s${seq}" aria-describedby="u${seq}" @click=${() => toggle(event)}>${widget.details}</button>
    </p>
    <dl part="details" id="d${seq}" ?hidden=${!isOpen}>${isOpen ? showDetails(event, formats) : nothing}</dl>
  </li>`
}

/** What came from outside is isolated; who and what stand out; days, times and amounts are written as its reader writes them. */
function showSentence({ sentence, parts, actor }: EventView, formats: Formats): TemplateResult {
  if (parts.length === 0) return showText(sentence)
  return html`${saidBy(parts, widget.by, actor.name ?? actor.id).map((piece) => {
    const { kind } = piece
    const text = showText(written(piece, formats))
    return kind === 'text' ? piece.text : kind === 'actor' || kind === 'object' ? html`<b>${text}</b>` : text
  })}`
}

function written({ text, value }: SentencePiece, { numeral, day, time }: Formats): string {
  return !value
    ? text
    : value.kind === 'decimal'
      ? numeral(value.recorded, value.currency)
      : (value.kind === 'day' ? day : time)(value.recorded)
}

/** People's sources and systems' are told apart in shape as well as in words. */
function showSource({ source }: EventView): TemplateResult {
  const type = source?.type ?? 'none'
  const by = actsFor(type)
  const name = by === 'system' && source?.name !== undefined ? html` · ${showText(source.name)}` : nothing
  return html`<span class=${by} part="source ${by}">${sources[type] ?? showText(type)}${name}</span>`
}

const parts: { readonly [slot: string]: string } = hiddenParts

function showDetails({ changes = [], hidden, reason, occurredAt }: EventView, formats: Formats): TemplateResult {
  // Those of one field stand among the changes.
  const others = hidden.filter(({ slot }) => !slot.startsWith('chg/'))
  return html`${showChanges(changes, hidden, formats)}
    ${reason === undefined ? nothing : fact(widget.reason, showText(reason))}
    ${others.map((slot) => fact(parts[slot.slot] ?? slot.slot, quiet(hiddenWords(slot, formats))))}
    ${fact(widget.when, html`<time datetime=${occurredAt}>${formats.time(occurredAt)}</time> · ${fill(widget.utc, { time: formats.utc(occurredAt) })}`)}`
}
