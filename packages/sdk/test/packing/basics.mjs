// The basics, with nothing but Node: run by `node --test` on the oldest Node that the SDK supports and on the newest.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { createRecorder, defineCatalogue, RecordRefused } from '@daybook/sdk'
import { assertRecorded, createTestRecorder } from '@daybook/sdk/testing'

const catalogue = defineCatalogue({
  objects: { refund: { label: 'Refund', name: 'Refund #{id}', fields: { status: { label: 'Status' } } } },
  actions: {
    'refund.approved': { category: 'workflow', reason: 'required' },
    'refund.exported': { category: 'access', delivery: 'acked' },
    'refund.import_started': { category: 'data' },
    'refund.import_completed': { category: 'data' },
  },
})
const maria = { id: 7, name: 'Maria Lopez' }

test('records, compares, batches and keeps contexts apart', async () => {
  const audit = createTestRecorder({ catalogue })
  await audit.as(maria, async () => {
    await audit.change('refund.approved', {
      before: { id: 31, status: 'Open' },
      after: { id: 31, status: 'Approved' },
      reason: 'Checked',
    })
    await audit.batch('refund.import', { file: { name: 'r.csv', content: 'x' } }, (batch) => batch.failed(1, 'no id'))
  })
  assertRecorded(audit, 'refund.approved', {
    actor: { name: 'Maria Lopez' },
    object: { id: 31 },
    changes: { status: ['Open', 'Approved'] },
  })
  assertRecorded(audit, 'refund.import_completed', { batch: { claimed: { failed: 1 } } })
})

test('reaches a trail, and says what it refuses', async () => {
  const options = {
    url: process.env.DAYBOOK_URL,
    key: process.env.DAYBOOK_KEY,
    folder: process.env.DAYBOOK_SPOOL,
    onWarning: () => {},
  }
  const audit = createRecorder({ catalogue, ...options })
  const { seq } = await audit.record('refund.exported', { actor: maria, count: 2 })
  assert.equal(typeof seq, 'number')
  await audit.record('refund.approved', { actor: maria, object: { id: 32 }, reason: 'Checked' })
  assert.equal(await audit.flush({ timeoutMs: 20_000 }), true)
  await assert.rejects(audit.record('refund.exported', { actor: maria, count: 2, occurredAt: 'yesterday' }), RecordRefused)
  await audit.close()
})

test('works by require', () => {
  const require = createRequire(import.meta.url)
  assert.equal(require('@daybook/sdk').createRecorder, createRecorder)
  assert.equal(require('@daybook/sdk/testing').createTestRecorder, createTestRecorder)
})
