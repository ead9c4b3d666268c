import type { Json } from '../event/event.ts'
import { isNothing, type Leaf, leavesOf } from './change-values.ts'
import { foldText } from './fold-text.ts'
import { magnitudeOf } from './magnitude.ts'
import { isStatusChange } from './matches.ts'
import type { Searchable } from './query.ts'
import { searchWords } from './search-words.ts'
import type { SlotTerms } from './slot-terms.ts'
import { pairTerm } from './term.ts'

type SeenChange = NonNullable<Searchable['changes']>[number]

/** The terms of one change: its field and label, both sides, and its field together with its new value. */
export function addChangeTerms(change: SeenChange, terms: SlotTerms): void {
  const { field, label } = change
  const folded = foldText(field)
  terms.addSign('f', '?')
  terms.add('f', '=', folded)
  const labelWords = label === undefined ? [] : searchWords(label)
  if (label === undefined) terms.addWords('t', searchWords(field))
  else terms.addWords('fl', labelWords)
  addSide(change, 'before', 'bv', terms)
  addSide(change, 'after', 'av', terms)
  if (isStatusChange(change)) for (const leaf of leavesOf(change.after, change.treated)) addLeaf(leaf, 'sv', terms)
  addPairs(change, new Set([folded, ...labelWords]), terms)
}

function addSide(change: SeenChange, side: 'before' | 'after', key: string, terms: SlotTerms): void {
  const value: Json | undefined = change[side]
  if (isNothing(value, change.treated)) terms.addSign(key, '!')
  for (const leaf of leavesOf(value, change.treated)) {
    addLeaf(leaf, key, terms)
    // Free text finds words of values by their own terms, and digits of decimals by these.
    if (leaf.kind === 'whole' && leaf.text !== undefined) terms.addWords('t', searchWords(leaf.text))
  }
}

function addLeaf(leaf: Leaf, key: string, terms: SlotTerms): void {
  if (leaf.kind === 'opaque') terms.add(key, '=', leaf.text)
  else if (leaf.kind === 'whole') terms.add(key, '#', leaf.whole)
  else terms.addWords(key, searchWords(leaf.text))
  const magnitude = magnitudeOf(leaf)
  if (magnitude !== undefined) terms.add(key, ':', magnitude)
}

/** A field and a new value of one change, in one term: by the field's name and by each word of its label. */
function addPairs(change: SeenChange, fields: ReadonlySet<string>, terms: SlotTerms): void {
  for (const leaf of leavesOf(change.after, change.treated)) {
    if (leaf.kind === 'opaque') continue
    const sign = leaf.kind === 'text' ? '~' : '#'
    const values = leaf.kind === 'text' ? searchWords(leaf.text) : [leaf.whole]
    for (const field of fields) for (const value of values) terms.texts.add(pairTerm('fv', field, sign, value).text)
  }
}
