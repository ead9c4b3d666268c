import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromBase64url, toBase64url } from '@daybook/core'
import { createFileOnce } from '../journal/durable-file.ts'

const fileName = 'outbound.json'
const ivBytes = 12
const tagBytes = 16

/**
 * Keeps secrets that the server itself needs again (to sign what it sends) out of the data folder: AES-256-GCM under a
 * key of the keys folder, bound to what the secret is for. A copy of the data folder alone opens none of them.
 */
export class SecretBox {
  readonly #key: Uint8Array

  /** Reads the key, or makes it where there is none. */
  constructor(keysFolder: string) {
    const path = join(keysFolder, fileName)
    if (!existsSync(path)) createFileOnce(path, `${JSON.stringify({ version: 1, key: toBase64url(randomBytes(32)) })}\n`)
    const { key } = JSON.parse(readFileSync(path, 'utf8')) as { readonly key: string }
    const bytes = fromBase64url(key)
    if (bytes?.length !== 32) throw new Error(`${fileName} of the keys folder does not hold a key; put it back from a backup.`)
    this.#key = bytes
  }

  close(secret: string, what: string): string {
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(what))
    const sealed = [iv, cipher.update(secret, 'utf8'), cipher.final()]
    return toBase64url(Buffer.concat([...sealed, cipher.getAuthTag()]))
  }

  /** Undefined where it was closed with another key or for something else. */
  open(closed: string, what: string): string | undefined {
    try {
      const bytes = Buffer.from(closed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, ivBytes))
      decipher.setAAD(Buffer.from(what)).setAuthTag(bytes.subarray(-tagBytes))
      return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
    } catch {
      return undefined
    }
  }
}
