const longestBlock = 16_384

/**
 * Where a private key that begins with a `BEGIN … PRIVATE KEY` line ends: after its `END` line, or, where that is cut off, after
 * the last of its base64. Undefined where no key follows the line (somebody wrote about it).
 */
export const endOfPrivateKey = (text: string, headEnd: number): number | undefined => {
  const limit = Math.min(text.length, headEnd + longestBlock)
  const foot = /END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}/.exec(text.slice(headEnd, limit))
  if (foot !== null) return headEnd + foot.index + foot[0].length
  const body = /(?:\s|\\{1,15}[nr]|[A-Za-z-]{2,24}: [^\n\\]{1,80}|[A-Za-z0-9+/=]{16,}){1,4096}/y
  body.lastIndex = headEnd
  const rest = body.exec(text)?.[0] ?? ''
  return /[A-Za-z0-9+/=]{16}/.test(rest) ? headEnd + rest.length : undefined
}
