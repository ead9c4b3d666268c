/** How many bytes a well-formed text takes as UTF-8. */
export function utf8Length(text: string, start = 0, end = text.length): number {
  let bytes = end - start
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i)
    // A surrogate pair is two units and four bytes: each half adds one to its own unit.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return bytes
}
