import type { EventView, SentencePiece } from '../api/event-view.ts'
import { showDateAndTime, showUtcDay } from '../format/moment.ts'
import { showNumeral } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'

type Told = Pick<EventView, 'sentence'> & { readonly parts?: readonly SentencePiece[]; readonly actor?: EventView['actor'] }

/** A piece as this reader writes days, times and amounts: times in the zone that they chose. */
export function pieceText({ text, value }: SentencePiece): string {
  if (value === undefined) return text
  if (value.kind === 'decimal') return showNumeral(value.recorded, { currency: value.currency })
  return value.kind === 'day' ? showUtcDay(Date.parse(value.recorded)) : showDateAndTime(value.recorded)
}

/** The pieces of a sentence; where none of them says who, that is said too: before the reason, else before the full stop. */
export function piecesOf({ parts = [], actor }: Told): readonly SentencePiece[] {
  if (parts.length === 0 || actor === undefined || parts.some(({ kind }) => kind === 'actor')) return parts
  const by = [text(' '), { kind: 'by', text: fill(m.list.by, { actor: actor.name ?? actor.id }) }]
  const reason = parts.findIndex(({ kind }) => kind === 'reason' || kind === 'error')
  const at = (reason < 0 ? parts.length : reason) - 1
  const last = parts[at]
  const end = last?.kind === 'text' ? (reason < 0 ? /[.!?]$/ : /\s*[:;,(–—]\s*$/).exec(last.text) : null
  if (!last || !end) return [...parts, ...by]
  const said = [...parts.slice(0, at), text(last.text.slice(0, end.index)), ...by, text(end[0]), ...parts.slice(at + 1)]
  return said.filter((piece) => piece.text !== '')
}

const text = (words: string): SentencePiece => ({ kind: 'text', text: words })

/** The sentence as one text, for titles and labels. */
export const sentenceText = (told: Told): string =>
  told.parts === undefined || told.parts.length === 0 ? told.sentence : piecesOf(told).map(pieceText).join('')
