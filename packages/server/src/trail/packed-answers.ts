import type { AppendAnswer } from './append-call.ts'
import type { AnswerRest, PackedAnswers } from './writer-messages.ts'

export const packAnswers = (answers: readonly (readonly [call: number, answer: AppendAnswer])[]): PackedAnswers => ({
  kind: 'answers',
  calls: answers.map(([call]) => call),
  statuses: answers.map(([, { status }]) => status),
  texts: answers.map(([, { text }]) => text),
  stored: answers.map(([, { counts }]) => counts.stored),
  duplicates: answers.map(([, { counts }]) => counts.duplicates),
  sizes: answers.map(([, { counts }]) => counts.size),
  rest: answers.flatMap(([, answer], at) => {
    const rest = restOf(answer)
    return rest ? [[at, rest] as const] : []
  }),
})

const restOf = ({ counts: { refused, producers }, retryAfterSeconds, defect }: AppendAnswer): AnswerRest | undefined => {
  if (refused.length === 0 && producers.length === 0 && retryAfterSeconds === undefined && defect === undefined) return undefined
  return {
    refused,
    producers,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(defect === undefined ? {} : { defect }),
  }
}

export const unpackAnswers = (packed: PackedAnswers): readonly (readonly [call: number, answer: AppendAnswer])[] => {
  const rests = new Map(packed.rest)
  return packed.calls.map((call, at) => {
    const { refused = [], producers = [], ...more } = rests.get(at) ?? {}
    const [stored = 0, duplicates = 0, size = 0] = [packed.stored[at], packed.duplicates[at], packed.sizes[at]]
    const counts = { stored, duplicates, refused, producers, size }
    return [call, { status: packed.statuses[at] ?? 500, text: packed.texts[at] ?? '', counts, ...more }]
  })
}
