import { checkEvent } from '@daybook/core'
import { expect, it } from 'vitest'
import { RecordRefused } from '../../src/record-error.ts'
import { createTestRecorder } from '../../src/testing/index.ts'
import { catalogue, maria } from '../desk-catalogue.ts'

const recorder = () => createTestRecorder({ catalogue, tool: 'Back office' })
const lenient = () => createTestRecorder({ catalogue, strict: false })
/** A row as a database driver gives it. */
const refund = { id: 31, order_id: 1842, status: 'Pending Review', amount: '120.50', name: null, iban: 'DE02120300000000202051' }

it('makes an event of a row, a reason and pairs of values', async () => {
  const audit = recorder()
  const { id } = await audit.record('refund.approved', {
    actor: maria,
    source: 'admin_action',
    object: refund,
    changes: { status: ['Pending Review', 'Approved'], dueOn: [undefined, new Date('2026-12-01T00:00:00Z')] },
    reason: 'Receipt checked',
  })
  const [event] = audit.recorded()
  expect(event).toEqual({
    id,
    action: 'refund.approved',
    occurredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    actor: maria,
    source: { type: 'admin_action', name: 'Back office' },
    object: { type: 'refund', id: '31', name: 'Refund #31' },
    changes: [
      { field: 'status', label: 'Status', before: 'Pending Review', after: 'Approved' },
      { field: 'dueOn', label: 'Due', after: '2026-12-01T00:00:00.000Z' },
    ],
    reason: 'Receipt checked',
  })
  expect(checkEvent(event)).toBeUndefined()
})

it('makes ids that sort by time and are never the same', async () => {
  const audit = recorder()
  for (let i = 0; i < 2_000; i++) void audit.record('refund.updated', { actor: maria, object: refund })
  const ids = audit.recorded().map(({ id }) => id)
  expect(new Set(ids).size).toBe(2_000)
  const times = ids.map((id) => Number.parseInt(id.replace('-', '').slice(0, 12), 16))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
})

it('reads what it is given before it returns', async () => {
  const audit = recorder()
  const row = { id: '7', tags: ['new'] }
  const recorded = audit.record('customer.updated', { actor: maria, object: row, changes: { tags: [[], row.tags] } })
  row.id = '8'
  row.tags.push('late')
  await recorded
  expect(audit.recorded()[0]).toMatchObject({ object: { id: '7' }, changes: [{ after: ['new'] }] })
})

it('records the difference of two states, labelled and treated by the catalogue', async () => {
  const audit = recorder()
  await audit.change('refund.updated', {
    actor: maria,
    object: refund,
    before: refund,
    after: { ...refund, amount: '99.00', iban: 'DE02500105170137075030' },
  })
  expect(audit.recorded()[0]?.changes).toEqual([
    { field: 'amount', label: 'Amount', before: '120.50', after: '99.00' },
    { field: 'iban', label: 'IBAN', before: `${'•'.repeat(18)}2051`, after: `${'•'.repeat(18)}5030`, treated: 'mask' },
  ])
})

it('records nothing where nothing differs, and says so', async () => {
  const audit = recorder()
  expect(
    await audit.change('refund.updated', { actor: maria, before: refund, after: { ...refund, amount: '120.5' } }),
  ).toBeUndefined()
  expect(audit.recorded()).toEqual([])
})

it('takes the record itself for the object of a change, and what is not there for created or removed', async () => {
  const audit = recorder()
  await audit.change('customer.created', {
    actor: maria,
    before: null,
    after: { id: 'c_1', name: 'Jane Roe', password: 'hunter2hunter2' },
  })
  await audit.change('customer.updated', { actor: maria, before: { id: 'c_1', plan: 'Gold' }, after: undefined })
  expect(audit.recorded()[0]).toMatchObject({
    object: { type: 'customer', id: 'c_1', name: 'Jane Roe' },
    changes: [
      { field: 'name', after: 'Jane Roe' },
      { field: 'password', treated: 'omit' },
    ],
  })
  expect(audit.recorded()[1]).toMatchObject({
    object: { id: 'c_1' },
    changes: [{ field: 'plan', before: 'Gold' }],
  })
})

it('leaves out the fields it is told to ignore', async () => {
  const audit = createTestRecorder({ catalogue, ignore: ['updatedAt'] })
  const before = { id: '7', plan: 'Basic', updatedAt: 1, version: 1, meta: { at: 1 } }
  const after = { id: '7', plan: 'Gold', updatedAt: 2, version: 2, meta: { at: 2 } }
  await audit.change('customer.updated', { actor: maria, before, after, ignore: ['version', 'meta'] })
  expect(audit.recorded()[0]?.changes?.map(({ field }) => field)).toEqual(['plan'])
})

it('keeps to the declared fields where a strict catalogue would refuse the others', async () => {
  const audit = createTestRecorder({ catalogue: { ...catalogue, mode: 'strict' } })
  await audit.change('customer.updated', {
    actor: maria,
    before: { id: '7', plan: 'a', updated_at: 1 },
    after: { id: '7', plan: 'b', updated_at: 2 },
  })
  expect(audit.recorded()[0]?.changes?.map(({ field }) => field)).toEqual(['plan'])
})

it('hides secrets wherever they stand before the event leaves the call', async () => {
  const audit = recorder()
  const card = ['4111', '1111', '1111', '1111'].join(' ')
  await audit.record('refund.updated', {
    actor: maria,
    object: refund,
    reason: `Refunded to ${card}`,
    context: { apiKey: 'abcdef123456' },
  })
  expect(JSON.stringify(audit.recorded())).not.toMatch(/1111|abcdef123456/)
  expect(audit.recorded()[0]?.reason).toBe('Refunded to [hidden: card number]')
})

it('tells a row that has a column called type from a record of another type', async () => {
  const audit = lenient()
  await audit.record('refund.updated', { actor: maria, object: { id: 1, type: 'partial' } as never })
  await audit.record('refund.updated', { actor: maria, object: { id: 1, type: 'customer' } as never })
  expect(audit.recorded().map(({ object }) => object?.type)).toEqual(['refund', 'customer'])
})

it('delivers by the catalogue, and refuses what must commit with a change outside of a transaction', async () => {
  const audit = recorder()
  const payout = { actor: maria, object: { type: 'payout', id: '9', name: 'Payout 9' } }
  await expect(audit.record('payout.sent', payout)).rejects.toThrow(/within\(transaction\)/)
  expect(audit.recorded()).toEqual([])
  await audit.within({}).record('payout.sent', payout)
  expect(await audit.record('customer.exported', { actor: maria, count: 3 })).toMatchObject({ seq: 1, hash: expect.any(String) })
  expect(await audit.record('customer.viewed', { actor: maria, object: { id: 4, name: 'Jane Roe' } })).toEqual({
    id: expect.any(String),
  })
  expect(audit.recorded()).toHaveLength(3)
})

it('lets the declarations of the starter catalogue count where the own one has none', async () => {
  const audit = createTestRecorder({ catalogue: { objects: {}, actions: {} }, strict: false })
  const record = audit.record as (action: string, input: object) => Promise<unknown>
  await expect(record('approval.approved', { actor: maria })).rejects.toThrow(/transactional/)
  await expect(record('record.exported', { actor: maria, count: 1 })).resolves.toMatchObject({ seq: 0 })
})

it('throws at once inside a transaction, so that the transaction fails with it', () => {
  const audit = lenient()
  const wrong = { actor: maria, occurredAt: 'yesterday' }
  expect(() => void audit.within({}).record('payout.sent', wrong)).toThrow(RecordRefused)
})

it('warns of a wrong event and hands it on, but throws it where it is strict or the action may not go unrecorded', async () => {
  const wrong = { actor: maria, occurredAt: 'yesterday' }
  const audit = lenient()
  await audit.record('refund.updated', wrong)
  expect(audit.warnings()).toMatchObject([{ code: 'misshapen', message: expect.stringContaining('/occurredAt') }])
  expect(audit.health().misshapen).toBe(1)
  await expect(audit.record('customer.exported', wrong)).rejects.toMatchObject({ code: 'bad_time', pointer: '/occurredAt' })
  await expect(recorder().record('refund.updated', wrong)).rejects.toThrow(RecordRefused)
})

it('warns once for each place in the program', async () => {
  const audit = lenient()
  for (let i = 0; i < 5; i++) await audit.record('refund.updated', { object: refund })
  await audit.record('refund.updated', { object: refund })
  expect(audit.warnings()).toHaveLength(2)
  expect(audit.warnings()[0]).toMatchObject({ code: 'context_lost', where: expect.stringContaining('record.test.ts') })
  expect(audit.health().unknownActor).toBe(6)
})

it('records an action that nobody declared, warns of it, and throws it where it is strict', async () => {
  const audit = lenient()
  const record = (of: typeof audit) =>
    (of.record as (action: string, input: object) => Promise<unknown>)('refund.aproved', { actor: maria })
  await record(audit)
  expect(audit.recorded('refund.aproved' as never)).toHaveLength(1)
  expect(audit.warnings()).toMatchObject([{ code: 'left_out' }])
  await expect(record(recorder())).rejects.toMatchObject({ code: 'uncatalogued_action' })
})
