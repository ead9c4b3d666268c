/**
 * What stands in a text where a secret stood: `[hidden: card number]`. The words are a closed set, so that a mask can be told
 * from a text that merely looks like one; they never say anything of the value itself, not even its length.
 */
export const secretLabels = [
  'access key',
  'access token',
  'api key',
  'authorization',
  'bank account',
  'card number',
  'connection password',
  'cookie',
  'credential',
  'id number',
  'nested too deeply',
  'one-time code',
  'password',
  'password hash',
  'PIN',
  'private key',
  'recovery phrase',
  'secret',
  'security code',
  'signed link',
  'token',
  'webhook address',
] as const
export type SecretLabel = (typeof secretLabels)[number]

const oneMask = `\\[hidden: (?:${secretLabels.join('|')})\\]`
const whole = new RegExp(`^${oneMask}$`)
const anywhere = new RegExp(oneMask)

export const secretMask = (label: SecretLabel): string => `[hidden: ${label}]`

/** True for a text that is one mask and nothing else. */
export const isSecretMask = (text: string): boolean => whole.test(text)

/** Where masks stand in a text. */
export const secretMaskSpans = (text: string): readonly { readonly start: number; readonly end: number }[] =>
  Array.from(text.matchAll(new RegExp(oneMask, 'g')), (match) => ({ start: match.index, end: match.index + match[0].length }))

/** The text around the masks: what a mask says is no part of it. */
export const withoutSecretMasks = (text: string): string =>
  text.includes('[hidden: ') ? text.replace(new RegExp(oneMask, 'g'), ' ') : text

/** True for a text with at least one mask in it. */
export const holdsSecretMask = (text: string): boolean => anywhere.test(text)
