import type { ChainNode } from './chain-tree.ts'

/** Events of which each triggered the next and nothing else; the last has all that it triggered. */
export const lineFrom = (node: ChainNode): readonly ChainNode[] => {
  const line = [node]
  for (let [only, other] = node.effects; only !== undefined && other === undefined; [only, other] = only.effects) line.push(only)
  return line
}

const longLine = 10
/** So many are shown at the beginning and at the end of a long line, and on both sides of the event that the page is about. */
const shownAtEnds = 2

/** Events of a line that are not shown, by the position of the first of them. */
export interface Gap {
  readonly from: number
  readonly count: number
}

/** A line as what is shown of it. */
export const foldedLine = (line: readonly ChainNode[]): readonly (ChainNode | Gap)[] => {
  if (line.length <= longLine) return line
  const here = line.findIndex(({ isHere }) => isHere)
  const isShown = (at: number) =>
    at < shownAtEnds || at >= line.length - shownAtEnds || (here >= 0 && Math.abs(at - here) <= shownAtEnds)
  const folded: (ChainNode | Gap)[] = []
  for (const [at, node] of line.entries()) {
    const last = folded.at(-1)
    if (isShown(at)) folded.push(node)
    else if (last && 'count' in last) folded[folded.length - 1] = { ...last, count: last.count + 1 }
    else folded.push({ from: node.step.seq, count: 1 })
  }
  return folded
}
