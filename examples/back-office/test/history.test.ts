import { checkEvent, compileCatalogue, defectsOf, type EventInput, type RecordedEvent, renderSentence } from '@daybook/core'
import { beforeAll, describe, expect, it } from 'vitest'
import catalogue from '../daybook.catalogue.ts'
import { makeYear, type Year } from '../history/make-history.ts'

const compiled = compileCatalogue(catalogue)
const end = Date.parse('2026-11-22T10:00:00Z')

describe('the year of the firm', () => {
  let year: Year
  beforeAll(() => {
    year = makeYear(end)
  })
  const sentences = (keep: (event: EventInput) => boolean) =>
    year.events.filter(keep).map((event) => renderSentence(event, compiled))

  it('has two hundred thousand events and more, in the order of time, and ends now', () => {
    expect(year.events.length).toBeGreaterThan(200_000)
    const times = year.events.map(({ occurredAt }) => Date.parse(occurredAt))
    expect(times.every((time, at) => at === 0 || (times[at - 1] ?? 0) <= time)).toBe(true)
    expect(end - (times.at(-1) ?? 0)).toBeLessThan(24 * 3600 * 1000)
    expect(new Set(year.events.map(({ id }) => id)).size).toBe(year.events.length)
  })

  it('has nothing that lies in the future, also where something was to follow shortly', () => {
    const evening = Date.parse('2026-11-22T16:15:00Z')
    expect(Date.parse(makeYear(evening).events.at(-1)?.occurredAt ?? '')).toBeLessThan(evening)
  })

  it('is the same year for the same seed and end', () => {
    const again = makeYear(end)
    expect(again.events.length).toBe(year.events.length)
    expect(again.events.at(-1)).toEqual(year.events.at(-1))
  })

  it('sends what a trail takes, declared in the catalogue, without a weak point', () => {
    const weak = year.events.flatMap((event) => {
      const recorded = {
        ...event,
        recordedAt: event.occurredAt,
        category: compiled.category(event.action),
        outcome: event.outcome ?? 'success',
      }
      return [
        checkEvent(event)?.detail ?? [],
        defectsOf(recorded as RecordedEvent, compiled).map(({ name }) => `${name} ${event.action}`),
      ].flat()
    })
    expect([...new Set(weak)]).toEqual([])
    expect(year.events.filter(({ action }) => !compiled.declares(action))).toEqual([])
  })

  it('tells of every record without a break: each value before is the value after of the change before it', () => {
    const known = new Map<string, string>()
    const broken: string[] = []
    for (const { object, changes = [], occurredAt } of year.events)
      for (const { field, before, after, treated } of changes) {
        if (treated) continue
        const place = `${object?.type}/${object?.id} ${field}`
        const last = known.get(place)
        if (last !== undefined && last !== JSON.stringify(before)) broken.push(`${place} ${occurredAt}`)
        known.set(place, JSON.stringify(after) ?? 'removed')
      }
    expect(broken.slice(0, 5)).toEqual([])
    for (const record of [...year.records.orders, ...year.records.customers])
      for (const [field, value] of Object.entries(record.fields)) {
        const told = known.get(`${record.type}/${record.id} ${field}`)
        if (told !== undefined) expect(told).toBe(JSON.stringify(value))
      }
  })

  it('has the stories', () => {
    expect(sentences(({ object }) => object?.id === '1842').at(-1)).toBe('Order #1842 changed from Pending Review to Approved.')
    expect(sentences(({ object, action }) => object?.id === '482' && action === 'customer.activated')).toEqual([
      'Maria changed customer #482 from Trial to Active.',
    ])
    expect(sentences(({ action }) => action === 'user.role_changed')).toContain(
      "Admin changed Jacob Miller's role from Support Agent to Support Manager.",
    )
    const broken = year.events.filter(({ batch }) => batch?.id === 'imp_autumn_segments')
    expect(broken.at(-1)?.batch?.claimed?.updated).toBe(300)
    expect(broken.filter(({ changes }) => changes).length).toBe(312)
    expect(year.events.filter(({ batch, changes }) => batch?.id === 'imp_conditions_2026' && changes).length).toBe(4_000)
    expect(year.events.filter(({ action }) => action === 'integration.sync_failed').length).toBe(72)
    const own = year.events.filter(({ object }) => object?.id === 'r_907').map(({ actor }) => actor.name)
    expect(own.slice(0, 3)).toEqual(['Tom Okafor', 'Tom Okafor', 'Tom Okafor'])
  })
})

describe('the sentences that were promised', () => {
  const say = (event: Omit<EventInput, 'id' | 'occurredAt'>) =>
    renderSentence({ id: '019ab3f2-7c1e-7d3a-9b1e-5a1f0c2d3e4f', occurredAt: '2026-11-22T09:15:02.123Z', ...event }, compiled)
  const maria = { type: 'user', id: 'u_7', name: 'Maria' } as const

  it('read word for word', () => {
    const status = (before: string, after: string, field = 'status') => [{ field, before, after }]
    const order = { type: 'order', id: '1842', name: 'Order #1842' }
    const customer = { type: 'customer', id: '482', name: 'River Table Deli' }
    expect(say({ action: 'order.approved', actor: maria, object: order, changes: status('Pending Review', 'Approved') })).toBe(
      'Order #1842 changed from Pending Review to Approved.',
    )
    expect(say({ action: 'customer.activated', actor: maria, object: customer, changes: status('Trial', 'Active') })).toBe(
      'Maria changed customer #482 from Trial to Active.',
    )
    expect(
      say({
        action: 'customer.billing_changed',
        actor: maria,
        object: customer,
        changes: status('Trial', 'Active', 'billingStatus'),
      }),
    ).toBe('Customer billing status changed from Trial to Active.')
    expect(
      say({
        action: 'user.role_changed',
        actor: { type: 'admin', id: 'u_1', name: 'Admin' },
        object: { type: 'user', id: 'u_9', name: 'Jacob Miller' },
        changes: status('Support Agent', 'Support Manager', 'role'),
      }),
    ).toBe("Admin changed Jacob Miller's role from Support Agent to Support Manager.")
    expect(
      say({
        action: 'settings.viewed',
        actor: { type: 'user', id: 'u_80', name: 'User' },
        object: { type: 'settings', id: 'payment', name: 'payment settings' },
      }),
    ).toBe('User viewed payment settings.')
  })
})
