import { utf8Bytes } from '@daybook/core'
import type { EventProblem } from './answer.ts'
import type { Step } from './machine-port.ts'
import { refusedFile } from './spool-state.ts'

/** Events the server refused, each with its problem, one a line in `refused.ndjson`: for a person to correct and send again. */
export class DeadLetters {
  #unsaved: string[] = []
  #count = 0
  #bytes = 0

  opened(count: number, bytes: number): void {
    this.#count += count
    this.#bytes += bytes
  }

  /** Since the folder was made. */
  get count(): number {
    return this.#count
  }

  get bytes(): number {
    return this.#bytes
  }

  get isDirty(): boolean {
    return this.#unsaved.length > 0
  }

  add(eventText: string, problem: EventProblem, at: string): void {
    const line = `{"at":${JSON.stringify(at)},"problem":${JSON.stringify(problem)},"event":${eventText}}\n`
    this.#unsaved.push(line)
    this.#count++
    this.#bytes += line.length
  }

  save(folder: string): { readonly steps: readonly Step[]; readonly saved: () => void } {
    const lines = this.#unsaved.length
    const file = `${folder}/${refusedFile}`
    return {
      steps:
        lines === 0
          ? []
          : [
              // What a crash or a full disk left of a line before this is a line of its own.
              { do: 'append', file, bytes: utf8Bytes(`\n${this.#unsaved.join('')}`) },
              { do: 'sync', file },
              { do: 'syncFolder', folder },
            ],
      saved: () => {
        this.#unsaved.splice(0, lines)
      },
    }
  }
}
