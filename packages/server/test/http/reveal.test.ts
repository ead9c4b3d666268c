import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('payroll')
  await server.call('PUT', `${trail.path}/catalogue`, { key: trail.admin, body: catalogue })
  await server.post(`${trail.path}/events`, [hired, paid], trail.writer)
})
afterAll(() => server.remove())

const catalogue = {
  objects: {
    employee: {
      label: 'Employee',
      fields: {
        iban: { label: 'IBAN', treatment: 'encrypt', readers: ['finance'] },
        note: { label: 'Note', treatment: 'encrypt' },
        salary: { label: 'Salary', readers: ['finance'], justification: 'Needed to check pay' },
        accounts: { label: 'Accounts', kind: 'list', treatment: 'encrypt', readers: ['finance'] },
      },
    },
  },
  actions: { 'employee.changed': { category: 'data' } },
}
const hired = orderEvent(1, {
  action: 'employee.changed',
  object: { type: 'employee', id: 'e1', name: 'Jane Roe' },
  changes: [
    { field: 'iban', before: 'DE02120300000000202051', after: 'FR1420041010050500013M02606' },
    { field: 'note', after: 'left-handed' },
    { field: 'salary', after: '4200' },
    { field: 'accounts', path: '0', after: 'first account' },
    { field: 'accounts', path: '1', before: 'old account', after: 'second account' },
  ],
})
const paid = orderEvent(2, {
  action: 'employee.changed',
  object: { type: 'employee', id: 'e1', name: 'Jane Roe' },
  changes: [{ field: 'iban', before: null, after: `enc1:00000000:${'A'.repeat(16)}:${'A'.repeat(22)}`, treated: 'encrypt' }],
})

const reveal = (body: object, key: string = trail.admin, id = String(hired.id)) =>
  server.post(`${trail.path}/events/${id}/reveal`, { reason: 'Payment returned', ...body }, key)
const revealed = async () =>
  (await server.get(`${trail.path}/events?category=trail&action=trail.revealed&order=recorded`, trail.admin)).json.data

describe('revealing an encrypted value', () => {
  it('gives both sides to whoever may, and is on the trail with its reason and without the value', async () => {
    const before = (await revealed()).length
    const { status, json } = await reveal({ field: 'iban' })
    expect(status).toBe(200)
    expect(json.changes).toEqual([{ before: 'DE02120300000000202051', after: 'FR1420041010050500013M02606' }])
    const events = await revealed()
    expect(events).toHaveLength(before + 1)
    const event = events.at(-1)
    expect(event).toMatchObject({ id: json.recorded, reason: 'Payment returned', context: { side: 'both' } })
    expect(event.sentence).toBe(
      `admin of payroll (API client) revealed IBAN of event ${json.seq} (employee.changed): Payment returned`,
    )
    expect(JSON.stringify(events)).not.toMatch(/DE02|FR14/)
  })

  it('gives one side, one item of a list, or all of them', async () => {
    expect((await reveal({ field: 'iban', side: 'after' })).json.changes).toEqual([{ after: 'FR1420041010050500013M02606' }])
    expect((await reveal({ field: 'accounts', path: '1' })).json.changes).toEqual([
      { path: '1', before: 'old account', after: 'second account' },
    ])
    expect((await reveal({ field: 'accounts', side: 'after' })).json.changes).toEqual([
      { path: '0', after: 'first account' },
      { path: '1', after: 'second account' },
    ])
  })

  it('needs a reason, and says nothing of fields that are not encrypted or not there', async () => {
    const before = (await revealed()).length
    for (const reason of [undefined, '', ' x  ', '  a b ', 'x'.repeat(501)])
      expect([reason, (await reveal({ field: 'iban', reason })).status]).toEqual([reason, 422])
    expect((await reveal({ field: 'iban', side: 'all' })).status).toBe(422)
    for (const body of [{ field: 'salary' }, { field: 'phone' }, { field: 'accounts', path: '7' }])
      expect((await reveal(body)).json.code).toBe('not_found')
    expect(await revealed()).toHaveLength(before)
  })

  it('is refused to keys that only read or write, and for events that are not there', async () => {
    expect((await reveal({ field: 'iban' }, trail.reader)).json.code).toBe('forbidden')
    expect((await reveal({ field: 'iban' }, trail.writer)).json.code).toBe('forbidden')
    const missing = await reveal({ field: 'iban' }, trail.admin, '019ab3f2-0000-7000-8000-00000000dead')
    expect([missing.status, missing.json.code]).toEqual([404, 'not_found'])
  })

  it('says so where the value was not encrypted with the key of this trail, and records nothing', async () => {
    const before = (await revealed()).length
    expect((await reveal({ field: 'iban' }, trail.admin, String(paid.id))).json.code).toBe('value_unreadable')
    expect(await revealed()).toHaveLength(before)
  })
})
