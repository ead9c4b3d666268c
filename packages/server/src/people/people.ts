import type { AccessFile } from '../access/access-file.ts'
import type { Person } from '../access/caller.ts'
import type { Role } from '../access/role.ts'
import type { SecretBox } from '../access/secret-box.ts'
import { HttpProblem } from '../problem/http-problem.ts'
import { type Account, stateOf } from './account.ts'
import { Accounts } from './accounts.ts'
import { PasswordHasher } from './password-hasher.ts'
import { PersonLinks } from './person-links.ts'
import { type NewSession, type PersonSession, PersonSessions, type ViewAs } from './person-sessions.ts'
import { SecondFactors } from './second-factors.ts'
import { type FactorRule, SignInRules } from './sign-in-rules.ts'
import { SignedIn } from './signed-in.ts'
import { TrailRoles } from './trail-roles.ts'

export interface PeopleOptions {
  readonly now: () => number
  readonly box: SecretBox
  /** Of scrypt: log2 of N. Lower in tests, where nobody attacks. */
  readonly passwordCost?: number | undefined
  /** Inside the transaction after which an owner can sign in, where none could before. */
  readonly onFirstOwner?: () => void
}

/**
 * The people of the folder: accounts, the roles they hold, their sessions. What a session may do is worked out once and
 * kept in memory until anything changes, so that a revoked session or a changed role counts at the next request.
 *
 * Trust: somebody who can modify access.db can give themselves an account. Passwords, codes and tokens are in it as hashes
 * only; the secrets of second factors are sealed under a key in the keys folder.
 */
export class People {
  readonly accounts: Accounts
  readonly roles: TrailRoles
  readonly sessions: PersonSessions
  readonly links: PersonLinks
  readonly factors: SecondFactors
  readonly rules: SignInRules
  readonly passwords: PasswordHasher
  readonly #file: AccessFile
  readonly #now: () => number
  readonly #onFirstOwner: () => void
  readonly #signedIn: SignedIn

  constructor(file: AccessFile, { now, box, passwordCost, onFirstOwner }: PeopleOptions) {
    this.#file = file
    this.#now = now
    this.#onFirstOwner = onFirstOwner ?? (() => {})
    this.accounts = new Accounts(file.db)
    this.roles = new TrailRoles(file.db)
    this.sessions = new PersonSessions(file.db)
    this.links = new PersonLinks(file.db)
    this.factors = new SecondFactors(file.db, box)
    this.rules = new SignInRules(file.db)
    this.passwords = new PasswordHasher(passwordCost)
    this.#signedIn = new SignedIn(this.sessions, (session) => this.#personOf(session))
  }

  /**
   * All or nothing, durable when it returns, with the events that `work` adds to the file. Refused (`last_administrator`)
   * where afterwards nobody could sign in who looks after what somebody looked after before.
   */
  change<T>(work: () => T): T {
    try {
      return this.#file.transaction(() => {
        const before = this.#lookedAfter()
        const result = work()
        const after = this.#lookedAfter()
        if (before !== after && before !== undefined && !(before instanceof Set && coversAll(after, before)))
          throw new HttpProblem('last_administrator')
        if (before !== 'everything' && after === 'everything') this.#onFirstOwner()
        return result
      })
    } finally {
      this.#signedIn.forgetAll()
    }
  }

  /** Inside `change`: an event that goes with it, as JSON text with a fixed id. */
  tell(trail: string, event: object): void {
    this.#file.addPending(trail, JSON.stringify(event))
  }

  /** Who a session's token belongs to; undefined where it opens nothing (any more). */
  personBy(tokenHash: Uint8Array): Person | undefined {
    return this.#signedIn.by(tokenHash, this.#now())
  }

  /** The trail and the roles through which a session looks for now. */
  viewOf(session: string): ViewAs | undefined {
    return this.sessions.view(session)
  }

  /** Begins a session. The caller tells the trails, and has made sure of who it is. To be called inside `change`. */
  startSession(account: Account, how: Pick<PersonSession, 'way' | 'address' | 'device'>): NewSession {
    return this.sessions.start({ person: account.id, ...how }, this.#now())
  }

  /** True where the person must set up a second factor before anything else. */
  owesSecondFactor(account: Account, way: PersonSession['way'] = 'password'): boolean {
    return way === 'password' && this.factors.since(account.id) === undefined && this.mustHaveSecondFactor(account)
  }

  /** Whether a second factor is asked of this person, alone or by the rule of the folder. */
  mustHaveSecondFactor(account: Account): boolean {
    return account.mustHaveSecondFactor || this.#demands(this.rules.secondFactor(), account)
  }

  /** What the rule of the folder asks of this person. */
  #demands(rule: FactorRule, account: Account): boolean {
    if (rule === 'everybody') return true
    return rule === 'administrators' && (account.isOwner || this.administers(account).length > 0)
  }

  /** Trails that a person looks after by a role. */
  administers(account: Account): readonly string[] {
    return [...this.roles.heldBy(account.id)].flatMap(([trail, names]) =>
      names.some((name) => this.roles.get(trail, name)?.rights.includes('administer')) ? [trail] : [],
    )
  }

  sweep(): void {
    this.sessions.sweep(this.#now())
    this.links.sweep(this.#now())
  }

  #personOf(session: PersonSession): Person | undefined {
    const account = this.accounts.get(session.person)
    if (!account || stateOf(account) !== 'active') return undefined
    const { id, name, email } = account
    const about = { kind: 'person' as const, id, name, email, session: { id: session.id, expiresAtMs: session.expiresAtMs } }
    // Nothing is open to somebody who owes a second factor, but their own account.
    if (this.owesSecondFactor(account, session.way)) return { ...about, isOwner: false, roles: new Map() }
    const roles = new Map([...this.roles.heldBy(id)].map(([trail, names]) => [trail, this.#named(trail, names)] as const))
    const viewAs = this.viewOf(session.id)
    return { ...about, isOwner: account.isOwner, roles, ...(viewAs ? { viewAs } : {}) }
  }

  #named(trail: string, names: readonly string[]): readonly Role[] {
    return this.roles.of(trail).filter(({ name }) => names.includes(name))
  }

  /** Undefined: nobody looks after anything. `everything`: an owner can sign in. Otherwise trails with an administrator who can. */
  #lookedAfter(): 'everything' | ReadonlySet<string> | undefined {
    const active = this.accounts.all().filter((account) => stateOf(account) === 'active')
    if (active.some(({ isOwner }) => isOwner)) return 'everything'
    const trails = new Set(active.flatMap((account) => this.administers(account)))
    return trails.size === 0 ? undefined : trails
  }
}

const coversAll = (after: 'everything' | ReadonlySet<string> | undefined, before: ReadonlySet<string>): boolean =>
  after === 'everything' || (after !== undefined && [...before].every((trail) => after.has(trail)))
