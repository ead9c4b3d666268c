import type { Report } from '@daybook/core'
import { openClient } from '../client.ts'

const patienceMs = 5_000

/**
 * Says on the trail of a running server that its log was verified here, and what was found: who looked is on the record, verifiers
 * too. A server that does not take it, or a key that may only look, changes nothing about what was found.
 */
export const tellServer = async (url: string, key: string | undefined, { verdict, size = 0 }: Report): Promise<void> => {
  const trail = /^(https?:\/\/.*\/v1\/trails\/[^/]+)(?:\/log(?:\/checkpoint)?)?\/*$/.exec(url)?.[1]
  if (trail === undefined || verdict === 'cannot_tell') return
  const body = JSON.stringify({ outcome: verdict === 'holds' ? 'held' : 'broken', size })
  try {
    const client = await openClient({ url: trail, ...(key === undefined ? {} : { key }) })
    const headers = { 'content-type': 'application/json' }
    await client.request('/verifications', { method: 'POST', headers, body, signal: AbortSignal.timeout(patienceMs) })
  } catch {
    // The verdict stands, whoever hears of it.
  }
}
