import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PasswordHasher } from '../../src/people/password-hasher.ts'
import { whyNotPassword } from '../../src/people/password-rules.ts'

const cleo = { email: 'cleo.winter@tidewater.example', name: 'Cleo Winter' }

describe('a password', () => {
  it.each([
    ['short words', /12 characters/],
    ['x'.repeat(257), /256 characters/],
    ['password1234', /first that are tried/],
    ['Passw0rd!!2026', /first that are tried/],
    ['Welcome-2026-11', /first that are tried/],
    ['123456789012', /first that are tried/],
    ['abababababab', /first that are tried/],
    ['aaaaaaaaaaaaaaaa', /first that are tried/],
    ['qwertyuiopasd', /first that are tried/],
    ['cleo.winter@tidewater.example', /name or the e-mail/],
    ['CLEO.WINTER!', /name or the e-mail/],
    ['Cleo Winter1', /name or the e-mail/],
  ])('like %o will not do', (password, why) => {
    expect(whyNotPassword(password, cleo)).toMatch(why)
  })

  it.each([
    'seven green kettles',
    'ナイン青いはしご九つの青い',
    '4gK!93kdl#02x',
    `${'💡'.repeat(4)}lantern and rope`,
    ' spaces count too ',
  ])('like %o will', (password) => {
    expect(whyNotPassword(password, cleo)).toBeUndefined()
  })
})

describe('a hash of a password', () => {
  const hasher = new PasswordHasher(4)

  it('fits that password and no other, however it was typed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        async (one, other) => {
          const stored = await hasher.make(one)
          expect(await hasher.fits(one, stored)).toBe(true)
          expect(await hasher.fits(one.normalize('NFD'), stored)).toBe(true)
          expect(await hasher.fits(other, stored)).toBe(one.normalize('NFKC') === other.normalize('NFKC'))
          expect(await hasher.fits(one, undefined)).toBe(false)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('costs what OWASP asks for where nothing else is said', async () => {
    const { log2n, r, p, salt, hash } = await new PasswordHasher().make('seven green kettles')
    expect([log2n, r, p, salt.length, hash.length]).toEqual([17, 8, 1, 16, 32])
  })

  it('is known to be weak once more work is asked for', async () => {
    const stored = await hasher.make('seven green kettles')
    const stronger = new PasswordHasher(5)
    expect([hasher.isWeak(stored), stronger.isWeak(stored)]).toEqual([false, true])
    expect(await stronger.fits('seven green kettles', stored)).toBe(true)
  })

  it('is made a few at a time, and beyond what can wait nobody is served', async () => {
    const slow = new PasswordHasher(12)
    const answers = await Promise.allSettled(Array.from({ length: 60 }, () => slow.make('seven green kettles')))
    const refused = answers.filter((one) => one.status === 'rejected')
    expect(refused.length).toBe(60 - 34)
    expect(refused[0]?.reason).toMatchObject({ code: 'too_busy', headers: { 'Retry-After': '5' } })
    expect(await slow.fits('x', undefined)).toBe(false)
  })
})
