import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { CommandFailure } from './failure.ts'

/**
 * Throws a `CommandFailure` where this user cannot work in the data or the keys folder (absolute paths), or cannot make
 * them: said here in words, and not by the first file that does not open. Looks only; the folders may still change after.
 */
export function requireFolders(data: string, keys = `${data}-keys`): void {
  if (keys === data) {
    throw new CommandFailure('same_folder', `${data} is named as data folder and as keys folder.`, {
      todo: 'Keep them apart: whoever copies the data must not get the keys.',
    })
  }
  requireFolder('data', data)
  requireFolder('keys', keys)
}

function requireFolder(which: 'data' | 'keys', path: string): void {
  const place = nearestExisting(path)
  const name = place === path ? `The ${which} folder ${path}` : `The ${which} folder ${path} cannot be made: ${place}`
  if (!statSync(place).isDirectory()) {
    throw new CommandFailure('not_a_folder', `${name} is a file.`, { todo: `Name another folder with --${which} DIR.` })
  }
  try {
    accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    throw new CommandFailure('folder_not_permitted', `${name} may not be read and written by this user (${whoWeAre()}).`, {
      todo: `Run this as its owner (${ownerOf(place)}), name another folder with --${which} DIR, or ask its server with --url and --key.`,
    })
  }
}

/** The folder itself, or the closest one above it: there it would be made. */
const nearestExisting = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path))

const ownerOf = (path: string): string => `user id ${statSync(path).uid}`

function whoWeAre(): string {
  try {
    return userInfo().username
  } catch {
    // A user id without a name, as in many containers.
    return `user id ${process.getuid?.() ?? 'unknown'}`
  }
}
