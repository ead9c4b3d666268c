const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The 16 bytes of a UUID written in lower case (RFC 9562 section 4), undefined for any other text. */
export const uuidBytes = (id: string): Buffer | undefined =>
  uuidPattern.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex') : undefined
