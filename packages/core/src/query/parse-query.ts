import { addFilter } from './add-filter.ts'
import { AndGroup } from './and-group.ts'
import { badQuery } from './bad-query.ts'
import { normalForm } from './normal-form.ts'
import type { Query } from './query.ts'
import { AtomCount, queryLimits } from './query-limits.ts'
import { filterNamed, queryWords } from './query-words.ts'
import { refuseInnerStar } from './read-value.ts'
import { type Piece, scanQuery, type Token } from './scan-query.ts'
import { searchWords } from './search-words.ts'
import { nearestFilter } from './suggest.ts'

/**
 * Reads a query as people type it (docs/query.md), in one pass and linear time; the empty text asks for everything.
 * Days, months and years are those of UTC. Throws a `Refusal` with the code `bad_query`, whose `at` is where (from 0)
 * and whose sentence names the column (from 1) and what to write instead.
 *
 * @example parseQuery('actor:maria -source:api').kind === 'and'
 */
export function parseQuery(text: string): Query {
  if (text.length > queryLimits.characters) {
    throw badQuery(queryLimits.characters, `the query is longer than the ${queryLimits.characters} characters that are read`)
  }
  return new QueryParser(scanQuery(text), text.length).parse()
}

class QueryParser {
  readonly #tokens: readonly Token[]
  readonly #end: number
  #next = 0
  readonly #count = new AtomCount()

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens
    this.#end = end
  }

  parse(): Query {
    if (this.#tokens.length === 0) return { kind: 'and', parts: [] }
    const query = this.#alternatives(0)
    const rest = this.#peek()
    if (rest !== undefined)
      throw badQuery(rest.from, 'a parenthesis is closed that was never opened; leave it out, or put it in quotes')
    return normalForm(query)
  }

  #alternatives(depth: number): Query {
    const parts = [this.#together(depth)]
    while (this.#peek()?.kind === 'OR') {
      this.#next++
      parts.push(this.#together(depth))
    }
    return { kind: 'or', parts }
  }

  /** What stands side by side, up to OR, a closing parenthesis or the end. */
  #together(depth: number): Query {
    const group = new AndGroup()
    const from = this.#next
    for (let token = this.#peek(); token !== undefined && !endsGroup(token); token = this.#peek()) {
      if (token.kind === 'AND') this.#and(from, token)
      else this.#part(group, depth)
    }
    if (group.size === 0) throw this.#emptyGroup(from)
    return group.query()
  }

  #and(from: number, token: Token): void {
    const next = this.#tokens[this.#next + 1]
    if (this.#next === from || next === undefined || next.kind === 'AND' || endsGroup(next)) {
      throw badQuery(token.from, 'AND needs something on both sides; put it in quotes to look for the word')
    }
    this.#next++
  }

  #part(group: AndGroup, depth: number): void {
    const isNot = this.#negations()
    const token = this.#peek()
    if (token === undefined || token.kind === ')' || token.kind === 'OR' || token.kind === 'AND') {
      throw badQuery(token?.from ?? this.#end, 'something is missing that the NOT or the minus could stand for')
    }
    const inner = isNot ? new AndGroup() : group
    this.#positive(inner, token, depth, isNot)
    if (isNot) group.addPart({ kind: 'not', part: inner.query() })
  }

  /** Whether an odd number of signs stands here. */
  #negations(): boolean {
    let isNot = false
    for (let kind = this.#peek()?.kind; kind === '-' || kind === 'NOT'; kind = this.#peek()?.kind) {
      isNot = !isNot
      this.#next++
    }
    return isNot
  }

  #positive(group: AndGroup, token: Token, depth: number, isNot: boolean): void {
    this.#next++
    if (token.kind === '(') group.addPart(this.#parentheses(token, depth + 1))
    else if (token.kind === 'text') this.#text(group, token.piece, isNot)
    else if (token.kind === 'filter') this.#filter(group, token)
  }

  #parentheses(open: Token, depth: number): Query {
    if (depth > queryLimits.nesting) {
      throw badQuery(open.from, `parentheses are nested more than ${queryLimits.nesting} deep; write the query flatter`)
    }
    if (this.#peek()?.kind === ')')
      throw badQuery(open.from, 'the parentheses hold nothing; put a condition in them, or leave them out')
    const unclosed = () => badQuery(open.from, 'a parenthesis is opened and never closed; close it, or leave it out')
    if (this.#peek() === undefined) throw unclosed()
    const inside = this.#alternatives(depth)
    if (this.#peek()?.kind !== ')') throw unclosed()
    this.#next++
    return inside
  }

  #text(group: AndGroup, piece: Piece, isNot: boolean): void {
    this.#count.add(piece, '/q')
    refuseInnerStar(piece, '/q')
    if (isLoneMinus(piece) && this.#peek()?.kind === 'filter')
      throw badQuery(piece.from, 'a minus stands right before what it leaves out, without a space; leave it out, or the space')
    if (piece.text === '' && piece.star && !piece.quoted) group.addPart({ kind: 'and', parts: [] })
    else if (searchWords(piece.text).length > 0) {
      group.addPart({ kind: 'text', text: piece.text, phrase: piece.quoted, prefix: piece.star })
    } else if (piece.quoted || isNot || this.#isAlone()) {
      // "Smith & Co": a sign between words says nothing; alone it would find everything or nothing.
      throw badQuery(piece.from, 'there is no letter or digit to look for')
    }
  }

  /** Whether what was just read is all that stands between two parentheses, ORs or ends. */
  #isAlone(): boolean {
    const before = this.#tokens[this.#next - 2]
    const after = this.#peek()
    return (before === undefined || !isAtom(before)) && (after === undefined || !isAtom(after))
  }

  #filter(group: AndGroup, token: Extract<Token, { kind: 'filter' }>): void {
    const isNot = /^not\./i.test(token.name)
    const name = filterNamed(isNot ? token.name.slice(4) : token.name)
    if (name === undefined) throw unknownFilter(token)
    for (const piece of token.pieces) this.#count.add(piece, '/q')
    const inner = isNot ? new AndGroup() : group
    addFilter(inner, name, token.pieces, '/q')
    if (isNot) group.addPart({ kind: 'not', part: inner.query() })
  }

  #emptyGroup(from: number) {
    const token = this.#tokens[from]
    const before = this.#tokens[from - 1]
    const or = token?.kind === 'OR' ? token : before
    if (or?.kind === 'OR') return badQuery(or.from, 'OR needs something on both sides; put it in quotes to look for the word')
    if (token?.kind === ')')
      return badQuery(token.from, 'a parenthesis is closed that was never opened; leave it out, or put it in quotes')
    return badQuery(token?.from ?? 0, 'there is no letter or digit to look for')
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next]
  }
}

const endsGroup = ({ kind }: Token): boolean => kind === 'OR' || kind === ')'
const isAtom = ({ kind }: Token): boolean => kind === 'text' || kind === 'filter'

/** Between words it is a dash and says nothing; before a filter it would say the opposite of what it looks like. */
const isLoneMinus = ({ text, quoted }: Piece): boolean => !quoted && /^[-–—−]$/.test(text)

function unknownFilter(token: Extract<Token, { kind: 'filter' }>) {
  const near = nearestFilter(token.name, queryWords)
  const instead = near === undefined ? `the filters are ${queryWords.join(', ')}` : `perhaps ${near} is meant`
  return badQuery(token.from, `there is no filter of this name; ${instead}; to look for the words as text, put them in quotes`)
}
