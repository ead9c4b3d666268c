import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AccessStore } from '../../src/access/access-store.ts'
import { mayDo, reaches } from '../../src/access/caller.ts'
import { Gatekeeper } from '../../src/access/gatekeeper.ts'
import { type Right, type Role, rights, starterRoles } from '../../src/access/role.ts'
import { SecretBox } from '../../src/access/secret-box.ts'
import { People } from '../../src/people/people.ts'

const hourMs = 60 * 60 * 1000
const trails = ['orders', 'payroll'] as const
const persons = [0, 1, 2] as const
type Trail = (typeof trails)[number]

/** What somebody has, as plainly as it can be said. */
interface Modelled {
  isOwner: boolean
  disabled: boolean
  must: boolean
  hasFactor: boolean
  readonly roles: Map<Trail, readonly string[]>
}
interface ModelledSession {
  readonly person: number
  readonly token: string
  readonly id: string
  readonly startedMs: number
  seenMs: number
  ended: boolean
  /** A token that was replaced opens for one more minute. */
  untilMs: number
}

const change = fc.oneof(
  fc.record({ do: fc.constant('sign in' as const), person: fc.constantFrom(...persons) }),
  fc.record({ do: fc.constant('sign out' as const), session: fc.nat(8) }),
  fc.record({ do: fc.constant('renew' as const), session: fc.nat(8) }),
  fc.record({
    do: fc.constant('give' as const),
    person: fc.constantFrom(...persons),
    trail: fc.constantFrom(...trails),
    roles: fc.subarray(starterRoles.map(({ name }) => name)),
  }),
  fc.record({ do: fc.constant('own' as const), person: fc.constantFrom(...persons), on: fc.boolean() }),
  fc.record({ do: fc.constant('disable' as const), person: fc.constantFrom(...persons), on: fc.boolean() }),
  fc.record({ do: fc.constant('demand' as const), person: fc.constantFrom(...persons), on: fc.boolean() }),
  fc.record({
    do: fc.constant('trim' as const),
    trail: fc.constantFrom(...trails),
    role: fc.constantFrom('support', 'administrator', 'auditor'),
    rights: fc.subarray([...rights]),
  }),
  fc.record({
    do: fc.constant('wait' as const),
    ms: fc.constantFrom(30_000, 61_000, hourMs, 11 * hourMs, 13 * hourMs, 80 * hourMs),
  }),
)
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-people-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The real rooms and the model, taken through the same changes. */
class World {
  now = Date.UTC(2026, 10, 22)
  readonly #store: AccessStore
  readonly people: People
  readonly gatekeeper: Gatekeeper
  readonly ids: readonly string[]
  readonly model: readonly Modelled[]
  readonly sessions: ModelledSession[] = []
  readonly trimmed = new Map<Trail, Map<string, readonly Right[]>>(trails.map((trail) => [trail, new Map()]))

  constructor(path: string) {
    this.#store = new AccessStore(path)
    this.people = new People(this.#store.file, { now: () => this.now, box: new SecretBox(folder), passwordCost: 4 })
    this.gatekeeper = new Gatekeeper(this.#store, () => this.now, this.people)
    const { accounts } = this.people
    this.ids = persons.map((n) =>
      this.people.change(() => {
        const made = accounts.add({ email: `p${n}@x.example`, name: `P${n}`, isOwner: n === 0 }, this.now)
        accounts.save({ ...made, joinedAtMs: this.now })
        return made.id
      }),
    )
    this.model = persons.map((n) => ({ isOwner: n === 0, disabled: false, must: false, hasFactor: false, roles: new Map() }))
  }

  close(): void {
    this.#store.close()
  }

  #account(person: number) {
    const account = this.people.accounts.get(this.ids[person] ?? '')
    if (!account) throw new Error('no such account')
    return account
  }

  #modelled(person: number): Modelled {
    const found = this.model[person]
    if (!found) throw new Error('no such person')
    return found
  }

  /** In the real rooms; true where it was done. */
  #really(work: () => void): boolean {
    try {
      this.people.change(work)
      return true
    } catch (error) {
      if ((error as { code?: string }).code !== 'last_administrator') throw error
      return false
    }
  }

  rolesOf(trail: Trail, names: readonly string[]): readonly Role[] {
    return starterRoles
      .filter(({ name }) => names.includes(name))
      .map((role) => ({ ...role, rights: this.trimmed.get(trail)?.get(role.name) ?? role.rights }))
  }

  /** As `#lookedAfter` is meant: an owner who can sign in looks after everything, else administrators after their trails. */
  #looksAfter(): { readonly owner: boolean; readonly trails: ReadonlySet<Trail> } {
    const active = this.model.filter(({ disabled }) => !disabled)
    const administers = (person: Modelled, trail: Trail) =>
      this.rolesOf(trail, person.roles.get(trail) ?? []).some(({ rights: may }) => may.includes('administer'))
    return {
      owner: active.some(({ isOwner }) => isOwner),
      trails: new Set(trails.filter((trail) => active.some((person) => administers(person, trail)))),
    }
  }

  /** A change of rights, in both; refused in both where nobody would be left to look after something. */
  #both(real: () => void, modelled: () => void, back: () => void): void {
    const before = this.#looksAfter()
    modelled()
    const after = this.#looksAfter()
    const allowed = before.owner ? after.owner : after.owner || [...before.trails].every((trail) => after.trails.has(trail))
    if (!allowed) back()
    expect(this.#really(real)).toBe(allowed)
  }

  take(step: Change): void {
    const { people } = this
    if (step.do === 'wait') this.now += step.ms
    else if (step.do === 'sign in') {
      const started = people.change(() =>
        people.startSession(this.#account(step.person), { way: 'password', address: null, device: null }),
      )
      const { token, id } = started
      this.sessions.push({
        person: step.person,
        token,
        id,
        startedMs: this.now,
        seenMs: this.now,
        ended: false,
        untilMs: Number.POSITIVE_INFINITY,
      })
    } else if (step.do === 'sign out') this.#signOut(this.sessions[step.session])
    else if (step.do === 'renew') this.#renew(this.sessions[step.session])
    else if (step.do === 'give') {
      const { roles } = this.#modelled(step.person)
      const before = roles.get(step.trail) ?? []
      this.#both(
        () => people.roles.give(this.ids[step.person] ?? '', step.trail, step.roles),
        () => roles.set(step.trail, step.roles),
        () => roles.set(step.trail, before),
      )
    } else if (step.do === 'trim') {
      const of = this.trimmed.get(step.trail) ?? new Map<string, readonly Right[]>()
      const before = of.get(step.role)
      const role = starterRoles.find(({ name }) => name === step.role)
      if (!role) throw new Error('no such role')
      this.#both(
        () => people.roles.put(step.trail, { ...role, rights: step.rights }),
        () => of.set(step.role, step.rights),
        () => (before ? of.set(step.role, before) : of.delete(step.role)),
      )
    } else this.#change(step)
  }

  #change(step: Extract<Change, { do: 'own' | 'disable' | 'demand' }>): void {
    const person = this.#modelled(step.person)
    const was = { ...person }
    const account = this.#account(step.person)
    const real = {
      own: { ...account, isOwner: step.on },
      disable: { ...account, disabledAtMs: step.on ? this.now : null },
      demand: { ...account, mustHaveSecondFactor: step.on },
    }[step.do]
    const member = ({ own: 'isOwner', disable: 'disabled', demand: 'must' } as const)[step.do]
    this.#both(
      () => this.people.accounts.save(real),
      () => {
        person[member] = step.on
      },
      () => {
        person[member] = was[member]
      },
    )
  }

  #signOut(session: ModelledSession | undefined): void {
    if (!session) return
    this.people.change(() => this.people.sessions.end(session.id))
    for (const one of this.sessions) if (one.id === session.id) one.ended = true
  }

  #renew(session: ModelledSession | undefined): void {
    if (!session || session.ended || !this.opens(session)) return
    const renewed = this.people.change(() => this.people.sessions.renew(session.id, this.now))
    if (!renewed) throw new Error('an open session was not renewed')
    for (const one of this.sessions) {
      if (one.id !== session.id) continue
      // The one before the last opens for a minute, those before it not at all.
      one.untilMs = one.untilMs === Number.POSITIVE_INFINITY ? this.now + 60_000 : 0
    }
    this.sessions.push({ ...session, token: renewed.token, untilMs: Number.POSITIVE_INFINITY })
  }

  opens({ ended, startedMs, seenMs, untilMs }: ModelledSession): boolean {
    return !ended && this.now < startedMs + 7 * 24 * hourMs && this.now < seenMs + 12 * hourMs && this.now < untilMs
  }

  /** Every token opens what the model says, now. */
  agree(): void {
    for (const session of this.sessions) {
      const person = this.#modelled(session.person)
      const caller = this.gatekeeper.cookie(session.token)
      const isOpen = this.opens(session) && !person.disabled
      expect(caller === undefined).toBe(!isOpen)
      if (!caller) continue
      for (const one of this.sessions) if (one.id === session.id) one.seenMs = this.now
      const owes = person.must && !person.hasFactor
      expect(mayDo(caller, 'administer', undefined)).toBe(person.isOwner && !owes)
      for (const trail of trails) {
        const held = owes ? [] : this.rolesOf(trail, person.roles.get(trail) ?? [])
        expect(reaches(caller, trail)).toBe(held.length > 0 || (person.isOwner && !owes))
        for (const right of rights) {
          const expected =
            held.some(({ rights: may }) => may.includes(right)) || (right === 'administer' && person.isOwner && !owes)
          expect([trail, right, mayDo(caller, right, trail)]).toEqual([trail, right, expected])
        }
      }
    }
  }
}

describe('sessions and rights', () => {
  it('are after any sequence of changes what the plainest model says they are', () => {
    let n = 0
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), (steps) => {
        const world = new World(join(folder, `access-${n++}.db`))
        try {
          for (const step of steps) {
            world.take(step)
            world.agree()
          }
        } finally {
          world.close()
        }
      }),
      { numRuns: 60 },
    )
  })
})
