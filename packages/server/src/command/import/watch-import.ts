import { statSync } from 'node:fs'
import { count, type Screen } from '../screen.ts'
import type { Tally } from './tally.ts'

export interface Watch {
  /** Fires on Ctrl-C or a request to end: the import settles what it has read and stops. */
  readonly signal: AbortSignal
  progress(tally: Tally, position: number): void
  end(): void
}

/** Shows how far an import is, and stops it in an orderly way. A second Ctrl-C ends the process at once. */
export function watchImport(screen: Screen, file: string): Watch {
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const total = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  const started = Date.now()
  return {
    signal: controller.signal,
    progress: (tally, position) => screen.progress(() => bar(tally, position, total, Date.now() - started)),
    end: () => {
      screen.endProgress()
      process.removeListener('SIGINT', stop)
      process.removeListener('SIGTERM', stop)
    },
  }
}

function bar(tally: Tally, position: number, total: number, elapsedMs: number): string {
  const share = total === 0 ? 0 : Math.min(1, position / total)
  const filled = Math.round(share * 24)
  const rate = Math.round((tally.lines * 1000) / Math.max(1, elapsedMs))
  const refused = tally.refused + tally.conflicts
  const trouble = refused === 0 ? '' : `, ${count(refused)} refused`
  return `${'█'.repeat(filled)}${'░'.repeat(24 - filled)} ${Math.round(share * 100)} %  ${count(tally.lines)} lines${trouble}, ${count(rate)} a second`
}
