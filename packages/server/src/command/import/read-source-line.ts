import { gate, type Json, type Problem, Refusal } from '@daybook/core'

/** A line's value, or why it has none: a problem of the gate, or one of a table's row. */
export type ReadLine =
  | { readonly ok: true; readonly value: Json }
  | ({ readonly ok: false } & (Problem | { readonly code: RowCode; readonly detail: string; readonly pointer?: undefined }))

/** What is wrong with a row before its cells are looked at. */
export type RowCode = 'bad_quotes' | 'ragged_row'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * One line of a source, read as strictly as an event is: bytes that are not UTF-8, duplicate members, numbers that cannot
 * be kept and the like would otherwise be bent in silence before the mapping sees them.
 */
export function readSourceLine(bytes: Uint8Array): ReadLine {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    return { ok: false, code: 'invalid_unicode', detail: 'The line is not UTF-8.' }
  }
  try {
    const event = gate(text, 'ndjson').events[0]
    if (event === undefined) return { ok: false, code: 'invalid_json', detail: 'The line is empty.' }
    return 'problem' in event ? { ok: false, ...event.problem } : { ok: true, value: event.value }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { ok: false, ...error.problem, detail: aboutTheLine(error.problem.detail) }
  }
}

/** The gate speaks of a body of many lines; here there is one, whose number is told beside. */
const aboutTheLine = (detail: string): string => detail.replace('The body', 'The line').replace('line 1, column', 'column')
