import { eventId } from '../event/event-id.ts'
import type { Clock, Rng } from './ports.ts'

export const nodeClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  timer(delayMs, wake, hold = false) {
    const timer = setTimeout(wake, delayMs)
    if (!hold) timer.unref()
    return () => clearTimeout(timer)
  },
}

export const nodeRng: Rng = { next: () => Math.random(), uuid: (nowMs) => eventId(nowMs) }
