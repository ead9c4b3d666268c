import type { Caller } from '../../access/caller.ts'
import { stateOf } from '../../people/account.ts'
import type { Service } from './service.ts'

/** Who makes something that outlives the call: the id of a person; null for the machine and for keys. */
export const makerOf = (caller: Caller): string | null => (caller.kind === 'person' ? caller.id : null)

/**
 * Who made something of a trail, as its administrators see them. What somebody made goes on working when they are
 * disabled or lose their roles, so that this is told: whether it should is for a person to decide.
 */
export const makerView = ({ people }: Pick<Service, 'people'>, trail: string, maker: string | null | undefined) => {
  const account = typeof maker === 'string' ? people.accounts.get(maker) : undefined
  if (!account) return null
  const reaches = account.isOwner || people.roles.heldBy(account.id).has(trail)
  const state = stateOf(account) === 'disabled' ? 'disabled' : reaches ? 'active' : 'no_roles'
  return { id: account.id, name: account.name, state } as const
}

/**
 * Whether a key or a forwarder that a person made reads as this role, also where no such role is there any more. Whoever
 * made it may have what it reads, which is as good as holding the role.
 */
export const readsThrough = ({ access, watch }: Pick<Service, 'access' | 'watch'>, person: string, trail: string, role: string) =>
  access.keysOf(trail).some((key) => key.madeBy === person && key.reads === role && key.revokedAt === null) ||
  watch.forwarders
    .of(trail)
    .some(({ forwarder: { makers, settings } }) => makers.includes(person) && settings.roles.includes(role))
