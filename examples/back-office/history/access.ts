import { hour, minute, workingMoment } from './calendar.ts'
import { everybody, itAdmin, type Person } from './people.ts'
import type { Rec, World } from './world.ts'

export const userOf = ({ id, name }: Person): Rec => ({ type: 'user', id, name, fields: {} })

/** People come in the morning; now and then a password is wrong. */
export const signInDay = (world: World, dayStart: number): void => {
  const { random } = world
  for (const person of everybody) {
    if (person.name === 'Admin' || random.chance(0.12)) continue
    world.at(dayStart + random.between(6.9, 9.6) * hour, (at) => {
      const by = world.by(person)
      if (random.chance(0.07))
        world.tell(at - minute, 'user.sign_in_failed', by, {
          object: userOf(person),
          outcome: 'failure',
          error: { code: 'wrong_password', message: 'wrong password' },
        })
      world.tell(at, 'user.signed_in', by, { object: userOf(person) })
    })
    if (random.chance(0.4))
      world.at(dayStart + random.between(12, 17) * hour, (at) => {
        world.tell(at, 'user.signed_in', world.by(person), { object: userOf(person) })
      })
  }
}

export const changeRole = (world: World, at: number, by: Person, person: Person, role: string, reason?: string): string => {
  const before = world.roles.get(person.id)
  world.roles.set(person.id, role)
  return world.tell(at, 'user.role_changed', world.by(by, 'admin'), {
    object: userOf(person),
    changes: [{ field: 'role', ...(before === undefined ? {} : { before }), after: role }],
    ...(reason === undefined ? {} : { reason }),
  })
}

/** Views of what is sensitive, exports, and the account work of an ordinary day. */
export const lookAtSensitive = (world: World, dayStart: number, customers: readonly Rec[], vendors: readonly Rec[]): void => {
  const { random } = world
  const readers = everybody.filter(({ role }) => /Finance|Manager|Administrator/.test(role))
  for (let n = random.times(3.2); n > 0; n--)
    world.at(workingMoment(dayStart, random), (at) => {
      const vendor = random.pick(vendors)
      world.tell(at, 'vendor.bank_details_viewed', world.by(random.pick(readers)), { object: vendor, count: 1 })
    })
  if (random.chance(0.35))
    world.at(workingMoment(dayStart, random), (at) => {
      const settings: Rec = { type: 'settings', id: 'payment', name: 'payment settings', fields: {} }
      world.tell(at, 'settings.viewed', world.by(random.pick(readers)), { object: settings })
    })
  for (let n = random.times(1.1); n > 0; n--)
    world.at(workingMoment(dayStart, random), (at) => {
      const exporter = random.pick(everybody.filter(({ role }) => /Success|Sales|Finance|Manager/.test(role)))
      const count = random.chance(0.2) ? customers.length : random.whole(12, 420)
      world.tell(at, 'customer.exported', world.by(exporter), { count, context: { format: 'csv' } })
    })
  if (random.chance(0.1))
    world.at(workingMoment(dayStart, random), (at) => {
      const person = random.pick(everybody)
      world.tell(at, 'user.password_reset', world.by(itAdmin, 'admin'), {
        object: userOf(person),
        changes: [{ field: 'password', treated: 'omit' }],
        reason: 'Forgotten',
      })
    })
}
