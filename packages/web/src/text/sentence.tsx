import type { SentencePiece } from '../api/event-view.ts'
import { m } from '../messages/messages.ts'
import { inOrder } from './in-order.ts'
import { Text } from './text.tsx'

const strong = new Set(['actor', 'object'])

interface SentenceProps {
  readonly sentence: string
  readonly parts: readonly SentencePiece[] | undefined
}

/** An event's sentence; what came from outside is isolated, who and what stand out. */
export function Sentence({ sentence, parts }: SentenceProps) {
  if (!parts || parts.length === 0) return <Text>{sentence === '' ? m.list.noSentence : sentence}</Text>
  return inOrder(parts, (part) => (part.kind === 'text' ? part.text : <Piece part={part} />))
}

const Piece = ({ part }: { readonly part: SentencePiece }) => (
  <Text className={strong.has(part.kind) ? 'piece-strong' : 'piece'}>{part.text}</Text>
)
