const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The 16 bytes of a UUID written in lower case (RFC 9562 section 4), undefined for any other text. */
export const uuidBytes = (id: string): Buffer | undefined =>
  uuidPattern.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex') : undefined

/** The UUID of 32 hexadecimal digits. */
export const uuidText = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
