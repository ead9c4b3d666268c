import type { Json } from '../event/event.ts'
import { isNothing, type Leaf, leafOfText, leavesOf } from './change-values.ts'
import { foldText } from './fold-text.ts'
import { magnitudeOf } from './magnitude.ts'
import { isStatusChange } from './matches.ts'
import type { Searchable } from './query.ts'
import { searchWords } from './search-words.ts'
import { pairStart, termText } from './term.ts'
import { inOnePiece, Remembered, wordLines, wordTerms } from './word-lines.ts'

type SeenChange = NonNullable<Searchable['changes']>[number]

/** What this field is set to has terms of its own, which say the field too. */
export const statusField = 'status'

/** So many fields are remembered, each with values. */
const fieldsAtMost = 500
/** And so many new values of all of them, a kilobyte each. */
const valuesAtMost = 40_000

/**
 * The terms of changes as lines, each behind a line break: field and label, both sides, and a field together with its
 * new value. Old values are looked for seldom: their words are those of free text, and nothing says how large they are.
 */
export class ChangeTerms {
  /** By name; one that is labelled or declared in several ways has several. */
  readonly #fields = new Map<string, FieldTerms[]>()
  #known = 0
  #values = 0
  readonly #before = new Remembered((text) => oldLines(leafOfText(text)))

  linesOf(change: SeenChange): string {
    const { before, after, treated } = change
    const field = this.#fieldOf(change)
    const old = isSimple(before, treated) ? this.#before.of(before) : sideLines(before, treated, 'bv', oldLines)
    const set = isSimple(after, treated) ? field.after.of(after) : sideLines(after, treated, 'av', field.newLines)
    return field.lines + old + set
  }

  #fieldOf(change: SeenChange): FieldTerms {
    const known = this.#fields.get(change.field)
    if (known !== undefined) for (const one of known) if (one.isOf(change)) return one
    return this.#take(change)
  }

  #take(change: SeenChange): FieldTerms {
    if (this.#known >= fieldsAtMost) this.#forget()
    const made = new FieldTerms(change, () => this.#countValue())
    const known = this.#fields.get(change.field)
    if (known === undefined) this.#fields.set(change.field, [made])
    else known.push(made)
    this.#known += 1
    return made
  }

  #countValue(): void {
    this.#values += 1
    if (this.#values >= valuesAtMost) this.#forget()
  }

  #forget(): void {
    this.#fields.clear()
    this.#known = 0
    this.#values = 0
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

/** What is the same for every change of one field, as long as it is labelled and declared so. */
class FieldTerms {
  readonly lines: string
  readonly after: Remembered
  readonly #label: string | undefined
  readonly #kind: SeenChange['kind']
  /** What a new value has terms behind: that it is one, a status, and a field and its new value together. */
  readonly #keys: readonly string[]
  readonly #opaqueKeys: readonly string[]

  /** `tell` hears of each value that is remembered. */
  constructor(change: SeenChange, tell: () => void) {
    const { field, label, kind } = change
    this.after = new Remembered((text) => this.newLines(leafOfText(text)), tell)
    this.#label = label
    this.#kind = kind
    const name = foldText(field)
    this.lines = inOnePiece(
      `\nf?\n${termText('f', '=', name)}${label === undefined ? wordLines('t', field) : wordLines('fl', label)}`,
    )
    this.#opaqueKeys = ['av', ...(name === statusField ? ['sv'] : isStatusChange(change) ? ['sk'] : [])]
    // By its name, unless other terms do that, and by the words of its label.
    const names = new Set([name, ...(label === undefined ? [] : searchWords(label))])
    if (name === statusField) names.delete(name)
    this.#keys = [...this.#opaqueKeys, ...[...names].map((one) => pairStart('fv', one))]
  }

  isOf({ label, kind }: SeenChange): boolean {
    return label === this.#label && kind === this.#kind
  }

  newLines = (leaf: Leaf): string => {
    const values = leaf.kind === 'text' ? wordTerms(leaf.text) : [termText('', ...signed(leaf))]
    let lines = digitLines(leaf)
    for (const key of leaf.kind === 'opaque' ? this.#opaqueKeys : this.#keys)
      for (const value of values) lines += `\n${key}${value}`
    const magnitude = magnitudeOf(leaf)
    return magnitude === undefined ? lines : `${lines}\n${termText('av', ':', magnitude)}`
  }
}

const signed = (leaf: Exclude<Leaf, { kind: 'text' }>): readonly ['=' | '#', string] =>
  leaf.kind === 'opaque' ? ['=', leaf.text] : ['#', leaf.whole]
