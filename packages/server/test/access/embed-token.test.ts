import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { type EmbedGrant, EmbedTokens } from '../../src/access/embed-token.ts'

const start = Date.parse('2026-11-22T10:00:00.400Z')
let now: number
let tokens: EmbedTokens
beforeEach(() => {
  now = start
  tokens = new EmbedTokens(() => now)
})

const grant: EmbedGrant = {
  trail: 'orders',
  object: { type: 'order', id: '1842' },
  reader: { id: 'u_7', name: 'Maria Lopez' },
  roles: ['finance'],
  origin: 'https://tool.example',
  key: '0123456789abcdef',
}
const made = (minutes = 15, of = grant): string => tokens.make(of, minutes)?.token ?? ''
const parts = (token: string): [string, string, string] => token.split('.') as [string, string, string]
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())

describe('a token of an embedded history', () => {
  it('is read as it was made, whatever the names are, and in no longer than its time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 15 }),
        (text, minutes) => {
          const of = { ...grant, object: { type: text, id: `${text}/:1` }, reader: { id: text, name: text }, roles: [text] }
          const { token, expiresAtMs } = tokens.make(of, minutes) ?? { token: '', expiresAtMs: 0 }
          expect(tokens.read(token)).toEqual({ grant: of, expired: false })
          expect(expiresAtMs - now).toBeLessThanOrEqual(minutes * 60_000)
          expect(expiresAtMs - now).toBeGreaterThan(minutes * 60_000 - 1_000)
        },
      ),
    )
  })

  it('says what RFC 7515, 7519 and 8037 have words for', () => {
    const [header, body] = parts(made())
    expect(decoded(header)).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: expect.stringMatching(/^[0-9a-f]{16}$/) })
    expect(decoded(body)).toMatchObject({ aud: 'https://tool.example', sub: 'u_7', iat: 1795341600, exp: 1795342500 })
  })

  it('expires on its second, and not before', () => {
    const token = made(1)
    now = Date.parse('2026-11-22T10:00:59.999Z')
    expect(tokens.read(token)?.expired).toBe(false)
    now += 1
    expect(tokens.read(token)?.expired).toBe(true)
  })

  it('does not live longer because a clock was set back', () => {
    const token = made(15)
    now -= 30_000
    expect(tokens.read(token)?.expired).toBe(false)
    now -= 60_000
    expect(tokens.read(token)?.expired).toBe(true)
  })

  it('is unknown to a server that was started again', () => {
    expect(new EmbedTokens(() => now).read(made())).toBeUndefined()
  })

  it('is not made where it would be too long to be sent', () => {
    expect(tokens.make({ ...grant, object: { type: 'order', id: 'x'.repeat(5_000) } }, 15)).toBeUndefined()
  })
})

describe('what is not such a token', () => {
  const forged = (): readonly (readonly [what: string, token: string])[] => {
    const [header, body, signature] = parts(made())
    const more = encoded({ ...decoded(body), roles: ['everything'] })
    const own = generateKeyPairSync('ed25519')
    const jwk = own.publicKey.export({ format: 'jwk' })
    const signed = (head: string, claims: string) =>
      `${head}.${claims}.${sign(null, Buffer.from(`${head}.${claims}`), own.privateKey).toString('base64url')}`
    const [kid] = [decoded(header).kid]
    const hmac = (head: string) =>
      createHmac('sha256', own.publicKey.export({ format: 'der', type: 'spki' }))
        .update(`${head}.${more}`)
        .digest('base64url')
    const hs256 = encoded({ alg: 'HS256', typ: 'JWT', kid })
    return [
      ['other claims under the signature', `${header}.${more}.${signature}`],
      ['no signature', `${header}.${more}.`],
      ['alg none', `${encoded({ alg: 'none', typ: 'JWT', kid })}.${more}.`],
      ['alg None, with the signature', `${encoded({ alg: 'None', typ: 'JWT', kid })}.${body}.${signature}`],
      ['alg HS256 by the public key', `${hs256}.${more}.${hmac(hs256)}`],
      ['another key under the same kid', signed(header, more)],
      ['a key of its own in jwk', signed(encoded({ alg: 'EdDSA', typ: 'JWT', kid, jwk }), more)],
      ['a key to be fetched by jku', signed(encoded({ alg: 'EdDSA', typ: 'JWT', kid, jku: 'https://evil.example/keys' }), more)],
      ['a kid that is a path', signed(encoded({ alg: 'EdDSA', typ: 'JWT', kid: '../../etc/passwd' }), more)],
      ['the members of the header in another order', `${encoded({ typ: 'JWT', alg: 'EdDSA', kid })}.${body}.${signature}`],
      ['padding', `${header}.${body}.${signature}==`],
      [
        'characters that are not base64url in the signature',
        `${header}.${body}.${signature.slice(0, 40)}+${signature.slice(40)}`,
      ],
      ['line ends', `${header}.${body}.${signature}\n`],
      ['a fourth part', `${header}.${body}.${signature}.${signature}`],
      ['two parts', `${header}.${body}`],
      ['dots', '..'],
      ['nothing', ''],
      ['an access key', `dbk_${'0'.repeat(16)}_${'A'.repeat(43)}`],
      ['very much', `${header}.${'A'.repeat(1_000_000)}.${signature}`],
    ]
  }

  it('is refused: each forgery, and every token with one character changed', () => {
    expect(forged().filter(([, token]) => tokens.read(token) !== undefined)).toEqual([])
    const token = made()
    const changed = [...token].map(
      (character, at) => `${token.slice(0, at)}${character === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`,
    )
    expect(changed.filter((text) => tokens.read(text) !== undefined)).toEqual([])
  })
})

describe('origins', () => {
  it('are known for the trails they have tokens for, until a day after the last of these', () => {
    made(15)
    expect(tokens.knowsOrigin('orders', 'https://tool.example')).toBe(true)
    expect(tokens.knowsOrigin('payroll', 'https://tool.example')).toBe(false)
    expect(tokens.knowsOrigin('orders', 'https://tool.example.evil.example')).toBe(false)
    now += 24 * 60 * 60 * 1000
    expect(tokens.knowsOrigin('orders', 'https://tool.example')).toBe(true)
    now += 15 * 60 * 1000
    expect(tokens.knowsOrigin('orders', 'https://tool.example')).toBe(false)
  })
})
