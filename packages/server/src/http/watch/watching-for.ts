import { type Caller, mayDo } from '../../access/caller.ts'
import { type Sees, seesAll, sightOf } from '../../access/sight.ts'
import { stateOf } from '../../people/account.ts'
import type { OpenTrail } from '../../trail/trails.ts'
import type { Service } from '../frame/service.ts'

/**
 * What the owner of an alert (as `holderOf` names them) may see of a trail now; undefined where they are gone, or may not
 * set alerts on it any more.
 */
export const sightOfOwner = async (
  service: Pick<Service, 'access' | 'people' | 'rolesOf'>,
  owner: string,
  trail: OpenTrail,
): Promise<Sees | undefined> => {
  if (owner === 'owner') return seesAll
  const caller = ownerAsCaller(service, owner, trail)
  return caller && mayDo(caller, 'alert', trail.facts.name) ? sightOf(service, caller, trail) : undefined
}

const ownerAsCaller = (
  { access, people }: Pick<Service, 'access' | 'people' | 'rolesOf'>,
  owner: string,
  { facts: { name: trail } }: OpenTrail,
): Caller | undefined => {
  const [kind, id = ''] = owner.split(':')
  if (kind === 'key') {
    const key = access.key(id)
    if (!key || key.revokedAt !== null || key.trail !== trail) return undefined
    const { role, name, reads } = key
    return { kind: 'key', id, trail, role, name, ...(reads === null ? {} : { reads }) }
  }
  const account = people.accounts.get(id)
  if (!account || stateOf(account) !== 'active') return undefined
  const held = people.roles.heldBy(id).get(trail) ?? []
  const roles = new Map([[trail, people.roles.of(trail).filter(({ name }) => held.includes(name))]])
  const session = { id: '', expiresAtMs: 0 }
  return { kind: 'person', id, name: account.name, email: account.email, isOwner: account.isOwner, roles, session }
}
