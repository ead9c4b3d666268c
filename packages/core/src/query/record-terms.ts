import { idWords, type PutTerms, rareName, recordLines, type Words, wordsIn } from './name-lines.ts'
import type { Searchable } from './query.ts'

/** The terms of what it was done to, and of what else is in it. */
export class RecordTerms {
  readonly #words: Words

  constructor(words: Words) {
    this.#words = words
  }

  coreLines({ object, related }: Searchable): string {
    let lines = object?.id === undefined && object?.type === undefined ? '\no!' : ''
    if (object !== undefined) lines += withWords('o', object)
    if (related !== undefined) for (const other of related) lines += withWords('q', other)
    return lines
  }

  putNames({ object, related, batch }: Searchable, put: PutTerms): void {
    const words = this.#words
    if (object?.name) put('object', words.on.of(object.name))
    if (related !== undefined) for (const { name } of related) put('related', rareName(words.qn, words, name))
    if (batch === undefined) return
    let file = rareName(words.bf, words, batch.file?.name)
    for (const { reason } of batch.failures ?? []) file += wordsIn(words.t, reason)
    put('file', file)
  }
}

const withWords = (key: string, { type, id }: NonNullable<Searchable['object']>): string =>
  recordLines(key, type, id) + idWords(id)
