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

/** A value that is read when somebody asks. */
export interface Gauge {
  readonly name: string
  readonly help: string
  readonly samples: readonly { readonly labels: { readonly [name: string]: string }; readonly value: number }[]
}

/** What the server counts of appends. Prometheus text format 0.0.4. Labels are trail names and codes, never values of events. */
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

  text(gauges: readonly Gauge[]): string {
    const lines: string[] = []
    const trails = [...this.#byTrail]
    const family = (name: string, type: string, help: string): void =>
      void lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`)
    family('daybook_events_stored_total', 'counter', 'Events stored.')
    for (const [trail, { stored }] of trails) lines.push(`daybook_events_stored_total${labels({ trail })} ${stored}`)
    family('daybook_events_duplicate_total', 'counter', 'Events that were there already.')
    for (const [trail, { duplicates }] of trails) lines.push(`daybook_events_duplicate_total${labels({ trail })} ${duplicates}`)
    family('daybook_events_refused_total', 'counter', 'Events and calls refused, by code; id_conflict are the conflicts.')
    for (const [trail, { refused }] of trails)
      for (const [code, count] of refused) lines.push(`daybook_events_refused_total${labels({ trail, code })} ${count}`)
    family('daybook_append_seconds', 'histogram', 'From the body read to the answer, after commit and fsync.')
    for (const [trail, counters] of trails) lines.push(...histogram(trail, counters))
    for (const { name, help, samples } of gauges) {
      family(name, 'gauge', help)
      for (const sample of samples) lines.push(`${name}${labels(sample.labels)} ${sample.value}`)
    }
    return `${lines.join('\n')}\n`
  }

  #of(trail: string): Counters {
    const known = this.#byTrail.get(trail)
    if (known) return known
    const fresh: Counters = { stored: 0, duplicates: 0, refused: new Map(), seconds: [], sum: 0, count: 0 }
    this.#byTrail.set(trail, fresh)
    return fresh
  }
}

const histogram = (trail: string, { seconds, sum, count }: Counters): readonly string[] => {
  let below = 0
  const buckets = bucketsS.map((limit, at) => {
    below += seconds[at] ?? 0
    return `daybook_append_seconds_bucket${labels({ trail, le: String(limit) })} ${below}`
  })
  return [
    ...buckets,
    `daybook_append_seconds_bucket${labels({ trail, le: '+Inf' })} ${count}`,
    `daybook_append_seconds_sum${labels({ trail })} ${sum}`,
    `daybook_append_seconds_count${labels({ trail })} ${count}`,
  ]
}

const labels = (all: { readonly [name: string]: string }): string => {
  const pairs = Object.entries(all).map(([name, value]) => `${name}="${value}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
