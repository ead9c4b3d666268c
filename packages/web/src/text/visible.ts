/** A run of a text: as it is, or an invisible character that is shown as a mark so that it cannot mislead. */
export type Run = { readonly text: string } | { readonly mark: string; readonly code: string }

const named: { readonly [character: string]: string } = {
  '\u061c': 'ALM',
  '\u200b': 'ZWSP',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u2028': 'LS',
  '\u2029': 'PS',
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2060': 'WJ',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
  '\ufeff': 'BOM',
}

/**
 * Characters that are not seen but change what is seen: direction controls, control characters but tab and line ends,
 * zero-width spaces, tag characters. Joiners (U+200C, U+200D) stay: Persian, Hindi and emoji need them.
 */
const unseen =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu

/** Cuts a text into what may be shown as it is and what is shown as a mark. */
export function visible(text: string): readonly Run[] {
  const runs: Run[] = []
  let from = 0
  for (const match of text.matchAll(unseen)) {
    if (match.index > from) runs.push({ text: text.slice(from, match.index) })
    const code = `U+${(match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    runs.push({ mark: named[match[0]] ?? code, code })
    from = match.index + match[0].length
  }
  if (from < text.length) runs.push({ text: text.slice(from) })
  return runs
}
