import type { Contexts } from './context/context.ts'
import type { Delivery } from './delivery/delivery.ts'
import type { deliveryModes } from './delivery-modes.ts'
import type { Maker } from './event/build-event.ts'
import type { Warner } from './warning.ts'

/** Everything that recording needs, wired once. */
export interface Desk extends Maker {
  readonly contexts: Contexts
  readonly delivery: Pick<Delivery, 'spooled' | 'acked' | 'memory'>
  readonly modeOf: ReturnType<typeof deliveryModes>
  readonly warner: Warner
  readonly counts: { misshapen: number; unknownActor: number }
  readonly strict: boolean
  readonly ignore: readonly string[]
  readonly now: () => number
}
