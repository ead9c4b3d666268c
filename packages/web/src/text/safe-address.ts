const schemes = new Set(['http:', 'https:', 'mailto:'])

/** An address that may be a link: http, https or mailto, absolute. Anything else is undefined. */
export function safeAddress(url: string | undefined): string | undefined {
  const parsed = url === undefined ? null : URL.parse(url)
  return parsed && schemes.has(parsed.protocol) ? parsed.href : undefined
}
