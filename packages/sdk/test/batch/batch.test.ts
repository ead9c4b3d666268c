import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createTestRecorder } from '../../src/testing/index.ts'
import { catalogue, closer, maria } from '../desk-catalogue.ts'

const recorder = () => createTestRecorder({ catalogue, tool: 'Back office' })
const jane = { id: 'c_1', name: 'Jane Roe', plan: 'Basic' }
const csv = 'id,name\n1,Jane\n'
const sha256 = createHash('sha256').update(csv).digest('hex')

it('records start, rows and end, with what was counted and what failed', async () => {
  const audit = recorder()
  const answer = await audit.with({ actor: maria, source: 'user_action' }, () =>
    audit.batch('customer.import', { file: { name: 'customers.csv', content: csv }, rows: 5, mapping: 'v2' }, async (batch) => {
      await batch.record('customer.created', { object: jane })
      await batch.change('customer.updated', { before: jane, after: { ...jane, plan: 'Gold' } })
      await batch.change('customer.updated', { before: jane, after: jane })
      await batch.change('customer.created', { before: null, after: jane })
      batch.failed(5, new Error('no e-mail'))
      batch.unchanged(2)
      return 'done'
    }),
  )
  expect(answer).toBe('done')
  const [started, ...others] = audit.recorded()
  const id = started?.batch?.id
  const file = { name: 'customers.csv', size: csv.length, sha256 }
  expect(started).toMatchObject({
    action: 'customer.import_started',
    actor: maria,
    source: { type: 'user_action' },
    batch: { id, kind: 'customer.import', file, rows: 5, mapping: 'v2' },
  })
  const importer = { type: 'import', id: 'customer.import', name: 'Customer import', onBehalfOf: maria }
  for (const event of others)
    expect(event).toMatchObject({ actor: importer, source: { type: 'bulk_import', id, name: 'customers.csv' }, batch: { id } })
  expect(others.map(({ action }) => action)).toEqual([
    'customer.created',
    'customer.updated',
    'customer.created',
    'customer.import_completed',
  ])
  expect(others.at(-1)?.batch).toEqual({
    id,
    kind: 'customer.import',
    file,
    rows: 5,
    mapping: 'v2',
    claimed: { created: 2, updated: 1, unchanged: 3, failed: 1 },
    failures: [{ line: 5, reason: 'no e-mail' }],
  })
})

it('records the end of work that throws, and lets its error through', async () => {
  const audit = recorder()
  const broken = Object.assign(new Error('line 3 is no CSV'), { code: 'BAD_CSV' })
  const run = audit.as(maria, () =>
    audit.batch('customer.import', { file: { name: 'customers.csv' } }, async (batch) => {
      await batch.record('customer.created', { object: jane })
      throw broken
    }),
  )
  await expect(run).rejects.toBe(broken)
  expect(audit.recorded().at(-1)).toMatchObject({
    action: 'customer.import_completed',
    outcome: 'failure',
    error: { code: 'BAD_CSV', message: 'line 3 is no CSV' },
    batch: { claimed: { created: 1, failed: 0 }, file: { name: 'customers.csv' } },
  })
  const now = () => {
    throw broken
  }
  await expect(audit.batch('customer.import', {}, now)).rejects.toBe(broken)
  expect(audit.recorded().at(-1)).toMatchObject({ outcome: 'failure' })
})

it('gives what is recorded in the work without the batch in hand to the batch as well', async () => {
  const audit = recorder()
  await audit.as(maria, () =>
    audit.batch('customer.import', { id: 'imp_42' }, async () => {
      await audit.record('customer.created', { object: jane })
    }),
  )
  expect(audit.recorded().map(({ batch }) => batch?.id)).toEqual(['imp_42', 'imp_42', 'imp_42'])
  await audit.as(maria, () => audit.record('customer.updated', { object: jane }))
  expect(audit.recorded().at(-1)).not.toHaveProperty('batch')
})

it('leaves the actor of a run that is a machine already, and that of a run which is no import', async () => {
  const audit = recorder()
  await audit.as(closer, () => audit.batch('automation.run', {}, (batch) => batch.record('customer.updated', { object: jane })))
  for (const { actor, source } of audit.recorded())
    expect({ actor, source: source?.type }).toEqual({ actor: closer, source: 'automation' })
  audit.clear()
  await audit.as(closer, () => audit.batch('customer.import', {}, (batch) => batch.record('customer.created', { object: jane })))
  for (const { actor } of audit.recorded()) expect(actor).toEqual(closer)
})

it('takes actor and source of the rows where they are given', async () => {
  const audit = recorder()
  const sync = { type: 'integration', id: 'crm', name: 'CRM' } as const
  await audit.as(maria, () =>
    audit.batch('customer.import', { actor: sync }, (batch) => batch.record('customer.created', { object: jane })),
  )
  expect(audit.recorded().map(({ actor, source }) => [actor.type, source?.type])).toEqual([
    ['user', undefined],
    ['integration', 'integration'],
    ['integration', 'integration'],
  ])
})

it('takes size and digest of a file by its path, and the name alone where it cannot be read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-batch-'))
  try {
    writeFileSync(join(folder, 'upload-7f3'), csv)
    const audit = recorder()
    const file = async (given: string | { name: string; path: string }) => {
      await audit.as(maria, () => audit.batch('customer.import', { file: given }, () => undefined))
      return audit.recorded().at(-1)?.batch?.file
    }
    expect(await file(join(folder, 'upload-7f3'))).toEqual({ name: 'upload-7f3', size: csv.length, sha256 })
    expect(await file({ name: 'customers.csv', path: join(folder, 'upload-7f3') })).toEqual({
      name: 'customers.csv',
      size: csv.length,
      sha256,
    })
    expect(await file(join(folder, 'gone.csv'))).toEqual({ name: 'gone.csv' })
    expect(audit.warnings()).toMatchObject([{ code: 'file_unreadable' }])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('lets a run claim what it counted itself', async () => {
  const audit = recorder()
  await audit.as(maria, () =>
    audit.batch('customer.import', {}, (batch) => {
      batch.unchanged(3)
      batch.claim({ created: 300, failed: 2 })
    }),
  )
  expect(audit.recorded().at(-1)?.batch?.claimed).toEqual({ created: 300, updated: 0, unchanged: 3, failed: 2 })
})

it('counts every failure, and lists as many as an event can hold', async () => {
  const audit = recorder()
  await audit.as(maria, () =>
    audit.batch('customer.import', {}, (batch) => {
      for (let line = 1; line <= 20_000; line++) batch.failed(line, 'This row has no e-mail address, which every customer needs.')
    }),
  )
  const { batch, context } = audit.recorded().at(-1) ?? {}
  const listed = batch?.failures?.length ?? 0
  expect(batch?.claimed?.failed).toBe(20_000)
  expect(listed).toBeGreaterThan(500)
  expect(context).toEqual({ failuresNotListed: 20_000 - listed })
})

it('writes a whole batch inside a transaction', async () => {
  const audit = recorder()
  await audit.as(maria, () =>
    audit.within({}).batch('customer.import', {}, (batch) => batch.record('customer.created', { object: jane })),
  )
  expect(audit.recorded()).toHaveLength(3)
})
