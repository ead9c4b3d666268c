const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Text fit for one line of a sentence: white space runs become one space, and what is longer than `most` characters
 * (as people count them) ends in an ellipsis. The event itself keeps every character.
 */
export function shorten(text: string, most: number): string {
  const line = /[\s\p{Cc}]{2,}|[^\S ]|\p{Cc}|^ | $/u.test(text) ? text.replace(/[\s\p{Cc}]+/gu, ' ').trim() : text
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
