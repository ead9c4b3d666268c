import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFileOnce } from '../journal/durable-file.ts'

const nonceBytes = 12
const tagBytes = 16

/**
 * Seals small secrets that the server needs again (second factors, what it signs its messages with) under a key that lies
 * in the keys folder (AES-256-GCM): a copy of the data folder alone opens none. The key is made when the first is sealed.
 */
export class SecretBox {
  readonly #path: string
  #key: Uint8Array | undefined

  constructor(keysFolder: string) {
    this.#path = join(keysFolder, 'secrets.key')
  }

  sealText(secret: string, owner: string): string {
    return Buffer.from(this.seal(Buffer.from(secret), owner)).toString('base64url')
  }

  openText(sealed: string, owner: string): string | undefined {
    const opened = this.open(Buffer.from(sealed, 'base64url'), owner)
    return opened && Buffer.from(opened).toString()
  }

  /** `owner` is bound to the secret, so that it opens for nobody else. */
  seal(secret: Uint8Array, owner: string): Uint8Array {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#read() ?? this.#make(), nonce).setAAD(Buffer.from(owner))
    return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
  }

  /** Undefined where the key is not the one that sealed it: it was lost, or not restored with the data. */
  open(sealed: Uint8Array, owner: string): Uint8Array | undefined {
    const key = this.#read()
    if (!key) return undefined
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes)).setAAD(Buffer.from(owner))
      decipher.setAuthTag(sealed.subarray(-tagBytes))
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()])
    } catch {
      return undefined
    }
  }

  #read(): Uint8Array | undefined {
    if (!this.#key && existsSync(this.#path)) this.#key = Buffer.from(readFileSync(this.#path, 'utf8').trim(), 'base64url')
    return this.#key
  }

  #make(): Uint8Array {
    const key = randomBytes(32)
    createFileOnce(this.#path, `${key.toString('base64url')}\n`)
    this.#key = key
    return key
  }
}
