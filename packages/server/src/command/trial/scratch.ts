import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exitCodes } from '../failure.ts'

/** A temporary folder and the processes that work in it. Nothing of either is left, however the command ends. */
export interface Scratch {
  readonly folder: string
  /** Ends the process with the command, if it still runs then. */
  keep(child: ChildProcess): void
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs work in a scratch folder. Ctrl-C ends the command at once, with the exit code of what was interrupted. */
export async function inScratch<T>(work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-'))
  const children = new Set<ChildProcess>()
  const clean = (): void => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 })
  }
  const interrupted = (): void => {
    clean()
    process.exit(exitCodes.unknown)
  }
  for (const signal of endings) process.once(signal, interrupted)
  process.once('exit', clean)
  try {
    return await work({
      folder,
      keep: (child) => {
        children.add(child)
        child.once('exit', () => children.delete(child))
      },
    })
  } finally {
    for (const signal of endings) process.removeListener(signal, interrupted)
    process.removeListener('exit', clean)
    clean()
  }
}
