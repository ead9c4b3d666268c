export interface DiffRun {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

/** Above this many comparisons a diff would keep the page waiting; the two texts are then shown whole. */
const mostComparisons = 4_000_000

const words = (text: string): readonly string[] => text.match(/\s+|[\p{L}\p{N}\p{M}_'’]+|[^\s\p{L}\p{N}\p{M}_]/gu) ?? []

/**
 * What was taken out of a text and put in, word by word (longest common subsequence). Runs of `same` and `removed`
 * together are exactly `before`, `same` and `added` exactly `after`. Undefined where the texts are too long to compare
 * or have too little in common for a diff to help.
 */
export function diffWords(before: string, after: string): readonly DiffRun[] | undefined {
  const [from, to] = [words(before), words(after)]
  let head = 0
  while (head < from.length && head < to.length && from[head] === to[head]) head++
  let tail = 0
  while (tail < from.length - head && tail < to.length - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++
  const [left, right] = [from.slice(head, from.length - tail), to.slice(head, to.length - tail)]
  if (left.length * right.length > mostComparisons) return undefined
  const middle = align(left, right)
  const runs = [...from.slice(0, head).map(same), ...middle, ...from.slice(from.length - tail).map(same)]
  return helps(runs, from.length + to.length) ? merge(runs) : undefined
}

const same = (text: string): DiffRun => ({ kind: 'same', text })

/** A diff helps when at least a quarter of the words stay. */
const helps = (runs: readonly DiffRun[], count: number) =>
  runs.filter((run) => run.kind === 'same' && run.text.trim() !== '').length * 8 >= count / 2

/** Lengths of the longest common subsequences of all pairs of tails, row by row. */
function tails(left: readonly string[], right: readonly string[]): Uint32Array {
  const width = right.length + 1
  const lengths = new Uint32Array((left.length + 1) * width)
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--) {
      const at = i * width + j
      const skip = Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0)
      lengths[at] = left[i] === right[j] ? (lengths[at + width + 1] ?? 0) + 1 : skip
    }
  return lengths
}

function align(left: readonly string[], right: readonly string[]): readonly DiffRun[] {
  const lengths = tails(left, right)
  const width = right.length + 1
  const runs: DiffRun[] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    const [out, put] = [left[i], right[j]]
    if (out !== undefined && out === put) {
      runs.push(same(out))
      i++
      j++
    } else if (
      out !== undefined &&
      (put === undefined || (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      runs.push({ kind: 'removed', text: out })
      i++
    } else {
      runs.push({ kind: 'added', text: put ?? '' })
      j++
    }
  }
  return runs
}

/** Neighbours of one kind become one run; between two changes removed comes before added. */
function merge(runs: readonly DiffRun[]): readonly DiffRun[] {
  const merged: DiffRun[] = []
  let [removed, added] = ['', '']
  const flush = () => {
    if (removed !== '') merged.push({ kind: 'removed', text: removed })
    if (added !== '') merged.push({ kind: 'added', text: added })
    removed = added = ''
  }
  for (const run of runs) {
    if (run.kind === 'removed') removed += run.text
    else if (run.kind === 'added') added += run.text
    else {
      flush()
      const last = merged.at(-1)
      if (last?.kind === 'same') merged[merged.length - 1] = same(last.text + run.text)
      else merged.push(run)
    }
  }
  flush()
  return merged
}
