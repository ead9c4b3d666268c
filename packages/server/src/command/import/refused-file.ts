import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import type { RefusedLine } from './line-event.ts'

/**
 * The refused lines of an import, one JSON object a line, readable by their owner only (they are source data). The file
 * is made with the first refusal and written anew by each run; a run without refusals removes what an earlier one left.
 */
export class RefusedFile {
  readonly path: string
  #descriptor: number | undefined

  constructor(path: string) {
    this.path = path
  }

  write(refused: RefusedLine): void {
    this.#descriptor ??= openSync(this.path, 'w', 0o600)
    writeSync(this.#descriptor, `${JSON.stringify(refused)}\n`)
  }

  /** True if there is a file now. */
  close(): boolean {
    if (this.#descriptor === undefined) {
      rmSync(this.path, { force: true })
      return false
    }
    closeSync(this.#descriptor)
    return true
  }
}
