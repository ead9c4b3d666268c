const shownWhole = 1_024

/**
 * Bytes as a value that can be read and compared: their hexadecimal digits; over 1 KiB their number and a checksum, which
 * tells two versions of a file apart and proves nothing.
 */
export function bytesText(bytes: Uint8Array): string {
  if (bytes.length > shownWhole) return `[${bytes.length} bytes, checksum ${checksum(bytes)}]`
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

/** FNV-1a (RFC 9923) of 32 bits, twice from different beginnings: fast, and nothing to rely on against anybody. */
function checksum(bytes: Uint8Array): string {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    a = Math.imul(a ^ byte, 0x01000193)
    b = Math.imul(b ^ byte ^ (i & 255), 0x01000193)
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0')
}
