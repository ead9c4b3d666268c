/**
 * A text as it is compared: full case folding (`Straße` and `STRASSE`), compatibility forms (full-width letters,
 * ligatures) and accents gone, letters with a stroke (`Ł`, `ø`) as people type them, digits of every script as ASCII.
 * What carries meaning in its script stays: Indic vowel signs, Japanese voicing marks, Hangul syllables, `й`. Characters
 * that cannot be seen (soft hyphen, joiners, direction marks) are gone. Idempotent; of any length.
 *
 * @example foldText('Straße ÎLE') === 'strasse ile'
 */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  const bare = text.normalize('NFKD').replace(unseen, '').replace(accents, '').replace(otherDigits, asciiDigit)
  // Upper case knows the full foldings (ß, ligatures, ſ), and lower case first knows those that upper case keeps (ẞ).
  const folded = bare
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(special, (letter) => specials[letter] ?? letter)
  return folded.normalize('NFKD').replace(accents, '').normalize('NFC')
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false
  return true
}

/** The characters in ranges of hexadecimal code points. */
const anyIn = (ranges: string): string =>
  ranges.replace(/([0-9a-f]+)(?:-([0-9a-f]+))?\s*/g, (_, first, last) => `\\u{${first}}${last ? `-\\u{${last}}` : ''}`)

/** Format characters, variation selectors, fillers and the Arabic elongation. */
const unseen = new RegExp(`[\\p{Cf}${anyIn('fe00-fe0f e0100-e01ef 34f 115f 1160 17b4 17b5 3164 ffa0 640')}]`, 'gu')

/** Marks that people leave out, without breve and diaeresis: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels. */
const marks = anyIn(
  '300-305 307 309-36f 483-487 591-5bd 5bf 5c1 5c2 5c4 5c5 5c7 610-61a 64b-65f 670 6d6-6dc 6df-6e4 6e7 6e8 6ea-6ed ' +
    '8d3-8e1 8e3-8ff 1ab0-1aff 1dc0-1dff 20d0-20ff fe20-fe2f',
)
/** Breve and diaeresis make letters of their own in й, ў and ї, and nowhere else. */
const accents = new RegExp(`(?<![ИиУу])\\u0306|(?<![Іі])\\u0308|[${marks}]`, 'gu')

/** Letters that no normal form takes apart, and the sigma that ends a word. */
const specials: { readonly [letter: string]: string } = {
  æ: 'ae',
  ð: 'd',
  ø: 'o',
  þ: 'th',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŋ: 'n',
  œ: 'oe',
  ŧ: 't',
  ƀ: 'b',
  ς: 'σ',
}
const special = new RegExp(`[${Object.keys(specials).join('')}]`, 'gu')

/** Where the decimal digits of a script begin. */
const zeros = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0,
  0x1810,
]
const otherDigits = new RegExp(`[${zeros.map((zero) => String.fromCodePoint(zero, 0x2d, zero + 9)).join('')}]`, 'gu')
const asciiDigit = (digit: string): string => {
  const point = digit.codePointAt(0) ?? 0
  const zero = zeros.find((start) => point >= start && point <= start + 9) ?? point
  return String(point - zero)
}
