// Small tools every row shares: medians, rounds that interleave, the machine's description.
import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The value below which this share lies. */
export const quantile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

/** Seconds a call takes. */
export async function seconds(work) {
  const started = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - started) / 1e9
}

/** Runs A and B in turn, one round to warm up, and answers each one's figures. */
export async function interleave(rounds, a, b) {
  const figures = { a: [], b: [] }
  for (let round = -1; round < rounds; round++) {
    const first = await a(round)
    const second = await b(round)
    if (round >= 0) {
      figures.a.push(first)
      figures.b.push(second)
    }
  }
  return figures
}

/** One line of a result: what was measured, as a ratio of medians with the spread of the pairs. */
export function ratio(name, goal, figures, unit) {
  const pairs = figures.a.map((value, index) => value / figures.b[index])
  return {
    name,
    goal,
    ratio: Number((median(figures.a) / median(figures.b)).toPrecision(3)),
    spread: [Math.min(...pairs), Math.max(...pairs)].map((value) => Number(value.toPrecision(3))),
    measured: `${format(median(figures.a))} ${unit}`,
    yardstick: `${format(median(figures.b))} ${unit}`,
  }
}

export const format = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3))

export function machine() {
  const git = (...args) => {
    try {
      return execFileSync('git', args, { encoding: 'utf8' }).trim()
    } catch {
      return 'unknown'
    }
  }
  return {
    cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    load: loadavg()[0].toFixed(2),
    commit: git('rev-parse', '--short', 'HEAD'),
  }
}
