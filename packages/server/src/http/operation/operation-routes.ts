import { z } from '@hono/zod-openapi'
import { type Caller, reaches } from '../../access/caller.ts'
import type { IndexState } from '../../search/follow/index-state.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { callerBehind } from '../frame/authenticate.ts'
import { type App, addEndpoint } from '../frame/endpoint.ts'
import type { Gauge } from '../frame/metrics.ts'
import { jsonReply, reply } from '../frame/reply.ts'
import type { Service } from '../frame/service.ts'
import { healthSchema, type NotReady, notReady, readinessSchema } from './operation-schemas.ts'
import { producerGauges } from './producer-gauges.ts'
import { watchGauges } from './watch-gauges.ts'

/** For whoever runs the server. None needs a credential, and none says anything of events. */
export const addOperationRoutes = (app: App, service: Service): void => {
  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/healthz',
      summary: 'The process lives',
      tag: 'Operation',
      needs: 'anyone',
      answers: { 200: { description: 'It does.', schema: healthSchema } },
    },
    ({ requestId }) => jsonReply(requestId, 200, { status: 'ok' }),
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/readyz',
      summary: 'Whether every trail takes events, and if not why',
      description:
        'Without a credential it says no more than that: no names and no sizes. With one it tells how each trail stands that the credential reaches.',
      tag: 'Operation',
      needs: 'anyone',
      answers: {
        200: { description: 'Every trail takes events.', schema: readinessSchema },
        503: { description: 'Some trail does not, or the server is stopping.', schema: readinessSchema },
      },
    },
    ({ c, requestId }) => {
      const because = whyNotReady(service)
      const ready = because.length === 0
      const caller = callerBehind(c.req.raw.headers, service.gatekeeper)
      return jsonReply(requestId, ready ? 200 : 503, {
        ready,
        ...(ready ? {} : { because }),
        ...(caller ? readinessFor(caller, service) : {}),
      })
    },
  )

  addEndpoint(
    app,
    service,
    {
      method: 'get',
      path: '/metrics',
      summary: 'Counts for Prometheus',
      description:
        'Without a credential of all trails together, and without their names. With one of each trail that the credential reaches.',
      tag: 'Operation',
      needs: 'anyone',
      answers: {
        200: {
          description: 'Prometheus text format.',
          contentType: 'text/plain; version=0.0.4; charset=utf-8',
          schema: z.string(),
        },
      },
    },
    ({ c, requestId }) => {
      const caller = callerBehind(c.req.raw.headers, service.gatekeeper)
      const text = service.metrics.text(gaugesOf(service), caller && ((trail) => reaches(caller, trail)))
      return reply(requestId, 200, text, 'text/plain; version=0.0.4; charset=utf-8')
    },
  )
}

/** What keeps the server from being ready, whichever trails it is of; empty where nothing does. */
const whyNotReady = (service: Service): readonly NotReady[] => {
  const statuses = service.trails.list().map(({ status }) => status)
  const holds: { readonly [why in NotReady]: boolean } = {
    stopping: service.isStopping(),
    sealed: statuses.some(({ state }) => state !== 'open'),
    storage_full: statuses.some((status) => storageOf(status) === 'full'),
    storage_fault: statuses.some((status) => storageOf(status) === 'fault'),
    broken: service.trails.broken.size > 0,
  }
  return notReady.filter((why) => holds[why])
}

/** The trails that the caller reaches; to others a trail does not exist. */
const readinessFor = (caller: Caller, service: Service) => {
  const trails = service.trails.list().filter(({ facts }) => reaches(caller, facts.name))
  const broken = [...service.trails.broken].flatMap(([trail, because]) => (reaches(caller, trail) ? [{ trail, because }] : []))
  return { trails: trails.map((trail) => readinessOf(trail, service)), ...(broken.length > 0 ? { broken } : {}) }
}

const storageOf = ({ sealed, full }: OpenTrail['status']) =>
  sealed?.code === 'storage_fault' ? ('fault' as const) : full ? ('full' as const) : ('ok' as const)

const readinessOf = ({ facts, status }: OpenTrail, { index, now }: Service) => ({
  trail: facts.name,
  state: status.state,
  ...(status.sealed ? { sealedBecause: status.sealed.because } : {}),
  signer: status.state === 'open' ? ('signing' as const) : ('stopped' as const),
  storage: storageOf(status),
  size: status.size,
  signedSize: status.signedSize,
  checkpointAgeMs: status.signedAtMs === 0 ? null : Math.max(0, now() - status.signedAtMs),
  index: indexReadiness(index.states.get(facts.name), status.size),
})

/** Searching may lag or fail while events are taken: it is told here, and is no reason not to be ready. */
const indexReadiness = (index: IndexState | undefined, size: number) => ({
  state: index?.state ?? ('starting' as const),
  watermark: index?.watermark ?? 0,
  lag: Math.max(0, size - (index?.watermark ?? 0)),
  ...(index?.because === undefined ? {} : { because: index.because }),
})

const skippedBy = (index: IndexState | undefined): number =>
  index ? index.missing.reduce((sum, [from, to]) => sum + to - from, index.bare) : 0

const gaugesOf = (service: Service): readonly Gauge[] => {
  const statuses = service.trails.list().map(({ status }) => status)
  const gauge = (name: string, help: string, value: (status: OpenTrail['status']) => number): Gauge => ({
    name,
    help,
    samples: statuses.map((status) => ({ trail: status.trail, value: value(status) })),
  })
  return [
    gauge('daybook_trail_size', 'Positions taken on the trail.', ({ size }) => size),
    gauge('daybook_trail_signed_size', 'Positions covered by the newest checkpoint.', ({ signedSize }) => signedSize),
    gauge(
      'daybook_index_watermark',
      'Positions that can be searched.',
      ({ trail }) => service.index.states.get(trail)?.watermark ?? 0,
    ),
    gauge('daybook_index_lag_events', 'Positions that cannot be searched yet.', ({ trail, size }) =>
      Math.max(0, size - (service.index.states.get(trail)?.watermark ?? 0)),
    ),
    gauge(
      'daybook_index_skipped_events',
      'Events that no search finds, because they could not be read or indexed.',
      ({ trail }) => skippedBy(service.index.states.get(trail)),
    ),
    gauge('daybook_trail_sealed', '1 where the trail takes no events.', ({ state }) => (state === 'sealed' ? 1 : 0)),
    gauge('daybook_trail_storage_full', '1 where the disk has no room.', ({ full }) => (full ? 1 : 0)),
    {
      ...gauge(
        'daybook_checkpoint_age_seconds',
        'Since the newest checkpoint was signed; -1 before the first since the start.',
        ({ signedAtMs }) => (signedAtMs === 0 ? -1 : Math.max(0, service.now() - signedAtMs) / 1000),
      ),
      together: 'greatest',
    },
    gauge(
      'daybook_clock_backward_jumps',
      'How often the wall clock jumped back since the start.',
      ({ backwardJumps }) => backwardJumps,
    ),
    ...producerGauges(service),
    ...watchGauges(service),
    {
      name: 'daybook_append_waiting',
      help: 'Appends waiting for their answer.',
      samples: [{ value: service.trails.waiting }],
    },
    {
      name: 'daybook_body_bytes_held',
      help: 'Bytes of request bodies in memory.',
      samples: [{ value: service.budget.heldBytes }],
    },
  ]
}
