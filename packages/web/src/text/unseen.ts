/**
 * Characters that are not seen but change what is seen: direction controls, control characters but tab and line ends,
 * zero-width spaces, tag characters. Joiners (U+200C, U+200D) stay: Persian, Hindi and emoji need them.
 */
const unseen =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu

/** Cuts a text: each piece as it is, and then the unseen character behind it by its code (`U+202E`), none at the end. */
export function cutAtUnseen(
  text: string,
): readonly { readonly text: string; readonly code?: string; readonly character?: string }[] {
  const pieces: { text: string; code?: string; character?: string }[] = []
  let from = 0
  for (const { 0: character, index } of text.matchAll(unseen)) {
    const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    pieces.push({ text: text.slice(from, index), code, character })
    from = index + character.length
  }
  return [...pieces, { text: text.slice(from) }]
}
