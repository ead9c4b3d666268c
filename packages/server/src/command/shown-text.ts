/**
 * A text of an event as a terminal may have it: one line, in which nothing moves the cursor, changes colours or turns the
 * direction of what follows. What is taken out is shown as the code point it was.
 */
export const shownText = (text: string): string =>
  text
    .replace(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu, (mark) => `‹U+${codeOf(mark)}›`)

const codeOf = (mark: string): string => (mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u

/** How many columns a text takes in a terminal, nearly: two for wide characters, none for marks. */
export const columnsOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (/^\p{M}|\u200d$/u.test(character) ? 0 : wide.test(character) ? 2 : 1), 0)
