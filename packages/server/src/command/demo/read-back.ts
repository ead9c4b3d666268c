import { join } from 'node:path'
import { isMalformed, parsePolicy, type Report, verifyStore } from '@daybook/core'
import { nodeCrypto } from '../../crypto/node-crypto.ts'
import { openSqliteReader } from '../../journal/sqlite-journal.ts'
import { ask, refusalOf, trailPath } from '../answer.ts'
import { type Client, openClient } from '../client.ts'

/** What a trail holds, read through its public interface, and what verification of its rows says. */
export interface Found {
  /** Events listed, each as often as it was. */
  readonly events: number
  /** Position of each id. */
  readonly positions: ReadonlyMap<string, number>
  readonly verdict: Report['verdict']
  readonly closing: string
}

interface Page {
  readonly data: readonly { readonly id: string; readonly seq: number }[]
  readonly nextCursor: string | null
}

/** Reads every event of a trail by position, and verifies the trail where it is stored. */
export async function readBack(data: string, trail: string): Promise<Found> {
  const client = await openClient({ data })
  try {
    const positions = new Map<string, number>()
    let events = 0
    for (let cursor: string | null = ''; cursor !== null; ) {
      const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const page: Page = await ask<Page>(client, 'GET', trailPath(trail, `/events?order=recorded&limit=1000${after}`))
      events += page.data.length
      for (const { id, seq } of page.data) positions.set(id, seq)
      cursor = page.nextCursor
    }
    const { verdict, closing } = await verifyRows(client, data, trail)
    return { events, positions, verdict, closing }
  } finally {
    await client.close()
  }
}

/** Verifies a trail where it is stored, under the policy that its server gives. */
export async function verifyRows(client: Client, data: string, trail: string): Promise<Report> {
  const answer = await client.request(trailPath(trail, '/log/policy'))
  if (!answer.ok) throw await refusalOf(answer, client)
  const policy = parsePolicy(await answer.text(), nodeCrypto)
  if (isMalformed(policy)) throw new Error(`the policy ${policy.why}`)
  const reader = await openSqliteReader(join(data, 'trails', trail, 'journal.db'))
  try {
    return await verifyStore(reader, policy, nodeCrypto)
  } finally {
    await reader.close()
  }
}
