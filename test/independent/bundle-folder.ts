import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type Files = Map<string, Uint8Array>

/** Every file of a folder, by its path in it. */
export function readFolder(folder: string, prefix = ''): Files {
  const files: Files = new Map()
  for (const name of readdirSync(join(folder, prefix))) {
    const path = prefix === '' ? name : `${prefix}/${name}`
    if (statSync(join(folder, path)).isDirectory()) for (const [inner, bytes] of readFolder(folder, path)) files.set(inner, bytes)
    else files.set(path, new Uint8Array(readFileSync(join(folder, path))))
  }
  return files
}

export function writeFolder(folder: string, files: Files): void {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}
