import { foldEmail } from './account.ts'

const shortestPassword = 12
export const longestPassword = 256

/** What people choose first where twelve characters are asked for; folded, without what is added to words to please rules. */
const common = [
  'password',
  'passwort',
  'passphrase',
  'motdepasse',
  'contrasena',
  'welcome',
  'letmein',
  'changeme',
  'iloveyou',
  'administrator',
  'admin',
  'superuser',
  'default',
  'secret',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'superman',
  'starwars',
  'dragon',
  'monkey',
  'master',
  'trustno',
  'qwerty',
  'qwertz',
  'azerty',
  'daybook',
  'correcthorsebatterystaple',
]
const rows = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm']

/**
 * Why a password will not do, as a sentence; undefined where it will. Length is what counts (NIST SP 800-63B, section
 * 3.1.1.2): there are no rules about its characters, but it is neither the person's own name nor what everybody tries.
 */
export const whyNotPassword = (
  password: string,
  { email, name }: { readonly email: string; readonly name: string },
): string | undefined => {
  const length = [...password].length
  if (length < shortestPassword)
    return `The password needs ${shortestPassword} characters or more; a few words together are good.`
  if (length > longestPassword) return `The password has more than ${longestPassword} characters.`
  const folded = password.normalize('NFKC').toLowerCase()
  const own = [
    foldEmail(email),
    foldEmail(email).split('@')[0] ?? '',
    name.toLowerCase(),
    name.toLowerCase().replaceAll(/\s+/g, ''),
  ]
  if (own.some((word) => word.length >= 4 && without(folded, word).length < 6))
    return 'The password is hardly more than the name or the e-mail address. Choose something else.'
  if (isCommon(folded)) return 'This password is one of the first that are tried. Choose something else.'
  return undefined
}

const without = (text: string, word: string): string => text.split(word).join('')

const isCommon = (folded: string): boolean => {
  const word = folded
    .replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    .replaceAll('0', 'o')
    .replaceAll('@', 'a')
    .replaceAll('$', 's')
  const letters = word.replaceAll(/[^\p{L}]/gu, '')
  return (
    common.some((one) => letters !== '' && without(letters, one) === '') ||
    /^(.{1,4})\1+.{0,3}$/u.test(folded) ||
    rows.some((row) => row.includes(folded) || [...row].reverse().join('').includes(folded))
  )
}
