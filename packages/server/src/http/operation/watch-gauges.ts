import type { Gauge } from '../frame/metrics.ts'
import type { Service } from '../frame/service.ts'

/** Copies to other systems in numbers, by trail: what they are called is no business of a scraper. */
export const watchGauges = ({ trails, watch }: Pick<Service, 'trails' | 'watch'>): readonly Gauge[] => {
  const all = trails.list().map(({ facts: { name }, status: { size } }) => {
    const active = watch.forwarders.of(name).flatMap(({ forwarder }) => (forwarder.settings.paused ? [] : [forwarder.state]))
    return {
      trail: name,
      failing: active.filter(({ failing }) => failing !== null).length,
      behind: Math.max(0, ...active.map(({ cursor }) => size - cursor)),
    }
  })
  return [
    {
      name: 'daybook_forwarders_failing',
      help: 'Receivers of copies that do not take them.',
      samples: all.map(({ trail, failing }) => ({ trail, value: failing })),
    },
    {
      name: 'daybook_forwarder_lag_events',
      help: 'Positions that the receiver furthest behind has not been sent.',
      samples: all.map(({ trail, behind }) => ({ trail, value: behind })),
      together: 'greatest',
    },
  ]
}
