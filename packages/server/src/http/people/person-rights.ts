import { type Caller, mayDo } from '../../access/caller.ts'
import type { Account } from '../../people/account.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { Service } from '../frame/service.ts'

/** True for whoever looks after the whole folder. */
export const isFolderAdministrator = (caller: Caller): boolean => mayDo(caller, 'administer', undefined)

/**
 * Whether a caller may reset an account: its password, sessions and second factor. Whoever can do that can become that
 * person, so that it takes an owner, or somebody who looks after every trail that the person reaches.
 */
export const mayLookAfter = ({ people }: Pick<Service, 'people'>, caller: Caller, account: Account): boolean => {
  if (isFolderAdministrator(caller)) return true
  const trails = [...people.roles.heldBy(account.id).keys()]
  return (
    !account.isOwner &&
    trails.length > 0 &&
    trails.every((trail) => mayDo(caller, 'administer', trail) && isOfCaller(caller, trail))
  )
}

/** The account of the path, for whoever may look after it; to everybody who shares no trail with it, it does not exist. */
export const lookedAfter = (service: Service, caller: Caller, id: string): Account => {
  const account = service.people.accounts.get(id)
  const shares =
    account !== undefined &&
    (isFolderAdministrator(caller) ||
      [...service.people.roles.heldBy(id).keys()].some(
        (trail) => mayDo(caller, 'administer', trail) && isOfCaller(caller, trail),
      ))
  if (!account || !shares) throw new HttpProblem('not_found', 'There is no such person for this credential.')
  if (mayLookAfter(service, caller, account)) return account
  throw new HttpProblem(
    'forbidden',
    'This person is an owner, or reaches other trails too: only an owner, or an administrator of all of them, may do this.',
  )
}

/** A key administers the trail it belongs to; `mayDo` does not look which trail that is. */
const isOfCaller = (caller: Caller, trail: string): boolean => caller.kind !== 'key' || caller.trail === trail

/** The account of whoever is signed in. */
export const ownAccount = ({ people }: Pick<Service, 'people'>, caller: Caller) => {
  const account = caller.kind === 'person' ? people.accounts.get(caller.id) : undefined
  if (caller.kind === 'person' && account) return { account, session: caller.session }
  throw new HttpProblem('forbidden', 'This is for people who have an account and are signed in to it.')
}
