import type { EventView, SentencePiece } from '../api/event-view.ts'
import { m } from '../messages/messages.ts'
import { inOrder } from './in-order.ts'
import { Text } from './text.tsx'
import { piecesOf, pieceText } from './told.ts'

const strong = new Set(['actor', 'object'])

interface SentenceProps {
  readonly event: Pick<EventView, 'sentence'> & Partial<Pick<EventView, 'parts' | 'actor'>>
}

/** An event's sentence as its reader writes times and amounts; what came from outside is isolated, who and what stand out. */
export function Sentence({ event }: SentenceProps) {
  const pieces = piecesOf(event)
  if (pieces.length === 0) return <Text>{event.sentence === '' ? m.list.noSentence : event.sentence}</Text>
  return inOrder(pieces, (piece) => (piece.kind === 'text' ? piece.text : <Piece piece={piece} />))
}

function Piece({ piece }: { readonly piece: SentencePiece }) {
  const text = <Text className={strong.has(piece.kind) ? 'piece-strong' : 'piece'}>{pieceText(piece)}</Text>
  return piece.value?.kind === 'moment' ? <time dateTime={piece.value.recorded}>{text}</time> : text
}
