/** Printable ASCII words with single spaces: most texts, told by one quick look. */
const oneLine = /^[!-~]+(?: [!-~]+)*$/
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Text fit for one line of a sentence: white space runs become one space, and what is longer than `most` characters
 * (as people count them) ends in an ellipsis. The event itself keeps every character.
 */
export function shorten(text: string, most: number): string {
  if (text.length <= most && oneLine.test(text)) return text
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  if (line.length <= most) return line
  let kept = ''
  let count = 0
  for (const { segment } of segmenter.segment(line.slice(0, most * 12))) {
    if (count === most - 1) return `${kept.trimEnd()}…`
    kept += segment
    count += 1
  }
  return kept.length < line.length ? `${kept}…` : kept
}
