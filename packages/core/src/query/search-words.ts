import { foldText } from './fold-text.ts'

/**
 * The words of a text, in order, as every search compares them: runs of letters and digits, folded (`foldText`). In
 * scripts that are written without spaces (Chinese, Japanese, Thai …) every character and every pair of neighbours is a
 * word: `東京都` gives `東`, `東京`, `京`, `京都`, `都`. The same function cuts texts and what people type, so a text
 * contains what was typed exactly when its words do. Everything else (punctuation, symbols, emoji) separates words.
 *
 * @example searchWords('Jané ROE, Order #1842').join(' ') === 'jane roe order 1842'
 */
export function searchWords(text: string): readonly string[] {
  const words: string[] = []
  let start = -1
  const folded = text.toLowerCase()
  for (let at = 0; at < folded.length; at++) {
    const kind = asciiKinds[folded.charCodeAt(at)]
    if (kind === undefined) return foreignWords(text)
    if (kind === 1) {
      if (start < 0) start = at
    } else if (start >= 0) {
      words.push(folded.slice(start, at))
      start = -1
    }
  }
  if (start >= 0) words.push(folded.slice(start))
  return words
}

/** 1 for a letter or digit of folded ASCII, 0 for any other ASCII character; nothing beyond. */
const asciiKinds = Uint8Array.from({ length: 128 }, (_, code) => Number(/[0-9a-z]/.test(String.fromCharCode(code))))

const run = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

/** One character, with its marks, of a script that is written without spaces. */
const character =
  '[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Bopomofo}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]\\p{M}*'
const unspaced = new RegExp(`(?:${character})+`, 'gu')
const pair = new RegExp(`^(${character})(${character})$`, 'u')

function foreignWords(text: string): readonly string[] {
  const words: string[] = []
  for (const [letters] of foldText(text).matchAll(run)) {
    let end = 0
    for (const match of letters.matchAll(unspaced)) {
      if (match.index > end) words.push(letters.slice(end, match.index))
      pushPairs(match[0], words)
      end = match.index + match[0].length
    }
    if (end < letters.length) words.push(letters.slice(end))
  }
  return words
}

/** A character is a letter with the marks on it. */
function pushPairs(letters: string, words: string[]): void {
  let before = ''
  for (const [letter] of letters.matchAll(/\P{M}\p{M}*/gu)) {
    if (before !== '') words.push(before + letter)
    words.push(letter)
    before = letter
  }
}

/**
 * The words that say all that some words say, each once: a text with a pair of characters has both of them. The last
 * word stays last, unless a pair says it.
 */
export function withoutImplied(words: readonly string[]): readonly string[] {
  const implied = new Set(words.flatMap((word) => pair.exec(word)?.slice(1) ?? []))
  return [...new Set(words)].filter((word) => !implied.has(word))
}
