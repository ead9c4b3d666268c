import { createHash, webcrypto } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { BatchFile } from '@daybook/core'

/** A path; or a name with the content, or with size and digest where they are known. */
export type FileInput =
  | string
  | { readonly name: string; readonly content: string | Uint8Array }
  | { readonly name: string; readonly path: string }
  | { readonly name: string; readonly size?: number; readonly sha256?: string }

/** Name, size and SHA-256 of what is imported; the name alone where it cannot be read, which `unreadable` is told. */
export async function batchFile(file: FileInput, unreadable: (error: unknown) => void): Promise<BatchFile> {
  const name = typeof file === 'string' ? basename(file) : file.name
  try {
    if (typeof file === 'string') return { name, ...(await digestOfFile(file)) }
    if ('content' in file) return { name, ...(await digestOf(file.content)) }
    if ('path' in file) return { name, ...(await digestOfFile(file.path)) }
    return {
      name,
      ...(file.size === undefined ? {} : { size: file.size }),
      ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }),
    }
  } catch (error) {
    unreadable(error)
    return { name }
  }
}

type Digest = { readonly size: number; readonly sha256: string }

/** Off the main thread, whatever the size. */
async function digestOf(content: string | Uint8Array): Promise<Digest> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const hash = await webcrypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
  return { size: bytes.byteLength, sha256: Buffer.from(hash).toString('hex') }
}

async function digestOfFile(path: string): Promise<Digest> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer)
    size += (chunk as Buffer).length
  }
  return { size, sha256: hash.digest('hex') }
}
