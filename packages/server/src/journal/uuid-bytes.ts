const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Writes the 16 bytes of a UUID in lower case (RFC 9562 section 4) at a place; false, and nothing written, for any other text. */
export const writeUuid = (id: string, target: Buffer, at: number): boolean =>
  uuidPattern.test(id) && target.write(id.replaceAll('-', ''), at, 'hex') === 16

/** Those 16 bytes, undefined for any other text. */
export const uuidBytes = (id: string): Buffer | undefined => {
  const bytes = Buffer.alloc(16)
  return writeUuid(id, bytes, 0) ? bytes : undefined
}

/** The UUID of 32 hexadecimal digits. */
export const uuidText = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
