import { remembered } from '../messages/remembered.ts'
import { spacedWords } from './spaced-words.ts'

/** The words of a name made for machines: `python-version`, `billing_status` and `billingStatus` read "Billing status". */
export const wordsOf = (name: string): string => recall(name, () => makeWords(name))

const recall = remembered<string>(4_000)

/** Abbreviations that names made for machines write small, and people do not. */
const abbreviations = new Set(
  (
    'api ceo cfo crm csv cvv dob dpo erp eta gdpr html http hr iban id ids ip ipv4 ipv6 json jwt kyc mfa ocr otp pdf pep pin ' +
    'po qr rfc rma sku sla sms smtp sql ssh ssl ssn sso tls ui url utc uuid vat vin vip xml zip 2fa'
  ).split(' '),
)

const makeWords = (name: string): string =>
  spacedWords(name).replace(/[a-z0-9]+/gi, (word) => (abbreviations.has(word.toLowerCase()) ? word.toUpperCase() : word))

/** Those words inside a sentence: the first letter small, unless it begins an abbreviation ("API client"). */
export const wordsInside = (words: string): string =>
  /^\p{Lu}\p{Lu}/u.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1)
