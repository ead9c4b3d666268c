import { formatTime } from '@daybook/core'
import type { z } from '@hono/zod-openapi'
import type { OpenTrail } from '../../trail/trails.ts'
import type { Forwarder, ForwarderState } from '../../watch/forwarder.ts'
import type { ForwarderRun } from '../../watch/forwarder-run.ts'
import { makerView } from '../frame/maker.ts'
import type { Service } from '../frame/service.ts'
import type { forwarderSchema } from './watch-schemas.ts'

/** A forwarder and how it stands; without a run it is not working at the moment. */
export const forwarderView = async (
  service: Service,
  { id, settings, state, makers, createdAt }: Forwarder,
  trail: OpenTrail,
  run: Pick<ForwarderRun, 'nextTryMs' | 'reachedMs'> | undefined,
): Promise<z.input<typeof forwarderSchema>> => {
  const { size } = await trail.reader.size()
  const { cursor, sentSeq, sentAtMs } = state
  const failing = failingOf(state, run?.nextTryMs)
  const reachedMs = run?.reachedMs
  return {
    id,
    ...settings,
    roles: [...settings.roles],
    maker: makerView(service, trail.facts.name, makers[0]),
    createdAt,
    state: {
      now: settings.paused ? 'paused' : failing ? 'failing' : sentAtMs === null ? 'waiting' : 'working',
      reached: reachedMs === undefined ? null : formatTime(reachedMs),
      sentUpTo: cursor,
      behind: Math.max(0, size - cursor),
      lastSent: sentSeq === null || sentAtMs === null ? null : { seq: sentSeq, at: formatTime(sentAtMs) },
      failing,
    },
  }
}

/** The outage that lasts; or the test that failed, where nothing was sent since. */
const failingOf = ({ failing, tested }: ForwarderState, nextTryMs: number | undefined) => {
  if (failing) {
    const nextTry = nextTryMs === undefined ? null : formatTime(nextTryMs)
    return { since: formatTime(failing.sinceMs), error: failing.error, nextTry }
  }
  return tested && !tested.ok ? { since: formatTime(tested.atMs), error: tested.said, nextTry: null } : null
}
