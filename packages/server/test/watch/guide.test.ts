import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { newWebhookSecret, signedHeaders } from '../../src/watch/webhook.ts'

const guide = readFileSync(new URL('../../../../docs/guides/alerts-and-copies.md', import.meta.url), 'utf8')
const [, code = ''] = /```js\n([\s\S]*?)```/.exec(guide) ?? []

describe('the receiver of the guide', () => {
  it('takes what Daybook signed, and nothing else', async () => {
    const { isFromDaybook } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
    const secret = newWebhookSecret()
    const body = '{"type":"events","data":[{"name":"María 🎉"}]}'
    const headers = signedHeaders({ id: 'm.1-2', body }, secret, Date.now())
    expect(isFromDaybook(headers, body, secret)).toBe(true)
    expect(isFromDaybook({ ...headers, 'webhook-signature': `v1,x ${headers['webhook-signature']}` }, body, secret)).toBe(true)
    expect(isFromDaybook(headers, `${body} `, secret)).toBe(false)
    expect(isFromDaybook({ ...headers, 'webhook-id': 'm.1-3' }, body, secret)).toBe(false)
    expect(isFromDaybook(headers, body, newWebhookSecret())).toBe(false)
    const old = signedHeaders({ id: 'm.1-2', body }, secret, Date.now() - 600_000)
    expect(isFromDaybook(old, body, secret)).toBe(false)
  })

  it('signs as Standard Webhooks does', () => {
    // The example of the specification.
    const headers = signedHeaders(
      { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' },
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      1_614_265_330_000,
    )
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })
})
