import { actorOf, type Caller, lookingAs, mayDo, reaches, rolesOn, sessionOf } from '../../access/caller.ts'
import { readsOn } from '../../access/reads.ts'
import { type Right, rights } from '../../access/role.ts'
import type { Service } from '../frame/service.ts'
import { labelsOf } from './role-labels.ts'

/** Whom a credential belongs to, what it reaches, and what may be done there; through the roles of a view, if there is one. */
export const whoIs = (service: Service, caller: Caller) => {
  const { people, trails } = service
  const { type, id, name = id, email } = actorOf(caller)
  const session = sessionOf(caller)
  const view = session && people.sessions.view(session.id)
  const reached = trails.list().flatMap(({ facts }) => (reaches(caller, facts.name) ? [facts.name] : []))
  const account = caller.kind === 'person' ? people.accounts.get(caller.id) : undefined
  // A view is of one trail; what may be done on the others is as it was.
  const seenThrough = (trail: string) =>
    view?.trail === trail &&
    new Set(people.roles.of(trail).flatMap((role) => (view.roles.includes(role.name) ? role.rights : [])))
  const rightsOn = (trail: string): readonly Right[] => {
    const viewed = seenThrough(trail)
    return rights.filter((right) => mayDo(caller, right, trail) && (!viewed || viewed.has(right)))
  }
  // As it is after this call, which may have begun a view or ended one.
  const seeing = lookingAs(caller, view)
  const rolesOf = (trail: string) =>
    caller.kind === 'person' ? rolesOn(caller, trail).map(({ name, label }) => ({ name, label })) : []
  const labels = (trail: string) => people.roles.of(trail).map(({ name, label }) => [name, label] as const)
  const onEach = <T>(of: (trail: string) => T) => Object.fromEntries(reached.map((trail) => [trail, of(trail)]))
  return {
    who: { type, id, name, ...(email ? { email } : {}) },
    expiresAt: session ? new Date(session.expiresAtMs).toISOString() : null,
    owner: mayDo(caller, 'administer', undefined),
    trails: reached,
    roles: onEach(rolesOf),
    rights: onEach(rightsOn),
    reads: onEach((trail) => readsOn(service, seeing, trail)),
    // What is hidden says for whom: whoever reads may know what these roles are called.
    roleLabels: onEach((trail) => Object.fromEntries(mayDo(caller, 'read', trail) ? labels(trail) : [])),
    viewAs: view ? { ...view, labels: labelsOf(service, view.trail, view.roles) } : null,
    owes: account && people.owesSecondFactor(account, people.sessions.wayOf(session?.id ?? '')) ? 'second_factor' : null,
    ...(caller.kind === 'session' ? { ownerMade: people.accounts.all().some(({ isOwner }) => isOwner) } : {}),
  }
}
