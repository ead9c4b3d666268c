import type { NumberSpan } from './card-number.ts'

const name = /(?:seed|recovery|backup|secret|mnemonic)(?: phrase)?|mnemonic/iy
const wordList = /\s{0,3}["']?\s{0,3}(?::|=|is|was)?\s{0,3}["']?((?:[a-z]{3,8}[\s,]{1,2}){11,23}[a-z]{3,8})(?![a-z])/y

/** Eleven to twenty-three spaces between short words after "seed phrase" and its like: a BIP 39 mnemonic of 12 to 24 words. */
export const seedPhraseAt = (text: string, at: number, keywordEnd: number): NumberSpan | undefined => {
  name.lastIndex = at
  if (!name.test(text)) return undefined
  wordList.lastIndex = keywordEnd
  const match = wordList.exec(text)
  const words = match?.[1]
  if (match === null || words === undefined) return undefined
  const end = keywordEnd + match[0].length
  return { start: end - words.length, end }
}
