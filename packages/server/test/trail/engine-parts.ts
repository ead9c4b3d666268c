import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { consistencyProof } from '@daybook/core'
import { onTestFinished } from 'vitest'
import { contentDigester, nodeCrypto, treatmentKeys, valueOpener } from '../../src/crypto/node-crypto.ts'
import type { AppendOutcome, AppendRow, Journal } from '../../src/journal/journal.ts'
import { createMemoryJournal } from '../../src/journal/memory-journal.ts'
import { createSigner } from '../../src/signer/signer.ts'
import type { AppendCall } from '../../src/trail/append-call.ts'
import { TrailEngine } from '../../src/trail/trail-engine.ts'

/** A journal on a disk that fails when it is told to: before anything is stored, or after. */
const failingJournal = (journal: Journal) => {
  let next: { readonly error: Error; readonly stored: boolean } | undefined
  const groups: number[] = []
  const append = async (rows: readonly AppendRow[]): Promise<readonly AppendOutcome[]> => {
    const failure = next
    groups.push(rows.length)
    if (failure && !failure.stored) throw failure.error
    const outcomes = await journal.append(rows)
    if (failure) throw failure.error
    return outcomes
  }
  return {
    journal: new Proxy(journal, {
      get: (target, name) => {
        if (name === 'append') return append
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    }),
    /** Sizes of the groups that were appended. */
    groups,
    fail: (error: Error, { stored = false } = {}) => {
      next = { error, stored }
    },
    recover: () => {
      next = undefined
    },
  }
}

/** An engine over a journal in memory and a real signer, with a clock that stands where it is put. */
export const startEngine = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-engine-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const clock = { ms: Date.UTC(2026, 10, 22, 9) }
  const disk = failingJournal(createMemoryJournal())
  const signer = await createSigner(folder, 'orders', 'daybook.example/1f0c8a52-6a0e-4a7e-8a55-0f6c2f1f8b92')
  const engine = await TrailEngine.open({
    facts: { name: 'orders', origin: signer.origin, createdAt: new Date(clock.ms).toISOString(), policy: signer.policy },
    journal: disk.journal,
    signer: {
      sign: async ({ size, root }) => {
        const last = signer.last?.size ?? 0
        return signer.sign(size, root, last < size ? await consistencyProof(last, size, disk.journal, nodeCrypto) : [], clock.ms)
      },
    },
    treatmentKeys: treatmentKeys(signer.treatment),
    openValue: valueOpener(signer.treatment),
    digester: contentDigester(signer.contentKey),
    crypto: nodeCrypto,
    now: () => clock.ms,
    lastRecordedMs: 0,
  })
  return { engine, disk, clock }
}

let requests = 0
export const callOf = (events: unknown, more: Partial<AppendCall> = {}): AppendCall => ({
  trail: 'orders',
  key: 'key-1',
  requestId: `req_${requests++}`,
  format: 'json',
  body: new TextEncoder().encode(typeof events === 'string' ? events : JSON.stringify(events)),
  waitForCheckpoint: false,
  ...more,
})
