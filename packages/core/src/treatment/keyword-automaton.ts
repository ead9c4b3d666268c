/**
 * One pass over a text that finds every keyword of every rule (Aho and Corasick, 1975): a table lookup a character, however many
 * keywords there are. Letters are folded (case, accents), all digits are one letter, `_ - .` are one, `: =` are one, other
 * ASCII punctuation is one: the rules' patterns decide exactly, this only says where to try them.
 */
export interface KeywordAutomaton {
  /** Column of a UTF-16 code unit below `foldedBelow`; everything above is column 0. */
  readonly columns: Uint8Array
  /** `next[state * 32 + column]`. States from `firstHit` on are those in which a keyword has just ended. */
  readonly next: Uint16Array
  readonly start: number
  readonly firstHit: number
  /** For a state from `firstHit` on: the keywords that end there, as indexes into the list given. */
  readonly ends: readonly (readonly number[])[]
}

export const foldedBelow = 384
export const digitColumn = 27
export const spaceColumn = 28
export const joinColumn = 29
export const assignColumn = 30
const punctuationColumn = 31

const columnOf = (code: number): number => {
  const char = String.fromCharCode(code)
  if (code >= 48 && code <= 57) return digitColumn
  if (code === 32 || (code >= 9 && code <= 13)) return spaceColumn
  if (char === '_' || char === '-' || char === '.') return joinColumn
  if (char === ':' || char === '=') return assignColumn
  const folded =
    char === 'ł' || char === 'Ł'
      ? 'l'
      : char === 'ı'
        ? 'i'
        : char === 'ø' || char === 'Ø'
          ? 'o'
          : char === 'ß'
            ? 's'
            : char.normalize('NFD').charAt(0).toLowerCase()
  if (folded >= 'a' && folded <= 'z') return folded.charCodeAt(0) - 96
  return code > 32 && code < 127 ? punctuationColumn : 0
}

interface Node {
  readonly to: Map<number, number>
  readonly ends: number[]
  fail: number
}

/** The automaton of some keywords; an empty keyword is a defect. */
export const buildAutomaton = (keywords: readonly string[]): KeywordAutomaton => {
  const columns = Uint8Array.from({ length: foldedBelow }, (_, code) => columnOf(code))
  const nodes: Node[] = [{ to: new Map(), ends: [], fail: 0 }]
  keywords.forEach((keyword, index) => {
    if (keyword === '') throw new Error('an empty keyword would be found everywhere')
    let at = 0
    for (let i = 0; i < keyword.length; i++) at = childOf(nodes, at, columns[keyword.charCodeAt(i)] ?? 0)
    nodeAt(nodes, at).ends.push(index)
  })
  const order = linkFailures(nodes)
  return tabulate(nodes, order, columns)
}

const nodeAt = (nodes: readonly Node[], index: number): Node => {
  const node = nodes[index]
  if (node === undefined) throw new Error('no such state')
  return node
}

const childOf = (nodes: Node[], at: number, column: number): number => {
  const { to } = nodeAt(nodes, at)
  const known = to.get(column)
  if (known !== undefined) return known
  nodes.push({ to: new Map(), ends: [], fail: 0 })
  to.set(column, nodes.length - 1)
  return nodes.length - 1
}

/** Breadth first: each state fails to the longest proper suffix that is a state, and inherits what ends there. */
const linkFailures = (nodes: readonly Node[]): readonly number[] => {
  const order = [0]
  for (const at of order) {
    const node = nodeAt(nodes, at)
    for (const [column, child] of node.to) {
      let fail = node.fail
      while (fail !== 0 && !nodeAt(nodes, fail).to.has(column)) fail = nodeAt(nodes, fail).fail
      const target = at === 0 ? 0 : (nodeAt(nodes, fail).to.get(column) ?? 0)
      const childNode = nodeAt(nodes, child)
      childNode.fail = target
      childNode.ends.push(...nodeAt(nodes, target).ends)
      order.push(child)
    }
  }
  return order
}

/** States renumbered so that one comparison tells a hit from the rest. */
const tabulate = (nodes: readonly Node[], order: readonly number[], columns: Uint8Array): KeywordAutomaton => {
  const quiet = order.filter((at) => nodeAt(nodes, at).ends.length === 0)
  const loud = order.filter((at) => nodeAt(nodes, at).ends.length > 0)
  const renumbered = new Map([...quiet, ...loud].map((at, state) => [at, state] as const))
  const stateOf = (at: number): number => renumbered.get(at) ?? 0
  const next = new Uint16Array(nodes.length * 32)
  for (const at of order) {
    const node = nodeAt(nodes, at)
    for (let column = 0; column < 32; column++) {
      const child = node.to.get(column)
      const inherited = at === 0 ? 0 : (next[stateOf(node.fail) * 32 + column] ?? 0)
      next[stateOf(at) * 32 + column] = child === undefined ? inherited : stateOf(child)
    }
  }
  return { columns, next, start: stateOf(0), firstHit: quiet.length, ends: loud.map((at) => nodeAt(nodes, at).ends) }
}
