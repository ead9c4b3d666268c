import { printableFromBase64 } from './base64-text.ts'
import { looksMixed } from './randomness.ts'
import type { SecretLabel } from './secret-mask.ts'

/**
 * Forms without a keyword. Asked only of texts with a run of 24 or more token characters; each is tried once a run, since it
 * begins where a run begins.
 */
export interface LongRunRule {
  readonly kind: string
  readonly label: SecretLabel
  readonly pattern: RegExp
  readonly check?: (secret: string) => boolean
}

const start = '(?<![A-Za-z0-9_-])'
const end = '(?![A-Za-z0-9_-])'
const longRun = (kind: string, label: SecretLabel, body: string, check?: (secret: string) => boolean): LongRunRule => ({
  kind,
  label,
  pattern: new RegExp(`${start}${body}${end}`, 'g'),
  ...(check === undefined ? {} : { check }),
})

/** Base64 of a text is no key. */
const isKey = (secret: string): boolean => looksMixed(secret) && printableFromBase64(secret) === undefined

export const lowerCaseRunRules: readonly LongRunRule[] = [
  longRun('mailgun-private-key', 'api key', '[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}'),
]

export const longRunRules: readonly LongRunRule[] = [
  ...lowerCaseRunRules,
  longRun('aws-secret-access-key', 'access key', '(?<![+/])[A-Za-z0-9+/]{40}(?![+/=])', isKey),
  longRun('forty-character-token', 'access token', '(?=[A-Za-z0-9]*[_-])[A-Za-z0-9_-]{40}(?![+/=])', looksMixed),
  longRun('azure-storage-key', 'access key', '(?<!sha512-)(?<![+/])[A-Za-z0-9+/]{86}==', looksMixed),
  longRun('discord-bot-token', 'access token', '[MNO][A-Za-z0-9]{22,28}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,45}', looksMixed),
  longRun('twilio-key', 'api key', '(?:SK|AC)[a-f0-9]{32}(?::[a-f0-9]{32})?'),
  longRun('vault-legacy-token', 'access token', 's\\.[A-Za-z0-9]{24}', looksMixed),
  longRun('airtable-token', 'access token', 'pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}'),
  longRun('bitwarden-token', 'access token', '0\\.[a-f0-9-]{36}\\.[A-Za-z0-9]{30}:[A-Za-z0-9+/=]{16,64}'),
  longRun(
    'wallet-import-key',
    'private key',
    '(?<![+/])(?:5[1-9A-HJ-NP-Za-km-z]{50}|[KL][1-9A-HJ-NP-Za-km-z]{51})(?![+/=])',
    looksMixed,
  ),
  longRun('okta-token', 'access token', '00[A-Za-z0-9_-]{40}', looksMixed),
  longRun('microsoft-refresh-token', 'access token', '[01]\\.A[A-Za-z0-9_-]{30,300}\\.[A-Za-z0-9_.-]{100,2000}', looksMixed),
]
