import { join } from 'node:path'
import { isMalformed, parseNote, parsePolicy, policyKeys, verifyNote } from '@daybook/core'
import { afterEach, expect, it, vi } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node-crypto.ts'
import { createTrail, openTrail } from '../../src/trail/open-trail.ts'
import { ownEvent } from '../../src/trail/own-event.ts'
import type { TrailEngine } from '../../src/trail/trail-engine.ts'
import { newFolder } from '../journal/folder.ts'

const doer = {
  actor: { type: 'system', id: 'test', name: 'Test' },
  source: { type: 'system_rule', name: 'Test' },
} as const
const noonMs = Date.parse('2026-11-22T12:00:00.000Z')
const hourMs = 3_600_000

afterEach(() => {
  vi.useRealTimers()
})

/** When the newest checkpoint says that it was signed, in seconds since 1970. */
const signedAt = async (engine: TrailEngine): Promise<number> => {
  const note = parseNote((await engine.sign()).note)
  const policy = parsePolicy(engine.facts.policy, nodeCrypto)
  if (isMalformed(note) || isMalformed(policy)) throw new Error('the trail signed no note')
  const verified = verifyNote(note, policyKeys(policy), nodeCrypto)
  if (isMalformed(verified)) throw verified
  return verified.verified.find(({ timeS }) => timeS !== undefined)?.timeS ?? 0
}

it('signs no checkpoint before its events were recorded, also when the clock went back while it was stopped', async () => {
  const folder = newFolder()
  const folders = { data: join(folder, 'data'), keys: join(folder, 'keys') }
  vi.useFakeTimers({ toFake: ['Date'], now: noonMs })
  const first = await createTrail('orders', 'books.example/7f3c9a52-0000-4000-8000-000000000001', folders)
  await first.record(ownEvent('trail.created', doer, Date.now()))
  expect(await signedAt(first)).toBe(noonMs / 1000)
  await first.close()
  vi.setSystemTime(noonMs - hourMs)
  const again = (await openTrail('orders', folders)) as TrailEngine
  await again.record(ownEvent('trail.key_created', doer, Date.now()))
  expect(await signedAt(again)).toBe(noonMs / 1000)
  vi.setSystemTime(noonMs + hourMs)
  expect(await signedAt(again)).toBe((noonMs + hourMs) / 1000)
  await again.close()
})
