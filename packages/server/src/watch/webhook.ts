import { createHmac, randomBytes } from 'node:crypto'
import type { Outbound } from '../outbound/outbound.ts'
import { OutboundFailure } from '../outbound/outbound-failure.ts'

/** A new signing secret as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export interface WebhookMessage {
  /** The same for every attempt, so that a receiver can tell a repeat. */
  readonly id: string
  readonly body: string
}

/** The headers of Standard Webhooks: id, time of the attempt in seconds, and `v1,` HMAC-SHA256 over `id.time.body`. */
export const signedHeaders = (
  { id, body }: WebhookMessage,
  secret: string,
  nowMs: number,
): { readonly [name: string]: string } => {
  const seconds = String(Math.floor(nowMs / 1000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${signature}`,
  }
}

/** Sends a signed message; succeeds with any status of 200 to 299. Throws `OutboundFailure`. */
export const sendWebhook = async (
  outbound: Outbound,
  url: string,
  message: WebhookMessage,
  secret: string | undefined,
  nowMs: number,
): Promise<void> => {
  if (secret === undefined)
    throw new OutboundFailure(
      'not_allowed',
      'The signing secret cannot be opened with the key of the keys folder; make a new one.',
    )
  const headers = signedHeaders(message, secret, nowMs)
  const { status } = await outbound.request(url, { method: 'POST', headers, body: message.body })
  if (status < 200 || status > 299)
    throw new OutboundFailure('refused', `It answers ${status}${meaning[status] ?? ''}.`, { status })
}

const meaning: { readonly [status: number]: string } = {
  401: ' (not signed in)',
  403: ' (not allowed)',
  404: ' (nothing at this address)',
  410: ' (gone)',
  413: ' (too large)',
  429: ' (too many requests)',
}
