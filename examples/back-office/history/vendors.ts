import { day, hour, laterAtWork } from './calendar.ts'
import { finance, financeLead, purchasing } from './people.ts'
import type { Rec, World } from './world.ts'

const makers = [
  'Officine Levante',
  'Brasserie Métal',
  'Aurora Espresso',
  'Pressa Industrie',
  'Kestrel Grinders',
  'Rossi Guarnizioni',
  'Nordic Filter',
  'Severn Packaging',
  'Bianchi Ceramiche',
  'Halden Pumps',
  'Orwell Electronics',
  'Clearspring Water',
  'Valeo Valves',
  'Tamar Steel',
  'Dobson Pallets',
  'Mendip Coffee',
  'Arrow Freight',
  'Gauge & Dial',
  'Porter Tools',
  'Weston Uniforms',
]

export const newVendor = (number: number): Rec => {
  const name = `${makers[number % makers.length]}${number >= makers.length ? ` ${['Ltd', 'GmbH', 'SpA', 'UK'][Math.floor(number / makers.length) % 4]}` : ''}`
  return { type: 'vendor', id: `v_${number + 1}`, name, fields: { name, status: 'Approved', terms: '30 days', risk: 'Low' } }
}

/** From the first form to the approval, or not. */
export const onboardVendor = (world: World, at: number, vendor: Rec): void => {
  const { random } = world
  const step = (name: string, decision?: 'requested' | 'approved' | 'rejected') => ({
    workflow: { type: 'vendor', id: `onb_${vendor.id}`, step: name, ...(decision ? { decision } : {}) },
  })
  const asked = world.set(vendor, {
    status: 'Pending',
    risk: 'Not checked',
    bankAccount: `GB${random.whole(10, 99)}TIDE${random.whole(10_000_000, 99_999_999)}${random.whole(100_000, 999_999)}`,
  })
  const buyer = random.pick(purchasing)
  world.tell(at, 'vendor.submitted', world.by(buyer), { object: vendor, changes: asked, ...step('Submitted', 'requested') })
  world.at(laterAtWork(at, 4 * hour, 6 * day, random), (then) => {
    const checked = world.set(vendor, { risk: random.weighted({ Low: 5, Medium: 3, High: 1 }) })
    world.tell(then, 'vendor.checked', world.by(random.pick(finance)), {
      object: vendor,
      changes: checked,
      ...step('Finance check'),
    })
    world.at(laterAtWork(then, 2 * hour, 8 * day, random), (later) => {
      const rejected = vendor.fields.risk === 'High' && random.chance(0.5)
      const changes = world.set(vendor, { status: rejected ? 'Rejected' : 'Approved' })
      world.tell(later, rejected ? 'vendor.rejected' : 'vendor.approved', world.by(financeLead), {
        object: vendor,
        changes,
        reason: rejected ? 'Bank details could not be confirmed' : 'Papers complete, account confirmed by phone',
        ...step('Approval', rejected ? 'rejected' : 'approved'),
      })
    })
  })
}
