import { isNothing, type Leaf, leavesOf } from './change-values.ts'
import { foldText } from './fold-text.ts'
import { magnitudeOf } from './magnitude.ts'
import { isStatusChange } from './matches.ts'
import type { Searchable } from './query.ts'
import { searchWords } from './search-words.ts'
import { pairTerm, termText } from './term.ts'
import type { WordLines } from './word-lines.ts'

type SeenChange = NonNullable<Searchable['changes']>[number]

/**
 * The terms of one change as lines: its field and label, both sides, and its field together with its new value.
 * Old values are looked for seldom: their words are those of free text, and nothing says how large they are.
 */
export function changeLines(change: SeenChange, words: WordLines): string {
  const { field, label } = change
  const folded = foldText(field)
  let lines = `\nf?\n${termText('f', '=', folded)}`
  lines += label === undefined ? words.of('t', field) : words.of('fl', label)
  if (isNothing(change.before, change.treated)) lines += '\nbv!'
  for (const leaf of leavesOf(change.before, change.treated)) {
    lines += leaf.kind === 'text' ? words.of('t', leaf.text) : exactLine('bv', leaf) + digitLines(leaf, words)
  }
  if (isNothing(change.after, change.treated)) lines += '\nav!'
  const fields = fieldsOf(folded, label)
  const status = folded === statusField ? 'sv' : isStatusChange(change) ? 'sk' : undefined
  for (const leaf of leavesOf(change.after, change.treated)) {
    lines += valueLines('av', leaf, words) + digitLines(leaf, words)
    if (status !== undefined) lines += valueLines(status, leaf, words)
    const magnitude = magnitudeOf(leaf)
    if (magnitude !== undefined) lines += `\n${termText('av', ':', magnitude)}`
    for (const name of fields) lines += pairLines(name, leaf, words)
  }
  return lines
}

/** What this field is set to has terms of its own, which say the field too. */
export const statusField = 'status'

/** By what a field and its new value are found together: its name, unless other terms do that, and the words of its label. */
function fieldsOf(folded: string, label: string | undefined): readonly string[] {
  const own = folded === statusField ? [] : [folded]
  if (label === undefined) return own
  const labelWords = searchWords(label)
  return labelWords.length === 1 && labelWords[0] === folded
    ? own
    : [...new Set([...own, ...labelWords.filter((word) => word !== folded)])]
}

const valueLines = (key: string, leaf: Leaf, words: WordLines): string =>
  leaf.kind === 'text' ? words.of(key, leaf.text) : exactLine(key, leaf)

const exactLine = (key: string, leaf: Exclude<Leaf, { kind: 'text' }>): string =>
  `\n${leaf.kind === 'opaque' ? termText(key, '=', leaf.text) : termText(key, '#', leaf.whole)}`

/** Free text finds words of values by their own terms, and digits of decimals by these. */
const digitLines = (leaf: Leaf, words: WordLines): string =>
  leaf.kind === 'whole' && leaf.text !== undefined ? words.of('t', leaf.text) : ''

function pairLines(field: string, leaf: Leaf, words: WordLines): string {
  if (leaf.kind === 'opaque') return ''
  return leaf.kind === 'text' ? words.pairs(field, leaf.text) : `\n${pairTerm('fv', field, '#', leaf.whole).text}`
}
