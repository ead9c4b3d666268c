/**
 * A UUID version 7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then 74 random bits of the 10 bytes of `random`
 * that start at `from`. The caller brings clock and randomness, and never the same bytes twice.
 *
 * @example uuidV7(Date.UTC(2026, 10, 22), new Uint8Array(10)) === '01a2008d-7400-7000-8000-000000000000'
 */
export function uuidV7(nowMs: number, random: Uint8Array, from = 0): string {
  const byte = (at: number): number => random[from + at] ?? 0
  const high = Math.floor(nowMs / 65_536)
  const time = two((high >>> 24) & 255) + two((high >>> 16) & 255) + two((high >>> 8) & 255) + two(high & 255)
  const low = nowMs % 65_536
  const version = two(0x70 | (byte(0) & 0x0f)) + two(byte(1))
  const variant = two(0x80 | (byte(2) & 0x3f)) + two(byte(3))
  const rest = two(byte(4)) + two(byte(5)) + two(byte(6)) + two(byte(7)) + two(byte(8)) + two(byte(9))
  return `${time}-${two((low >>> 8) & 255)}${two(low & 255)}-${version}-${variant}-${rest}`
}

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const two = (byte: number): string => digits[byte] ?? ''
