import type { EventInput } from '@daybook/core'
import { actorOf, type Caller, sourceOf } from '../../access/caller.ts'
import type { Account } from '../../people/account.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import { ownEvent } from '../../trail/own-event.ts'
import type { Client } from '../frame/client-of.ts'
import { settlePending } from '../frame/pending-events.ts'
import type { Service } from '../frame/service.ts'

type Details = Omit<Partial<EventInput>, 'action' | 'actor' | 'source'>
type Told = Pick<Service, 'people' | 'trails' | 'now'>

/** The trails an account reaches: of an owner all that there are. */
export const trailsOf = ({ people, trails }: Pick<Service, 'people' | 'trails'>, account: Account): readonly string[] => {
  const held = people.roles.heldBy(account.id)
  return trails.list().flatMap(({ facts: { name } }) => (account.isOwner || held.has(name) ? [name] : []))
}

/** An account as what an event is about. */
export const personObject = ({ id, name }: Pick<Account, 'id' | 'name'>) => ({ type: 'person', id, name })

/** Inside `People.change`: the same event on each of these trails. */
export const tellOn = (
  service: Told,
  trails: readonly string[],
  action: `trail.${string}`,
  caller: Caller,
  details: Details,
  client?: Client,
): void => {
  for (const trail of trails) {
    const source = { ...sourceOf(caller), ...clientDetails(client) }
    service.people.tell(trail, ownEvent(action, { actor: actorOf(caller, trail), source }, service.now(), details))
  }
}

export const clientDetails = (client: Client | undefined) => ({
  ...(client?.address ? { ip: client.address } : {}),
  ...(client?.device ? { userAgent: client.device } : {}),
})

/**
 * Puts what `People.change` left waiting on the trails. Where a trail takes no events at the moment, the change holds all
 * the same and its event follows: people must be able to sign in, and be kept out, when something is wrong.
 */
export const settleOn = async (service: Pick<Service, 'access' | 'trails' | 'log'>, trails: readonly string[]): Promise<void> => {
  for (const trail of trails) {
    try {
      await settlePending(service, trail)
    } catch (error) {
      if (!(error instanceof HttpProblem) || error.status !== 503) throw error
      service.log.warn({ trail, code: error.code }, 'an event about people could not be recorded yet')
    }
  }
}
