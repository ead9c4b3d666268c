import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A folder that is made by whoever in the run needs it first; everybody else gets the same one. Not to be written to: copy it.
 * Two that begin at once both make it, and the second takes what the first has made.
 */
export function madeOnce(name: string, make: (folder: string) => void): string {
  const run = process.env.DAYBOOK_TEST_RUN
  if (run === undefined) throw new Error('test/run/whole-run.ts has not run')
  const made = join(run, name)
  if (existsSync(made)) return made
  const begun = join(run, `${name}.${process.pid}`)
  mkdirSync(begun, { recursive: true })
  make(begun)
  try {
    renameSync(begun, made)
  } catch (error) {
    if (!existsSync(made)) throw error
    rmSync(begun, { recursive: true })
  }
  return made
}
