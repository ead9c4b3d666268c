import { uuidV7 } from '../../trail/uuid.ts'
import { ask, trailPath } from '../answer.ts'
import type { Client } from '../client.ts'
import { createLink } from '../sign-in-link.ts'
import type { TrailFacts } from '../trail-command.ts'

/** What the first start made; secrets that are shown once. */
export interface FirstRun {
  readonly trail: string
  readonly key: string
  readonly link: string
  /** For the lines that send the first event. */
  readonly eventId: string
  readonly at: string
}

/** On a folder without trails: a trail, a writer key and a sign-in link. Undefined where there is a trail already. */
export async function firstRun(client: Client, trail: string): Promise<FirstRun | undefined> {
  const { data } = await ask<{ readonly data: readonly TrailFacts[] }>(client, 'GET', '/v1/trails')
  if (data.length > 0) return undefined
  await ask(client, 'POST', '/v1/trails', { name: trail })
  const { key } = await ask<{ readonly key: string }>(client, 'POST', trailPath(trail, '/keys'), {
    role: 'writer',
    name: 'first key',
  })
  const now = Date.now()
  return { trail, key, link: await createLink(client), eventId: uuidV7(now), at: new Date(now).toISOString() }
}
