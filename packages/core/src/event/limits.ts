/**
 * What one event and one request may hold. Over a limit is refused with the limit's name; nothing is ever cut short.
 * Bytes are bytes of UTF-8.
 */
export const limits = {
  /** One request after decompression. */
  bodyBytes: 5 * 1024 * 1024,
  eventsPerRequest: 1_000,
  /** One event's text as received, without the white space around it. */
  eventBytes: 256 * 1024,
  /** One string, or one member name, after its escapes are read. */
  stringBytes: 64 * 1024,
  changesPerEvent: 2_000,
  /** Nested objects and lists; the event itself is the first level. */
  depth: 16,
  /** Digits of a number without leading and trailing zeros. */
  significantDigits: 17,
} as const
