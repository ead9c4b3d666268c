/** The two web-standard converters every runtime has. Core is compiled without any runtime's types, so the part used is declared here. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array }
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string }

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The UTF-8 of a well-formed string. */
export const utf8Bytes = (text: string): Uint8Array => encoder.encode(text)

/** The text of well-formed UTF-8, a byte order mark kept as a character; undefined for anything else. */
export const utf8Text = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** How many bytes of UTF-8 a well-formed string takes. */
export const utf8Length = (text: string): number => {
  let length = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    // A surrogate pair is two units and four bytes; any other unit from U+0800 is one unit and three bytes.
    length += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2
  }
  return length
}

/** A byte stream that should be UTF-8 and is not. */
export class NotUtf8 extends Error {
  override readonly name = 'NotUtf8'
}

/**
 * The lines of a UTF-8 byte stream, without their newline (0x0A, and nothing else, ends a line). Throws `NotUtf8`: a
 * verifier must never see replacement characters in place of what was there.
 */
export async function* utf8Lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const streaming = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? streaming.decode() : streaming.decode(bytes, { stream: true })
    } catch {
      throw new NotUtf8('the text is not UTF-8')
    }
  }
  let rest = ''
  for await (const chunk of chunks) {
    const parts = decode(chunk).split('\n')
    parts[0] = rest + (parts[0] ?? '')
    rest = parts.pop() ?? ''
    yield* parts
  }
  rest += decode()
  if (rest !== '') yield rest
}
