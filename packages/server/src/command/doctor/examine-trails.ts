import { ask } from '../answer.ts'
import type { Client } from '../client.ts'
import { plural } from '../screen.ts'
import { examineProducers } from './examine-producers.ts'
import { broken, type Finding, ok } from './finding.ts'

interface TrailReadiness {
  readonly trail: string
  readonly state: 'open' | 'sealed'
  readonly sealedBecause?: string
  readonly storage: 'ok' | 'full' | 'fault'
  readonly size: number
  readonly signedSize: number
}

/**
 * How each trail stands. A trail that is open has had its durable settings set and read back, its tail checked, and its
 * ledger compared with what the signer remembers: the server does that at each start and refuses to go on otherwise.
 */
export async function examineTrails(client: Client): Promise<readonly Finding[]> {
  const answer = await client.request('/readyz')
  const { trails } = (await answer.json()) as { readonly trails: readonly TrailReadiness[] }
  await ask(client, 'GET', '/v1/trails')
  if (trails.length === 0) return [ok('trails', 'There are no trails yet.')]
  const findings: Finding[] = []
  for (const trail of trails) findings.push(trailFinding(trail), ...(await examineProducers(client, trail.trail)))
  return findings
}

function trailFinding({ trail, state, sealedBecause, storage, size, signedSize }: TrailReadiness): Finding {
  if (state === 'sealed') {
    return broken(
      'trail_sealed',
      `Trail ${trail} takes no events: ${sealedBecause ?? 'no reason is given.'}`,
      `Verify the trail before anything else: daybook verify DATA-FOLDER --trail ${trail} --policy FILE`,
    )
  }
  if (storage === 'full')
    return broken(
      'storage_full',
      `Trail ${trail} has no room left to store events.`,
      'Make room on the disk; it goes on by itself.',
    )
  const unsigned = size - signedSize
  const signed = unsigned === 0 ? 'all of them signed' : `${unsigned} not signed yet`
  return ok(
    'trail',
    `Trail ${trail} is open: ${plural(size, 'position')}, ${signed}; its ledger agrees with the signer, its settings are durable.`,
  )
}
