import type { ProblemCode } from '../../problem/http-problem.ts'
import type { AppendCounts } from '../../trail/append-call.ts'

const bucketsS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

interface Counters {
  stored: number
  duplicates: number
  readonly refused: Map<ProblemCode, number>
  readonly seconds: number[]
  sum: number
  count: number
}

/** Values that are read when somebody asks: of each trail, or without one of the server. */
export interface Gauge {
  readonly name: string
  readonly help: string
  readonly samples: readonly { readonly trail?: string; readonly value: number }[]
  /** What stands for all trails where none is named: their sum, unless the greatest says more. */
  readonly together?: 'greatest'
}

/**
 * What the server counts of appends. Prometheus text format 0.0.4. Labels are trail names and codes, never values of events,
 * nor the names of trails that who asks does not reach.
 */
export class Metrics {
  readonly #byTrail = new Map<string, Counters>()

  appended(trail: string, counts: AppendCounts, seconds: number): void {
    const mine = this.#of(trail)
    mine.stored += counts.stored
    mine.duplicates += counts.duplicates
    for (const code of counts.refused) mine.refused.set(code, (mine.refused.get(code) ?? 0) + 1)
    const bucket = bucketsS.findIndex((limit) => seconds <= limit)
    const at = bucket < 0 ? bucketsS.length : bucket
    mine.seconds[at] = (mine.seconds[at] ?? 0) + 1
    mine.sum += seconds
    mine.count++
  }

  /** Of each trail that is reached by its name; where `reaches` is absent, of all of them together without a name. */
  text(gauges: readonly Gauge[], reaches?: (trail: string) => boolean): string {
    const lines: string[] = []
    const counted = reaches ? this.#named(reaches) : [{ labels: {}, counters: summed([...this.#byTrail.values()]) }]
    const family = (name: string, type: string, help: string): void =>
      void lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`)
    const sample = (name: string, of: Labels, value: number): void => void lines.push(`${name}${written(of)} ${value}`)
    family('daybook_events_stored_total', 'counter', 'Events stored.')
    for (const { labels, counters } of counted) sample('daybook_events_stored_total', labels, counters.stored)
    family('daybook_events_duplicate_total', 'counter', 'Events that were there already.')
    for (const { labels, counters } of counted) sample('daybook_events_duplicate_total', labels, counters.duplicates)
    family('daybook_events_refused_total', 'counter', 'Events and calls refused, by code; id_conflict are the conflicts.')
    for (const { labels, counters } of counted)
      for (const [code, count] of counters.refused) sample('daybook_events_refused_total', { ...labels, code }, count)
    family('daybook_append_seconds', 'histogram', 'From the body read to the answer, after commit and fsync.')
    for (const { labels, counters } of counted) lines.push(...histogram(labels, counters))
    for (const gauge of gauges) {
      family(gauge.name, 'gauge', gauge.help)
      for (const { labels, value } of reaches ? namedSamples(gauge, reaches) : oneSample(gauge)) sample(gauge.name, labels, value)
    }
    return `${lines.join('\n')}\n`
  }

  #named(reaches: (trail: string) => boolean) {
    return [...this.#byTrail].flatMap(([trail, counters]) => (reaches(trail) ? [{ labels: { trail }, counters }] : []))
  }

  #of(trail: string): Counters {
    const known = this.#byTrail.get(trail)
    if (known) return known
    const fresh = noCounts()
    this.#byTrail.set(trail, fresh)
    return fresh
  }
}

type Labels = { readonly [name: string]: string }

const noCounts = (): Counters => ({ stored: 0, duplicates: 0, refused: new Map(), seconds: [], sum: 0, count: 0 })

const summed = (all: readonly Counters[]): Counters => {
  const whole = noCounts()
  for (const { stored, duplicates, refused, seconds, sum, count } of all) {
    whole.stored += stored
    whole.duplicates += duplicates
    for (const [code, times] of refused) whole.refused.set(code, (whole.refused.get(code) ?? 0) + times)
    for (const [at, times = 0] of seconds.entries()) whole.seconds[at] = (whole.seconds[at] ?? 0) + times
    whole.sum += sum
    whole.count += count
  }
  return whole
}

const namedSamples = ({ samples }: Gauge, reaches: (trail: string) => boolean) =>
  samples.flatMap(({ trail, value }) => {
    if (trail === undefined) return [{ labels: {}, value }]
    return reaches(trail) ? [{ labels: { trail }, value }] : []
  })

const oneSample = ({ samples, together }: Gauge) => {
  const [first, ...others] = samples.map(({ value }) => value)
  if (first === undefined) return []
  const value = together === 'greatest' ? Math.max(first, ...others) : others.reduce((sum, one) => sum + one, first)
  return [{ labels: {}, value }]
}

const histogram = (labels: Labels, { seconds, sum, count }: Counters): readonly string[] => {
  let below = 0
  const buckets = bucketsS.map((limit, at) => {
    below += seconds[at] ?? 0
    return `daybook_append_seconds_bucket${written({ ...labels, le: String(limit) })} ${below}`
  })
  return [
    ...buckets,
    `daybook_append_seconds_bucket${written({ ...labels, le: '+Inf' })} ${count}`,
    `daybook_append_seconds_sum${written(labels)} ${sum}`,
    `daybook_append_seconds_count${written(labels)} ${count}`,
  ]
}

const written = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
