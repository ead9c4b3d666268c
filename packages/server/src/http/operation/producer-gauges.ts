import { sumOf } from '../../access/producer-view.ts'
import type { Gauge } from '../frame/metrics.ts'
import type { Service } from '../frame/service.ts'

/** Producers in numbers, by trail: whose they are is no business of a scraper. */
export const producerGauges = ({ trails, producers }: Pick<Service, 'trails' | 'producers'>): readonly Gauge[] => {
  const sums = trails.list().map(({ facts: { name } }) => ({
    trail: name,
    sum: { ...sumOf(producers.of(name)), silent: producers.silent(name).length },
  }))
  const gauge = (name: string, help: string, value: (sum: (typeof sums)[number]['sum']) => number): Gauge => ({
    name,
    help,
    samples: sums.map(({ trail, sum }) => ({ trail, value: value(sum) })),
  })
  return [
    gauge('daybook_producers', 'Producers heard of.', ({ producers: count }) => count),
    gauge('daybook_producers_silent', 'Producers silent for longer than they should.', ({ silent }) => silent),
    gauge('daybook_producer_gaps', 'Ranges of numbers missing from producers.', ({ gaps }) => gaps),
    gauge('daybook_producer_events_missing', 'Numbers missing from producers.', ({ missing }) => missing),
    gauge('daybook_producer_events_lost', 'Numbers that producers said are lost.', ({ lost }) => lost),
    gauge('daybook_producer_numbers_repeated', 'Numbers stored under more than one event.', ({ repeated }) => repeated),
  ]
}
