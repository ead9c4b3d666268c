import { readFileSync } from 'node:fs'

/** What a running server leaves in its data folder (`server.json`, readable by its owner only). */
export interface RunningServer {
  readonly url: string
  readonly token: string
  readonly pid: number
}

/** The file's content; undefined where there is none, it is not ours, or its process is gone. */
export function readServerFile(path: string): RunningServer | undefined {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { url, token, pid } = value as { readonly [name: string]: unknown }
  if (typeof url !== 'string' || typeof token !== 'string' || typeof pid !== 'number') return undefined
  return isAlive(pid) ? { url, token, pid } : undefined
}

/** Signal 0 only asks; EPERM means that it lives and belongs to somebody else. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
