import { utf8Bytes, utf8Length } from '../crypto/utf8.ts'

/** Names of slots, as the format allows them. */
const allowed = /^[A-Za-z0-9_.%/-]{1,128}$/

export const isSlotName = (name: string): boolean => allowed.test(name)

/**
 * The slot of one field's changes: `chg/` and the field, every byte of its UTF-8 outside `A-Z a-z 0-9 _ . / -` written
 * as `%XX` in upper-case hexadecimal (`%` itself too, so that two fields never share a slot). Undefined when that is
 * more than 128 characters.
 */
export const fieldSlotName = (field: string): string | undefined => {
  const known = names.get(field)
  if (known !== undefined) return known
  const name = `chg/${percentEncode(field)}`
  if (!allowed.test(name)) return undefined
  if (names.size >= namesAtMost) names.clear()
  names.set(field, name)
  return name
}

/** Fields come again and again. */
const names = new Map<string, string>()
const namesAtMost = 2_000

const unreserved = /^[A-Za-z0-9_./-]*$/

function percentEncode(text: string): string {
  if (unreserved.test(text) || utf8Length(text) > 128) return text
  let encoded = ''
  for (const byte of utf8Bytes(text)) {
    const char = String.fromCharCode(byte)
    encoded += unreserved.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}
