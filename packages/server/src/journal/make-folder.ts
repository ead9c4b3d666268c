import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder, owner-only, and those above it that are missing; one that is there is fine. One by one: the recursive way of Node
 * never comes back where a file system says of a new folder that there is no such thing, as /proc does.
 */
export const makeFolder = (path: string): void => {
  let failure = tryToMake(path)
  if (failure?.code === 'ENOENT' && dirname(path) !== path) {
    makeFolder(dirname(path))
    failure = tryToMake(path)
  }
  if (failure === undefined) return
  const message = `The folder ${path} cannot be made (${failure.code}). Name another one, on a disk that keeps what is written to it.`
  throw Object.assign(new Error(message, { cause: failure }), { code: failure.code })
}

const tryToMake = (path: string): NodeJS.ErrnoException | undefined => {
  try {
    mkdirSync(path, { mode: 0o700 })
    return undefined
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST' && statSync(path).isDirectory()
    return isThere ? undefined : (error as NodeJS.ErrnoException)
  }
}
