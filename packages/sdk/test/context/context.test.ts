import { compileCatalogue, defectsOf, type EventInput } from '@daybook/core'
import { expect, it } from 'vitest'
import { createTestRecorder } from '../../src/testing/index.ts'
import { catalogue, closer, maria } from '../desk-catalogue.ts'

const recorder = () => createTestRecorder({ catalogue, tool: 'Back office' })
const anything = { object: { id: 1, name: 'Jane Roe' } }
const only = (audit: ReturnType<typeof recorder>) => audit.recorded()[0]

it('says who for everything inside, however deep and late', async () => {
  const audit = recorder()
  await audit.as(maria, async () => {
    await new Promise((resolve) => setTimeout(resolve, 1))
    await Promise.all([1, 2].map(async () => audit.record('customer.updated', anything)))
    setTimeout(() => void audit.record('customer.updated', anything), 1)
  })
  await expect.poll(() => audit.recorded().map(({ actor }) => actor)).toEqual([maria, maria, maria])
})

it('answers what the work answers, and lets its error through', async () => {
  const audit = recorder()
  expect(audit.as(maria, () => 5)).toBe(5)
  expect(await audit.as(maria, async () => 6)).toBe(6)
  expect(() =>
    audit.as(maria, () => {
      throw new Error('no')
    }),
  ).toThrow('no')
})

it.each([
  ['automation', 'automation'],
  ['agent', 'automation'],
  ['integration', 'integration'],
  ['api_client', 'api'],
  ['scheduled_job', 'background_job'],
  ['webhook', 'webhook'],
  ['import', 'bulk_import'],
  ['system', 'system_rule'],
  ['database', 'direct_database'],
] as const)('takes %s for its own source, by name', async (type, source) => {
  const audit = recorder()
  await audit.as({ type, id: 'x-1', name: 'The thing' }, () => audit.record('customer.updated', anything))
  expect(only(audit)).toMatchObject({
    actor: { type, name: 'The thing' },
    source: { type: source, id: 'x-1', name: 'The thing' },
  })
})

it('leaves the person around an automation out of what it does, and keeps what ties the events together', async () => {
  const audit = recorder()
  const source = { type: 'user_action', ip: '10.0.0.1', userAgent: 'Browser', requestId: 'req_1', sessionId: 's_1' } as const
  await audit.with({ actor: maria, source, correlationId: 'req_1', organization: { id: 'acme', name: 'Acme' } }, () =>
    audit.as(closer, () => audit.record('customer.updated', anything)),
  )
  expect(only(audit)).toMatchObject({
    actor: closer,
    source: { type: 'automation', id: closer.id, name: closer.name, requestId: 'req_1' },
    correlationId: 'req_1',
    organization: { id: 'acme', name: 'Acme' },
  })
  expect(only(audit)?.actor).not.toHaveProperty('onBehalfOf')
  expect(Object.keys(only(audit)?.source ?? {}).sort()).toEqual(['id', 'name', 'requestId', 'type'])
})

it('says for whom a machine acts where the application says so', async () => {
  const audit = recorder()
  await audit.as({ ...closer, onBehalfOf: maria }, () => audit.record('customer.updated', anything))
  expect(only(audit)?.actor).toEqual({ ...closer, onBehalfOf: maria })
})

it('lets a person act through whatever is around, and what is given with the event win', async () => {
  const audit = recorder()
  await audit.with(
    { source: { type: 'background_job', name: 'Nightly' }, causedBy: '019ab3f1-7c1e-7d3a-9b1e-5a1f0c2d3e4f' },
    () =>
      audit.as(maria, async () => {
        await audit.record('customer.updated', anything)
        await audit.record('customer.updated', { ...anything, actor: closer, source: 'user_action', correlationId: 'c' })
      }),
  )
  expect(audit.recorded()).toMatchObject([
    { actor: maria, source: { type: 'background_job', name: 'Nightly' }, causedBy: '019ab3f1-7c1e-7d3a-9b1e-5a1f0c2d3e4f' },
    { actor: closer, source: { type: 'user_action', name: 'Back office' }, correlationId: 'c' },
  ])
})

it('keeps the request around a word for a source, and nothing of it around another source', async () => {
  const audit = recorder()
  await audit.with({ actor: maria, source: { type: 'user_action', ip: '10.0.0.1', requestId: 'req_1' } }, async () => {
    await audit.record('customer.updated', { ...anything, source: 'admin_action' })
    await audit.with({ source: 'admin_action' }, () => audit.record('customer.updated', anything))
    await audit.record('customer.updated', { ...anything, source: { type: 'api', name: 'Web shop' } })
  })
  const admin = { type: 'admin_action', name: 'Back office', ip: '10.0.0.1', requestId: 'req_1' }
  expect(audit.recorded().map(({ source }) => source)).toEqual([admin, admin, { type: 'api', name: 'Web shop' }])
})

it('is carried through a queue and taken up again', async () => {
  const audit = recorder()
  expect(audit.context()).toBeUndefined()
  const message = audit.with({ actor: { ...maria, id: 7 }, source: 'admin_action', correlationId: 'req_9' }, () =>
    JSON.stringify(audit.context()),
  )
  await audit.with(JSON.parse(message), () => audit.record('customer.updated', anything))
  expect(only(audit)).toMatchObject({
    actor: { ...maria, id: '7' },
    source: { type: 'admin_action', name: 'Back office' },
    correlationId: 'req_9',
  })
})

it('names nobody outside of every context', async () => {
  const audit = createTestRecorder({ catalogue, strict: false })
  await audit.record('customer.updated', anything)
  await audit.with({ correlationId: 'c' }, () => audit.record('customer.updated', anything))
  expect(audit.recorded().map(({ actor }) => actor)).toEqual([
    { type: 'unknown', id: 'unknown' },
    { type: 'unknown', id: 'unknown' },
  ])
  expect(audit.recorded()[0]).not.toHaveProperty('source')
  expect(audit.warnings().map(({ code }) => code)).toEqual(['context_lost', 'actor_unknown'])
  const defects = defectsOf(audit.recorded()[0] as EventInput, compileCatalogue(catalogue))
  expect(defects.map(({ name }) => name)).toEqual(expect.arrayContaining(['actor_unknown', 'no_source']))
})

it('never takes whoever is around for somebody who is not there', async () => {
  const audit = createTestRecorder({ catalogue, strict: false })
  const nobody = undefined as never
  await audit.as(maria, () => audit.as(nobody, () => audit.record('customer.updated', anything)))
  expect(audit.recorded()[0]?.actor).toEqual({ type: 'unknown', id: 'unknown' })
})

it('belongs to one recorder', async () => {
  const [ours, theirs] = [recorder(), createTestRecorder({ catalogue, strict: false })]
  await ours.as(maria, () => theirs.record('customer.updated', anything))
  expect(theirs.recorded()[0]?.actor.type).toBe('unknown')
})
