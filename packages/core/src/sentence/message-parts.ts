import { type Argument, absent } from '../messages/argument.ts'
import { templateOf } from '../messages/template.ts'
import type { SentencePart } from './part.ts'
import { textPart } from './telling.ts'

export type SentenceArgument = Argument<SentencePart>

/** Formats one of our own messages from arguments that carry parts. A message that does not parse is a defect. */
export function messageParts(
  message: string,
  locale: string,
  values: { readonly [name: string]: SentenceArgument | undefined },
): readonly SentencePart[] {
  const template = templateOf(message, locale)
  if ('fault' in template) throw new Error(`a message of Daybook's own does not parse: ${message}`)
  return joinTexts(template.render((name) => values[name] ?? absent))
}

/** Literal texts become parts; neighbours that are text become one. */
export function joinTexts(pieces: readonly (string | SentencePart)[]): SentencePart[] {
  const parts: SentencePart[] = []
  for (const piece of pieces) {
    const part = typeof piece === 'string' ? textPart(piece) : piece
    const last = parts.at(-1)
    if (part.text === '') continue
    if (part.kind === 'text' && last?.kind === 'text') parts[parts.length - 1] = textPart(last.text + part.text)
    else parts.push(part)
  }
  return parts
}
