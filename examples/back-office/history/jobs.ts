import { day, hour, laterAtWork, minute } from './calendar.ts'
import { dispatchers, technicians } from './people.ts'
import { type Rec, related, type World } from './world.ts'

const work = [
  'Installation',
  'Yearly service',
  'Boiler repair',
  'Pump replacement',
  'Grinder calibration',
  'Water softener',
  'Training on site',
]

export interface Dispatch {
  readonly customers: Rec[]
  readonly jobs: Rec[]
  nextJob: number
}

/** A visit: planned, given to a technician, perhaps to another, and done. */
export const planJob = (
  world: World,
  desk: Dispatch,
  at: number,
  because: { ticket?: Rec; order?: Rec; cause?: string } = {},
): Rec => {
  const { random } = world
  const customer = because.ticket?.customer ?? because.order?.customer ?? random.pickSkewed(desk.customers)
  const job: Rec = { type: 'job', id: String(desk.nextJob), name: `Job #${desk.nextJob}`, customer, fields: {} }
  desk.nextJob++
  desk.jobs.push(job)
  const visit = laterAtWork(at, day, 9 * day, random)
  const changes = world.set(job, {
    work: random.pick(work),
    status: 'Planned',
    visit: new Date(visit).toISOString().slice(0, 10),
    technician: random.pick(technicians),
  })
  const by = world.by(random.pick(dispatchers))
  const about = [
    ...(because.ticket ? [related(because.ticket, 'ticket')] : []),
    ...(because.order ? [related(because.order, 'order')] : []),
  ]
  world.tell(at, 'job.planned', by, {
    object: job,
    changes,
    ...(about.length > 0 ? { related: about } : {}),
    ...(because.cause ? { causedBy: because.cause } : {}),
  })
  if (random.chance(0.22)) reassign(world, job, at)
  if (random.chance(0.1)) move(world, job, at)
  world.at(visit + random.between(0, 5) * hour, (then) => finish(world, job, then))
  return job
}

const reassign = (world: World, job: Rec, at: number): void =>
  world.at(laterAtWork(at, hour, day, world.random), (then) => {
    if (job.fields.status !== 'Planned') return
    const { random } = world
    const other = random.pick(technicians.filter((name) => name !== job.fields.technician))
    const changes = world.set(job, { technician: other })
    const reason = random.weighted({ 'Closer to the site': 4, 'Sick today': 2, 'Knows this make': 3, 'Van in the workshop': 1 })
    world.tell(then, 'job.reassigned', world.by(random.pick(dispatchers)), { object: job, changes, reason })
  })

const move = (world: World, job: Rec, at: number): void =>
  world.at(laterAtWork(at, 30 * minute, day, world.random), (then) => {
    if (job.fields.status !== 'Planned') return
    const next = new Date(Date.parse(String(job.fields.visit)) + world.random.whole(1, 6) * day).toISOString().slice(0, 10)
    const changes = world.set(job, { visit: next })
    world.tell(then, 'job.moved', world.by(world.random.pick(dispatchers)), {
      object: job,
      changes,
      reason: 'Customer asked for another day',
    })
  })

const finish = (world: World, job: Rec, at: number): void => {
  const { random } = world
  const by = world.by(random.pick(dispatchers))
  const failed = random.chance(0.05)
  const changes = world.set(job, {
    status: failed ? 'No access' : 'Done',
    ...(failed ? {} : { minutes: random.whole(2, 16) * 15 }),
  })
  world.tell(at, failed ? 'job.failed' : 'job.completed', by, {
    object: job,
    changes,
    ...(failed ? { reason: 'Nobody there at the agreed time' } : {}),
  })
  if (failed)
    world.at(laterAtWork(at, hour, day, random), (then) => {
      const visit = new Date(Math.max(then, Date.parse(String(job.fields.visit))) + random.whole(2, 6) * day)
        .toISOString()
        .slice(0, 10)
      const planned = world.set(job, { status: 'Planned', visit })
      world.tell(then, 'job.replanned', world.by(random.pick(dispatchers)), { object: job, changes: planned })
      world.at(Date.parse(visit) + 11 * hour, (later) => finish(world, job, later))
    })
}
