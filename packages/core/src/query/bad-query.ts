import { Refusal } from '../refusal.ts'

/** A query that cannot be understood. `at` counts from 0; the sentence counts columns from 1, and never repeats what was typed. */
export function badQuery(at: number, sentence: string, pointer = '/q'): Refusal {
  return new Refusal({ code: 'bad_query', detail: `At column ${at + 1}, ${sentence}.`, pointer, at })
}
