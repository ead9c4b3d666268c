import { cutAtUnseen } from './unseen.ts'

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

/** Cuts a text into what may be shown as it is and what is shown as a mark. */
export const visible = (text: string): readonly Run[] =>
  cutAtUnseen(text).flatMap(({ text: seen, code, character = '' }): readonly Run[] => [
    ...(seen === '' ? [] : [{ text: seen }]),
    ...(code === undefined ? [] : [{ mark: named[character] ?? code, code }]),
  ])
