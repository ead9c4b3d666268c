import type { SentencePiece } from '../api/event-view.ts'

/**
 * The pieces of a sentence with who did it, where none of them says so: before the reason, else before the full stop.
 * `by` is the text that stands there, with `{actor}` for the name. A sentence that begins with a customer has its own doer.
 */
export function saidBy(parts: readonly SentencePiece[], by: string, name: string): readonly SentencePiece[] {
  if (parts[0]?.kind === 'customer' || parts.some(({ kind }) => kind === 'actor')) return parts
  const reason = parts.findIndex(({ kind }) => kind === 'reason')
  const at = (reason < 0 ? parts.length : reason) - 1
  const last = parts[at]
  const end = (last?.kind === 'text' && /\s*[.!?:;,(]\s*$/.exec(last.text)?.[0]) || ''
  const [before, after] = by.split('{actor}')
  const said = [text(` ${before}`), { kind: 'actor', text: name }, text(after + end)]
  return last && end ? parts.toSpliced(at, 1, text(last.text.slice(0, -end.length)), ...said) : [...parts, ...said]
}

const text = (words: string): SentencePiece => ({ kind: 'text', text: words })
