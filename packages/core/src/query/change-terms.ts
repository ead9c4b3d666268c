import type { Json } from '../event/event.ts'
import { isNothing, type Leaf, leavesOf } from './change-values.ts'
import { foldText } from './fold-text.ts'
import { magnitudeOf } from './magnitude.ts'
import { isStatusChange } from './matches.ts'
import type { Searchable } from './query.ts'
import { searchWords } from './search-words.ts'
import { pairTerm, termText } from './term.ts'
import { Remembered, wordLines } from './word-lines.ts'

type SeenChange = NonNullable<Searchable['changes']>[number]

/** What this field is set to has terms of its own, which say the field too. */
export const statusField = 'status'

/** So many fields are remembered, each with values. */
const fieldsAtMost = 500

/**
 * The terms of changes as lines, each behind a line break: field and label, both sides, and a field together with its
 * new value. Old values are looked for seldom: their words are those of free text, and nothing says how large they are.
 */
export class ChangeTerms {
  readonly #fields = new Map<string, FieldTerms>()
  readonly #before = new Remembered((text) => leavesOf(text, undefined).map(oldLines).join(''))

  linesOf(change: SeenChange): string {
    const { before, after, treated } = change
    const field = this.#fieldOf(change)
    const old = isSimple(before, treated) ? this.#before.of(before) : sideLines(before, treated, 'bv', oldLines)
    const set = isSimple(after, treated) ? field.after.of(after) : sideLines(after, treated, 'av', field.newLines)
    return field.lines + old + set
  }

  #fieldOf(change: SeenChange): FieldTerms {
    const { field, label, kind } = change
    const name = `${field}\n${kind ?? ''}${label === undefined ? '' : `\n${label}`}`
    const known = this.#fields.get(name)
    if (known !== undefined) return known
    if (this.#fields.size >= fieldsAtMost) this.#fields.clear()
    const made = new FieldTerms(change)
    this.#fields.set(name, made)
    return made
  }
}

/** A string that says all by itself. */
const isSimple = (value: Json | undefined, treated: SeenChange['treated']): value is string =>
  typeof value === 'string' && value !== '' && treated === undefined

function sideLines(
  value: Json | undefined,
  treated: SeenChange['treated'],
  key: string,
  linesOf: (leaf: Leaf) => string,
): string {
  const none = isNothing(value, treated) ? `\n${key}!` : ''
  return none + leavesOf(value, treated).map(linesOf).join('')
}

const oldLines = (leaf: Leaf): string =>
  leaf.kind === 'text' ? wordLines('t', leaf.text) : valueLines('bv', leaf) + digitLines(leaf)

const valueLines = (key: string, leaf: Leaf): string => {
  if (leaf.kind === 'text') return wordLines(key, leaf.text)
  return `\n${leaf.kind === 'opaque' ? termText(key, '=', leaf.text) : termText(key, '#', leaf.whole)}`
}

/** Free text finds words of values by their own terms, and digits of decimals by these. */
const digitLines = (leaf: Leaf): string => (leaf.kind === 'whole' && leaf.text !== undefined ? wordLines('t', leaf.text) : '')

/** What is the same for every change of one field. */
class FieldTerms {
  readonly lines: string
  readonly after = new Remembered((text) => leavesOf(text, undefined).map(this.newLines).join(''))
  readonly #status: 'sv' | 'sk' | undefined
  /** By what the field and its new value are found together: its name, unless other terms do that, and the words of its label. */
  readonly #pairedBy: readonly string[]

  constructor(change: SeenChange) {
    const { field, label } = change
    const name = foldText(field)
    this.lines = `\nf?\n${termText('f', '=', name)}${label === undefined ? wordLines('t', field) : wordLines('fl', label)}`
    this.#status = name === statusField ? 'sv' : isStatusChange(change) ? 'sk' : undefined
    const labelWords = label === undefined ? [] : searchWords(label)
    this.#pairedBy = [...new Set([name, ...labelWords])].filter((one) => one !== name || name !== statusField)
  }

  newLines = (leaf: Leaf): string => {
    let lines = valueLines('av', leaf) + digitLines(leaf)
    if (this.#status !== undefined) lines += valueLines(this.#status, leaf)
    const magnitude = magnitudeOf(leaf)
    if (magnitude !== undefined) lines += `\n${termText('av', ':', magnitude)}`
    for (const name of this.#pairedBy) lines += pairLines(name, leaf)
    return lines
  }
}

function pairLines(field: string, leaf: Leaf): string {
  if (leaf.kind === 'opaque') return ''
  if (leaf.kind === 'whole') return `\n${pairTerm('fv', field, '#', leaf.whole).text}`
  let lines = ''
  for (const word of new Set(searchWords(leaf.text))) lines += `\n${pairTerm('fv', field, '~', word).text}`
  return lines
}
