import { cpus, loadavg, totalmem } from 'node:os'

/** What a figure was measured on, and how busy that was. */
export interface Machine {
  readonly cpu: string
  readonly memoryGiB: number
  readonly platform: string
  readonly node: string
  /** Processes waiting for a core, averaged over the minute before. */
  readonly load: number
}

export const machine = (): Machine => ({
  cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  platform: `${process.platform} ${process.arch}`,
  node: process.version,
  load: Number((loadavg()[0] ?? 0).toFixed(2)),
})

/** One measurement beside its yardstick: a ratio survives a busy machine, an absolute figure does not. */
export interface Row {
  readonly name: string
  readonly yardstick: string
  /** Of the medians: measured by yardstick. */
  readonly ratio: number
  /** The smallest and largest ratio of a pair. */
  readonly spread: readonly [number, number]
  readonly measured: number
  readonly beside: number
  readonly unit: string
  /** Which way is good: rates are better high, times low. */
  readonly better: 'higher' | 'lower'
}

type Measure = (round: number) => Promise<number> | number

/** Runs both in turn, once to warm up and then for as many rounds, and sets the medians side by side. */
export async function beside(
  row: Pick<Row, 'name' | 'yardstick' | 'unit' | 'better'>,
  rounds: number,
  measure: Measure,
  yardstick: Measure,
): Promise<Row> {
  const figures: { readonly ours: number; readonly theirs: number }[] = []
  for (let round = 0; round <= rounds; round++) {
    const pair = { ours: await measure(round), theirs: await yardstick(round) }
    if (round > 0) figures.push(pair)
  }
  const ratios = figures.map(({ ours, theirs }) => ours / theirs)
  const [measured, other] = [median(figures.map(({ ours }) => ours)), median(figures.map(({ theirs }) => theirs))]
  return {
    ...row,
    ratio: rounded(measured / other),
    spread: [rounded(Math.min(...ratios)), rounded(Math.max(...ratios))],
    measured: rounded(measured),
    beside: rounded(other),
  }
}

/** Seconds that work takes. */
export async function seconds(work: () => Promise<unknown> | unknown): Promise<number> {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

const rounded = (value: number): number => Number(value.toPrecision(3))
