import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const ownerOnly = 0o600

/** Makes the names in the folder that holds `path` durable. */
export const syncFolderOf = (path: string): void => {
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

const writeSynced = (path: string, text: string): void => {
  const file = openSync(path, 'w', ownerOnly)
  try {
    const bytes = Buffer.from(text, 'utf8')
    let written = 0
    while (written < bytes.length) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Replaces a file: after a crash at any moment it holds the old text or the new one, and after the return the new one. Readable to its owner only. */
export const replaceFile = (path: string, text: string): void => {
  const unfinished = `${path}.unfinished`
  writeSynced(unfinished, text)
  renameSync(unfinished, path)
  syncFolderOf(path)
}

/** Makes a file that was not there, whole or not at all. Throws `EEXIST` where it is there. */
export const createFileOnce = (path: string, text: string): void => {
  const unfinished = `${path}.unfinished`
  // A creation that was cut off may have left it as another name of the file itself, which must not be written to.
  rmSync(unfinished, { force: true })
  writeSynced(unfinished, text)
  linkSync(unfinished, path)
  rmSync(unfinished)
  syncFolderOf(path)
}
