import { formatTime } from '@daybook/core'
import type { z } from '@hono/zod-openapi'
import type { Caller } from '../../access/caller.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import { holderOf } from '../../views/holder.ts'
import { type Rule, ruleText, type Target } from '../../watch/rule.ts'
import type { Service } from '../frame/service.ts'
import type { alertSchema } from './alert-schemas.ts'
import { mayKnow } from './firing-routes.ts'
import { sightOfOwner } from './watching-for.ts'

export const isOwn = (caller: Caller, { owner }: Rule): boolean => owner === holderOf(caller)

/** An alert as the caller may see it: what it found is for its owner alone. */
export const alertView = async (
  service: Service,
  caller: Caller,
  trail: OpenTrail,
  rule: Rule,
): Promise<z.input<typeof alertSchema>> => {
  const { id, settings, owner, ownerName, createdAt, mutedUntilMs } = rule
  const knows = mayKnow(caller, rule)
  const last = knows ? service.watch.alerts.lastFiring(id) : undefined
  return {
    id,
    ...settings,
    to: settings.to.map((target) => (isOwn(caller, rule) ? target : withoutSecret(target))),
    says: ruleText(settings),
    owner: { name: ownerName, isYou: isOwn(caller, rule) },
    mayChange: isOwn(caller, rule),
    isAsleep: (await sightOfOwner(service, owner, trail)) === undefined,
    mutedUntil: mutedUntilMs !== null && mutedUntilMs > service.now() ? formatTime(mutedUntilMs) : null,
    lastFired: last ? { at: formatTime(last.atMs), count: last.count } : null,
    unread: knows ? service.watch.alerts.unread([rule], holderOf(caller), 0).count : 0,
    createdAt,
  }
}

/** Of somebody else's address no more than where it leads: what is behind may be all that is asked of who sends there. */
const withoutSecret = (target: Target): Target =>
  target.kind === 'webhook' ? { kind: 'webhook', url: `${new URL(target.url).origin}/` } : target
