/** Shannon entropy of the characters of a text, in bits a character. */
export const entropyBits = (text: string): number => {
  const counts = new Map<string, number>()
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

const classOf = (code: number): number =>
  code >= 48 && code <= 57 ? 1 : code >= 97 && code <= 122 ? 2 : code >= 65 && code <= 90 ? 3 : 0

/**
 * Share of neighbouring characters that change between lower case, upper case and digit, separators left out: about 0.63 for
 * random base62, 0.47 for random hex, under 0.1 for words, slugs and dates. 0 for fewer than two characters.
 */
export const classChanges = (text: string): number => {
  let changes = 0
  let counted = 0
  let last = 0
  for (let i = 0; i < text.length; i++) {
    const next = classOf(text.charCodeAt(i))
    if (next === 0) continue
    if (last !== 0 && next !== last) changes++
    last = next
    counted++
  }
  return counted < 2 ? 0 : changes / (counted - 1)
}

/** A text somebody's generator made rather than a person: letters and digits (or both cases) well mixed. */
export const looksRandom = (text: string): boolean => classChanges(text) >= 0.22 && entropyBits(text) >= 2.8

/**
 * Random in both cases, with digits (or without, where the cases alternate more than in a camelCase name): what separates a key
 * from a hash in hex or a serial number.
 */
export const looksMixed = (text: string): boolean =>
  /[a-z]/.test(text) && /[A-Z]/.test(text) && classChanges(text) >= (/\d/.test(text) ? 0.33 : 0.4) && entropyBits(text) >= 3.4
