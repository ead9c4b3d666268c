import { createHash, randomBytes } from 'node:crypto'
import { uuidV7 as uuidV7Of } from '@daybook/core'

const format = (bytes: Uint8Array): string => {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, 16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const stamp = (bytes: Uint8Array, version: number): string => {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4)
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return format(bytes)
}

/** UUID version 7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, the rest random. */
export const uuidV7 = (nowMs: number): string => uuidV7Of(nowMs, randomBytes(10).toString('hex'))

/** UUID version 5 (RFC 9562 section 5.5): the same for the same namespace and name, for ever. */
export const uuidV5 = (namespace: string, name: string): string => {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
  return stamp(hash.subarray(0, 16), 5)
}
