/** RFC 6901 JSON pointers. */

/** Longer names stay out of a pointer, so that the answer to a thousand refused events stays small. */
const longestNameInPointer = 128

/** True for a name that may stand in a pointer: short, well-formed, without NUL. Otherwise point at the object that has it. */
export const canPointAt = (name: string): boolean =>
  name.length <= longestNameInPointer && name.isWellFormed() && !name.includes('\0')

/** `/` and the escaped token (RFC 6901 section 4). */
export const pointerToken = (token: string | number): string =>
  typeof token === 'number' ? `/${token}` : `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`
