import type { AppendAnswer, WrittenAnswer } from './append-call.ts'
import type { AnswerRest, PackedAnswers } from './writer-messages.ts'

/** From this length on a text is encoded and transferred instead of copied. */
const longText = 8 * 1024

export const packAnswers = (answers: readonly (readonly [call: number, answer: AppendAnswer])[]): PackedAnswers => ({
  kind: 'answers',
  calls: answers.map(([call]) => call),
  statuses: answers.map(([, { status }]) => status),
  texts: answers.map(([, { text }]) => (text.length < longText ? text : '')),
  long: answers.flatMap(([, { text }], at) => (text.length < longText ? [] : [[at, encoder.encode(text).buffer] as const])),
  stored: answers.map(([, { counts }]) => counts.stored),
  duplicates: answers.map(([, { counts }]) => counts.duplicates),
  sizes: answers.map(([, { counts }]) => counts.size),
  rest: answers.flatMap(([, answer], at) => {
    const rest = restOf(answer)
    return rest ? [[at, rest] as const] : []
  }),
})

const encoder = new TextEncoder()

/** What of an answer is transferred, not copied. */
export const buffersOf = ({ long }: PackedAnswers): readonly ArrayBuffer[] => long.map(([, bytes]) => bytes)

const restOf = ({ counts: { refused, producers }, retryAfterSeconds, defect }: AppendAnswer): AnswerRest | undefined => {
  if (refused.length === 0 && producers.length === 0 && retryAfterSeconds === undefined && defect === undefined) return undefined
  return {
    refused,
    producers,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(defect === undefined ? {} : { defect }),
  }
}

export const unpackAnswers = (packed: PackedAnswers): readonly (readonly [call: number, answer: WrittenAnswer])[] => {
  const rests = new Map(packed.rest)
  const long = new Map(packed.long)
  return packed.calls.map((call, at) => {
    const { refused = [], producers = [], ...more } = rests.get(at) ?? {}
    const [stored = 0, duplicates = 0, size = 0] = [packed.stored[at], packed.duplicates[at], packed.sizes[at]]
    const counts = { stored, duplicates, refused, producers, size }
    const bytes = long.get(at)
    const text = bytes ? new Uint8Array(bytes) : (packed.texts[at] ?? '')
    return [call, { status: packed.statuses[at] ?? 500, text, counts, ...more }]
  })
}
