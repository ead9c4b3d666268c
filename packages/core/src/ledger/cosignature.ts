import { utf8Bytes } from '../crypto/utf8.ts'
import { concatBytes } from './bytes.ts'

/** The message a cosignature/v1 signs (C2SP tlog-cosignature, Ed25519): header, time in seconds, the whole note text. */
export const cosignedMessage = (noteText: string, timeS: number): Uint8Array =>
  utf8Bytes(`cosignature/v1\ntime ${timeS}\n${noteText}`)

/** `timestamped_signature`: the time as big-endian uint64, then the 64 bytes of Ed25519. */
export function timestampedSignature(timeS: number, signature: Uint8Array): Uint8Array {
  const time = new Uint8Array(8)
  new DataView(time.buffer).setBigUint64(0, BigInt(timeS))
  return concatBytes(time, signature)
}

/** Undefined when it has not 72 bytes or a time beyond 2^53-1 seconds. */
export function readTimestampedSignature(
  bytes: Uint8Array,
): { readonly timeS: number; readonly signature: Uint8Array } | undefined {
  if (bytes.length !== 72) return undefined
  const timeS = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0))
  return Number.isSafeInteger(timeS) ? { timeS, signature: bytes.slice(8) } : undefined
}
