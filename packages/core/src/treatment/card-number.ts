import { eachMatch } from './each-match.ts'

/**
 * Payment card numbers: known issuer ranges and lengths (ISO/IEC 7812, the schemes' published ranges), the Luhn check, and the
 * ways people write them: one run, or in the groups that are printed on the card. Bounded by something that is no digit. What
 * only looks like one (order, tracking and phone numbers, timestamps, decimals, SIRET) is told apart as far as that is possible.
 */
export interface NumberSpan {
  readonly start: number
  readonly end: number
}

const separator = '[ .\\u00a0\\u2007\\u2009\\u202f\\u2010-\\u2013_-]'
const candidate = new RegExp(
  `(?<![0-9A-Za-z+])(?<![0-9][.,])(?:\\d{13,19}|\\d{4}(?:${separator}{1,2}\\d{4}){2}${separator}{1,2}\\d{2,4}(?:${separator}{1,2}\\d{3})?|\\d{4}${separator}{1,2}\\d{6}${separator}{1,2}\\d{4,5})(?![0-9A-Za-z])(?![.,][0-9])`,
  'g',
)
const otherNumberBefore =
  /(?:\b|_)(?:order|orders|invoice|tracking|track|shipment|parcel|package|imei|isbn|ean|gtin|upc|iccid|phone|tel|fax|mobile|serial|sku|batch|lot|ticket|case|siret|siren|cnpj|barcode|timestamp|trace|span|bestellung|auftrag|rechnung|sendung|commande|pedido|factura)(?:[ _-]?(?:no|nr|id|number|num|code|nummer|ref))?\.?[\s:#=_"'-]{0,4}$/i
const cardBefore =
  /(?:card|karte|carte|tarjeta|visa|master|amex|diners|maestro|discover|jcb|\bcc|\bpan|cart[aã]o|kaart)[^0-9]{0,24}$/i

/** Where card numbers stand in a text. */
export const findCardNumbers = (text: string): readonly NumberSpan[] => {
  const found: NumberSpan[] = []
  eachMatch(candidate, text, (match) => {
    const start = match.index
    const end = start + match[0].length
    if (isCard(match[0], text.slice(Math.max(0, start - 40), start), text.charAt(end))) found.push({ start, end })
  })
  return found
}

const isCard = (written: string, before: string, after: string): boolean => {
  const digits = written.replace(/\D/g, '')
  if (!passesLuhn(digits) || /^(\d)\1+$/.test(digits)) return false
  const grouped = written.length !== digits.length
  const named = grouped || cardBefore.test(before)
  if (named) return issuerLengths(digits).includes(digits.length)
  if (otherNumberBefore.test(before) || (/[A-Za-z0-9]-$/.test(before) && after === '-')) return false
  return isUsualCard(digits)
}

/** Lengths that the issuer of these first digits gives its cards; empty when no issuer is known. */
const issuerLengths = (digits: string): readonly number[] => {
  const four = Number(digits.slice(0, 4))
  const two = Math.floor(four / 100)
  if (two >= 40 && two <= 49) return [13, 16, 19]
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return [16]
  if (two === 34 || two === 37) return [15]
  if ((four >= 3000 && four <= 3059) || four === 3095 || two === 36 || two === 38 || two === 39) return [14, 16, 19]
  if (four >= 3528 && four <= 3589) return [16, 17, 18, 19]
  if (four === 6011 || (four >= 6440 && four <= 6599) || two === 62 || two === 81 || two === 82) return [16, 17, 18, 19]
  if (four >= 2200 && four <= 2205) return [16, 17, 18, 19]
  if (two === 50 || (two >= 56 && two <= 69)) return [14, 15, 16, 17, 18, 19]
  return four === 9792 ? [16] : []
}

/**
 * In one run and with no word near, only what is common enough: sixteen digits, fifteen of American Express, fourteen of Diners
 * Club (thirteen of Visa are also the barcodes of German goods). Longer and shorter runs are too often serial numbers, and one run in ten passes Luhn.
 */
const isUsualCard = (digits: string): boolean => {
  if (!issuerLengths(digits).includes(digits.length)) return false
  if (digits.length === 16)
    return (
      !/^(?:5[0789]|6[13789]|82)/.test(digits) ||
      /^(?:50(?:18|20|38|6|9)|5[78]9|6304|67[56]|6390|6370|6362|6363|627780|636)/.test(digits)
    )
  if (digits.length === 15) return digits.startsWith('34') || digits.startsWith('37')
  // A French SIRET passes Luhn too; its establishment number nearly always begins with 000.
  return digits.length === 14 && digits.slice(9, 12) !== '000'
}

/** The Luhn check (ISO/IEC 7812-1 annex B) over a text of digits. */
const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}
