import { describe, expect, it } from 'vitest'
import { findSecrets } from '../../src/treatment/find-secrets.ts'
import { hideSecrets } from '../../src/treatment/hide-secrets.ts'
import { base62, chance, hex } from './random.ts'

const c = chance(11)
const word = (length: number): string => c.chars(length, base62)

describe('the secret net', () => {
  it.each([
    ['card 4111 1111 1111 1111 declined', 'card [hidden: card number] declined'],
    ['card:4111-1111-1111-1111', 'card:[hidden: card number]'],
    ['paid with 4242424242424242.', 'paid with [hidden: card number].'],
    ['amex 3782 822463 10005', 'amex [hidden: card number]'],
    ['transfer to DE89 3704 0044 0532 0130 00 today', 'transfer to [hidden: bank account] today'],
    ['(GB29NWBK60161331926819)', '([hidden: bank account])'],
    ['CVV: 123', 'CVV: [hidden: security code]'],
    ['the PIN is 4821', 'the PIN is [hidden: PIN]'],
    ['one-time code 482913', 'one-time code [hidden: one-time code]'],
    ['SSN 123-45-6789', 'SSN [hidden: id number]'],
    ['postgres://app:s3cr3t@db.internal/erp', 'postgres://app:[hidden: connection password]@db.internal/erp'],
    ['redis://:p4ss@cache', 'redis://:[hidden: connection password]@cache'],
    ['mysql://app:p@ss/w#rd@db/x', 'mysql://app:[hidden: connection password]@db/x'],
    ['Server=db;User Id=sa;Password=P@ss;Database=x', 'Server=db;User Id=sa;Password=[hidden: password];Database=x'],
    ['https://x.example/?n=Password%3A+hunter2z&p=2', 'https://x.example/?n=Password%3A+[hidden: password]&p=2'],
    ['?u=postgres%3A%2F%2Fapp%3As3cr3t%40db%2Ferp', '?u=postgres%3A%2F%2Fapp%3A[hidden: connection password]%40db%2Ferp'],
    ['?q=4111%201111%201111%201111&p=1', '?q=[hidden: card number]&p=1'],
    ['?to=%2Fcb%3Fq%3D4111%25201111%25201111%25201111', '?to=%2Fcb%3Fq%3D[hidden: card number]'],
    ['https://x.example/cb?token=abc123def&user=7', 'https://x.example/cb?token=[hidden: token]&user=7'],
    ['my password is hunter2, sorry', 'my password is [hidden: password], sorry'],
    ['Passwort: Sommer2024!', 'Passwort: [hidden: password]'],
    ['contraseña: perro123', 'contraseña: [hidden: password]'],
    ['пароль: qwerty12', 'пароль: [hidden: password]'],
    ['密码：abc12345', '密码：[hidden: password]'],
    ['{"password":"hun\\"ter2","user":"x"}', '{"password":"[hidden: password]","user":"x"}'],
    ['{\\"api_key\\":\\"abcd1234efgh\\"}', '{\\"api_key\\":\\"[hidden: api key]\\"}'],
    ['\\\\\\"password\\\\\\":\\\\\\"letmein7\\\\\\",', '\\\\\\"password\\\\\\":\\\\\\"[hidden: password]\\\\\\",'],
    [
      'https://x.example/?v=machine+git.example+login+bob+password+dk39fjLs02',
      'https://x.example/?v=machine+git.example+login+bob+password+[hidden: password]',
    ],
    ['<password>letmein</password>', '<password>[hidden: password]</password>'],
    ['mysql --password hunter2 -h db', 'mysql --password [hidden: password] -h db'],
    ['curl -u admin:letmein https://x', 'curl -u admin:[hidden: password] https://x'],
    ['Authorization: Basic dXNlcjpwYXNzd29yZA==', 'Authorization: [hidden: authorization]'],
    ['Set-Cookie: sid=abc123; HttpOnly', 'Set-Cookie: [hidden: cookie]'],
    ['otpauth://totp/x?secret=JBSWY3DPEHPK3PXP', '[hidden: secret]'],
    [`seed phrase: ${'abandon '.repeat(11)}about`, 'seed phrase: [hidden: recovery phrase]'],
  ])('reads %j as %j', (text, shown) => {
    expect(hideSecrets(text)).toBe(shown)
  })

  it.each([
    '4111 1111 1111 1112',
    'order 4111111111111111',
    'tracking number: 4111111111111111',
    '0.4111111111111111',
    '+4111111111111111',
    '1760000000000000',
    '4000000000006',
    '36252187900034',
    'DE89 3704 0044 0532 0130 01',
    'be364717-e93f-b3a1-4b20-8704a85d0e0d',
    'password: required',
    'password: (unchanged)',
    'Passwort: [unverändert]',
    'https://shop.example/find?q=100%25%20wool%20%26%20silk&redirect=%2Faccount%2Forders%2F12345678',
    'password is forgotten',
    'Password: changed',
    'Passwort: geändert',
    'password reset for u_8951',
    'passwordChangedAt: 2026-01-01',
    'token: expired',
    'tokenCount=1234',
    'next page token: abc123def456gh',
    'authorization: approved by finance',
    'Basic plan, Bearer shares',
    'shipping=1234',
    'pin code: 560001',
    'secret santa 2026-12-01',
    '-----BEGIN RSA PRIVATE KEY----- was found in the ticket',
    'public key 0x12ab',
    'password=[hidden: password] and card [hidden: card number]',
    'password=$DB_PASSWORD',
    'see https://wiki.example/security/password-policy?version=12',
    'http://db.example:8080/x?mail=a@b.example',
  ])('leaves %j alone', (text) => {
    expect(findSecrets(text)).toEqual([])
  })

  it('names the kind and the place', () => {
    const token = `ghp_${word(36)}`
    expect(findSecrets(`see ${token}!`)).toEqual([
      { kind: 'github-token', label: 'access token', start: 4, end: 4 + token.length },
    ])
  })

  it('finds several in one text, in order and without overlap', () => {
    const text = `password=${word(12)}1 token=ghp_${word(36)} card 4111 1111 1111 1111 then sk_live_${word(24)}`
    const found = findSecrets(text)
    expect(found.map(({ label }) => label)).toEqual(['password', 'access token', 'card number', 'api key'])
    for (const [i, match] of found.entries()) expect(match.start).toBeGreaterThanOrEqual(found[i - 1]?.end ?? 0)
  })

  it('hides all of a secret that is longer than the form asks for', () => {
    expect(hideSecrets(`x ghp_${word(400)} y`)).toBe('x [hidden: access token] y')
    expect(hideSecrets(`password=${word(5000)} y`)).toBe('password=[hidden: password] y')
    const key = `-----BEGIN PRIVATE KEY-----\n${c.chars(3000, base62)}`
    expect(hideSecrets(key)).toBe('[hidden: private key]')
  })

  it('tells a mask of its own from a text that looks like one', () => {
    expect(hideSecrets('password=[hidden: password]')).toBe('password=[hidden: password]')
    expect(hideSecrets(`[hidden: ${`ghp_${word(36)}`}]`)).toBe('[hidden: [hidden: access token]]')
  })
})

describe('the work of the secret net', () => {
  const size = 65_536
  const fill = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
  /** Processor time, so that what else the machine does is not counted; its clock may tick only every ten milliseconds. */
  const tickUs = 10_000
  const workUs = (text: string, times: number): number => {
    const before = process.cpuUsage()
    for (let i = 0; i < times; i++) findSecrets(text)
    return process.cpuUsage(before).user
  }
  const growth = (make: (length: number) => string): number => {
    const small = make(size / 8)
    const large = make(size)
    findSecrets(small)
    const rounds = Array.from({ length: 3 }, () => ({ small: workUs(small, 32), large: workUs(large, 4) }))
    return Math.min(...rounds.map((round) => round.large)) / Math.max(2 * tickUs, Math.min(...rounds.map((round) => round.small)))
  }
  const units = [
    'password ',
    'password: ',
    'token:',
    'secret=',
    'track1=',
    'csc:',
    'pan=',
    'cookie:.',
    'AUTHORIZATION is ',
    'pypi-',
    'eyJ.',
    'eyJ-',
    '://a:',
    '://',
    'sk-',
    'bearer ',
    'AZDOa',
    'basic aGVsbG8 ',
    'curl -u ',
    'xoxb-a',
    '4111 ',
    '41111111',
    'DE89 ',
    'a1B2c3D4',
    '-----BEGIN PRIVATE KEY-----',
    'PuTTY-User-Key-File-',
    'mnemonic abc ',
    '$argon2',
    'password="',
    'key key ',
    'пароль ',
    '%3D',
    '%25',
    'password%3A%20',
    '4111%201111%20',
    '[hidden: ',
    '[hidden: token] token=',
  ]

  // Eight times the text may cost eight times the work, so the same as eight small texts; a square would cost eight times that.
  it.each(units)('grows with the length of a text made of %j, not with its square', (unit) => {
    expect(growth((length) => fill(unit, length))).toBeLessThan(4)
  })

  it.each(['password=', 'eyJ', 'ghp_', 'x', '$2b$', '://u:', 'Bearer ', '0', '4', 'cookie: a='])(
    'grows so for one long run after %j too',
    (head) => {
      const run = c.chars(64, `${hex}XYZ`)
      expect(growth((length) => head + run.repeat(length / 64))).toBeLessThan(4)
    },
  )
})
