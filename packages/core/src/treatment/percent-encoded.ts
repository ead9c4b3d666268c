/** A text with its percent-encoding (RFC 3986, section 2.1) undone, and where each of its characters stood. */
export interface DecodedText {
  readonly text: string
  /** The position of each character in the encoded text, and after the last one that text's end. */
  readonly at: readonly number[]
}

const encodedByte = /%[0-9A-Fa-f]{2}/

/**
 * A text as it reads without its percent-encoding, `+` as the space it is in forms; undefined when there is none. Only ASCII is
 * decoded: no secret's form or name needs more, and every character keeps one position.
 */
export const percentDecoded = (encoded: string): DecodedText | undefined => {
  if (!encodedByte.test(encoded) && !hasPlusInQuery(encoded)) return undefined
  const at: number[] = []
  let text = ''
  for (let i = 0; i < encoded.length; i++) {
    at.push(i)
    const char = encoded.charAt(i)
    const code = char === '%' ? asciiOf(encoded.slice(i + 1, i + 3)) : undefined
    if (code === undefined) text += char === '+' ? ' ' : char
    else {
      text += String.fromCharCode(code)
      i += 2
    }
  }
  at.push(encoded.length)
  return { text, at }
}

/** `?name=one+two`: a form's space. */
const hasPlusInQuery = (text: string): boolean => {
  const query = text.indexOf('?')
  return query >= 0 && text.indexOf('=', query) > 0 && text.indexOf('+', query) > 0
}

const asciiOf = (digits: string): number | undefined =>
  /^[0-7][0-9A-Fa-f]$/.test(digits) ? Number.parseInt(digits, 16) : undefined
