const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The text in base64 (RFC 4648 section 4 or 5, padding optional) when all of it is printable ASCII or white space; undefined otherwise. */
export const printableFromBase64 = (text: string): string | undefined => {
  let bits = 0
  let held = 0
  let out = ''
  for (const char of text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')) {
    const value = alphabet.indexOf(char)
    if (value < 0) return undefined
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    const byte = (bits >> held) & 0xff
    if ((byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte > 126) return undefined
    out += String.fromCharCode(byte)
  }
  return out
}
