import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
let folder: string | undefined

/**
 * Before the first test: a folder of the whole run, for what is made once and copied by every test that needs it
 * (`madeOnce`), and a place for what Node has compiled, so that the hundreds of processes which tests start find it there.
 */
export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), 'daybook-run-'))
  process.env.DAYBOOK_TEST_RUN = folder
  process.env.NODE_COMPILE_CACHE = join(root, 'node_modules/.cache/compiled')
}

/** After the last. */
export function teardown(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
}
