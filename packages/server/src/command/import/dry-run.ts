import {
  type CompiledCatalogue,
  checkAgainstCatalogue,
  checkEvent,
  type EventInput,
  gate,
  normaliseEvent,
  type Problem,
  renderSentence,
  type TreatmentKeys,
  treatEvent,
} from '@daybook/core'
import type { SendResult } from './sender.ts'

/**
 * Judges events as the server would, with the same functions, and sends nothing. What it cannot tell is whether an id is
 * on the trail already. Keeps the first sentences, so that a person sees how the history will read.
 */
export class DryRun {
  readonly sentences: string[] = []
  readonly #catalogue: CompiledCatalogue
  readonly #wanted: number

  constructor(catalogue: CompiledCatalogue, wantedSentences = 5) {
    this.#catalogue = catalogue
    this.#wanted = wantedSentences
  }

  judge(texts: readonly string[]): readonly SendResult[] {
    return texts.map((text) => {
      const problem = this.#problemOf(text)
      return problem === undefined ? { status: 'stored' } : { status: 'rejected', problem }
    })
  }

  #problemOf(text: string): Problem | undefined {
    const gated = gate(text, 'ndjson').events[0]
    if (gated === undefined) return { code: 'not_an_object', detail: 'The mapping made nothing of the line.' }
    if ('problem' in gated) return gated.problem
    const problem = checkEvent(gated.value)
    if (problem !== undefined) return problem
    const event = normaliseEvent(gated.value as unknown as EventInput)
    const refused = checkAgainstCatalogue(event, this.#catalogue)
    if (refused === undefined && this.sentences.length < this.#wanted)
      this.sentences.push(renderSentence(treatEvent(event, this.#catalogue, noKeys), this.#catalogue))
    return refused
  }
}

/** The trail's keys stay with the server. No sentence shows a token or a ciphertext, so that any of the right form will do. */
const noKeys: TreatmentKeys = {
  token: () => `tok1:${'A'.repeat(22)}`,
  encrypt: () => `enc1:dry:${'A'.repeat(16)}:${'A'.repeat(22)}`,
}
