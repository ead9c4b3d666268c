import type { Folder } from '../verify/folder.ts'

const block = 512
const text = new TextDecoder()

/**
 * The files of a tar (POSIX.1-1988 ustar, as the export writes it), each a piece of the file that is read when it is needed; undefined
 * where it is none. Paths begin below the folder that all have in common, as for a folder.
 */
export async function folderOfTar(file: File): Promise<Folder | undefined> {
  const files = new Map<string, Blob>()
  for (let at = 0; at + block <= file.size; ) {
    const header = new Uint8Array(await file.slice(at, at + block).arrayBuffer())
    if (header.every((byte) => byte === 0)) break
    if (field(header, 257, 5) !== 'ustar') return undefined
    const digits = field(header, 124, 12)
    // A size below nothing would lead back, and the reading never end.
    if (!/^[0-7]{1,12}$/.test(digits)) return undefined
    const size = Number.parseInt(digits, 8)
    const [prefix, name] = [field(header, 345, 155), field(header, 0, 100)]
    const isFile = header[156] === 0 || header[156] === 48
    if (isFile) files.set(prefix === '' ? name : `${prefix}/${name}`, file.slice(at + block, at + block + size))
    at += block * (1 + Math.ceil(size / block))
  }
  return files.has('manifest.json') ? { name: file.name, files } : undefined
}

/** A field of a header: up to the first NUL. */
function field(header: Uint8Array, at: number, length: number): string {
  const bytes = header.subarray(at, at + length)
  const end = bytes.indexOf(0)
  return text.decode(end < 0 ? bytes : bytes.subarray(0, end)).trim()
}
