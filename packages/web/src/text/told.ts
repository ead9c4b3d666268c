import type { EventView, SentencePiece } from '../api/event-view.ts'
import { showDateAndTime, showUtcDay } from '../format/moment.ts'
import { showNumeral } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { saidBy } from './said-by.ts'

type Told = Pick<EventView, 'sentence'> & { readonly parts?: readonly SentencePiece[]; readonly actor?: EventView['actor'] }

/** A piece as this reader writes days, times and amounts: times in the zone that they chose. */
export function pieceText({ text, value }: SentencePiece): string {
  if (value === undefined) return text
  if (value.kind === 'decimal') return showNumeral(value.recorded, { currency: value.currency })
  return value.kind === 'day' ? showUtcDay(Date.parse(value.recorded)) : showDateAndTime(value.recorded)
}

/** The pieces of a sentence, with who did it in its place where they do not say so. */
export const piecesOf = ({ parts = [], actor }: Told): readonly SentencePiece[] =>
  actor === undefined || parts.length === 0 ? parts : saidBy(parts, m.list.by, actor.name ?? actor.id)

/** The sentence as one text, for titles and labels. */
export const sentenceText = (told: Told): string =>
  told.parts === undefined || told.parts.length === 0 ? told.sentence : piecesOf(told).map(pieceText).join('')
