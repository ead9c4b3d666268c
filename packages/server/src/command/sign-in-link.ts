import { ask } from './answer.ts'
import type { Client } from './client.ts'

/** A new link that signs an administrator in once, within 24 hours. */
export async function createLink(client: Client): Promise<string> {
  const { link } = await ask<{ readonly link: string }>(client, 'POST', '/v1/links', {})
  return link
}
