import type { Person } from '../../access/caller.ts'
import { type Account, foldEmail, stateOf } from '../../people/account.ts'
import type { NewSession, PersonSession } from '../../people/person-sessions.ts'
import { HttpProblem } from '../../problem/http-problem.ts'
import type { Client } from '../frame/client-of.ts'
import type { Service } from '../frame/service.ts'
import { settleOn, tellOn, trailsOf } from './people-events.ts'

export interface Credentials {
  readonly email: string
  readonly password: string
  readonly code?: string | undefined
}

/**
 * Signs somebody in by e-mail address, password and, where there is a second factor, its code. The answer and its time are
 * the same for an account that does not exist, was not joined yet or is disabled as for a wrong password.
 */
export const signInByPassword = async (
  service: Service,
  { email, password, code }: Credentials,
  client: Client,
): Promise<NewSession> => {
  const { people, throttle, failedSignIns } = service
  const [folded, address] = [foldEmail(email), client.address ?? '']
  const waitMs = throttle.attempt(folded, address)
  const found = people.accounts.byEmail(email)
  /** Answers false where there is no account that anybody has made theirs. */
  const note = (account: Account | undefined): boolean => {
    if (!account || stateOf(account) === 'invited') return false
    failedSignIns.note(account, client)
    return true
  }
  if (waitMs > 0) note(found)
  refuseTooSoon(waitMs)
  const fits = await people.passwords.fits(password, found && people.accounts.password(found.id))
  // As it is now: the check took its time.
  const account = found && people.accounts.get(found.id)
  const fail = (): never => {
    if (!note(account)) service.log.info({ security: true }, 'a sign-in to no account failed')
    throw new HttpProblem('sign_in_failed')
  }
  if (!account || !fits || stateOf(account) !== 'active') return fail()
  if (people.factors.since(account.id) !== undefined) {
    if (code === undefined) {
      failedSignIns.awaitCode(account, client)
      throw new HttpProblem('second_factor_needed')
    }
    refuseTooSoon(throttle.attemptCode(account.id))
    if (!people.change(() => people.factors.use(account.id, code, service.now()))) return fail()
    failedSignIns.codeCame(account, client)
  }
  throttle.succeeded(folded, address)
  throttle.forgetCode(account.id)
  await strengthen(service, account, password)
  return startPersonSession(service, account, 'password', client)
}

/** Begins a session of an account whose person has shown who they are, and tells the trails. */
export const startPersonSession = async (
  service: Service,
  account: Account,
  way: PersonSession['way'],
  client: Client,
): Promise<NewSession> => {
  const { people } = service
  const trails = trailsOf(service, account)
  const session = people.change(() => {
    const started = people.startSession(account, { way, ...client })
    tellOn(service, trails, 'trail.signed_in', signedIn(account, started), { object: sessionObject(started.id, account) }, client)
    return started
  })
  people.sweep()
  await settleOn(service, trails)
  return session
}

/** The account's person as who makes a call, for events of calls that began without a session. */
export const signedIn = (
  { id, name, email, isOwner }: Account,
  session: { readonly id: string; readonly expiresAtMs: number },
): Person => ({
  kind: 'person',
  id,
  name,
  email,
  isOwner,
  roles: new Map(),
  session,
})

export const sessionObject = (id: string, { name }: Pick<Account, 'name'>) => ({
  type: 'session',
  id,
  name: `session of ${name}`,
})

export const refuseTooSoon = (waitMs: number): void => {
  if (waitMs <= 0) return
  const seconds = Math.ceil(waitMs / 1000)
  throw new HttpProblem('too_many_attempts', `There were too many attempts. Wait ${inWords(seconds)} before the next one.`, {
    headers: { 'Retry-After': String(seconds) },
  })
}

const inWords = (seconds: number): string =>
  seconds < 100 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${Math.ceil(seconds / 60)} minutes`

/** A hash that was made with less work than today's is made again, now that the password is here. */
const strengthen = async ({ people }: Service, account: Account, password: string): Promise<void> => {
  const stored = people.accounts.password(account.id)
  if (!stored || !people.passwords.isWeak(stored)) return
  const stronger = await people.passwords.make(password)
  people.change(() => people.accounts.setPassword(account.id, stronger))
}
