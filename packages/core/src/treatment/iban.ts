import type { NumberSpan } from './card-number.ts'
import { eachMatch } from './each-match.ts'

/** Length of an IBAN by country, from the published IBAN registry (ISO 13616). */
const lengths: Readonly<Record<string, number>> = Object.fromEntries(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27
   GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22
   MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28
   TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`
    .split(/\s+/)
    .map((row) => [row.slice(0, 2), Number(row.slice(2))]),
)
const beginning = /(?<![A-Za-z0-9-])(?:[A-Z]{2}|[a-z]{2})\d{2}(?=[ \u00a0-]?[A-Za-z0-9]{2})/g

/** Where IBANs stand in a text, in one run or in groups, upper or lower case; the two check digits decide. */
export const findIbans = (text: string): readonly NumberSpan[] => {
  const found: NumberSpan[] = []
  eachMatch(beginning, text, (match) => {
    const length = lengths[match[0].slice(0, 2).toUpperCase()]
    const end = length === undefined ? undefined : endOfIban(text, match.index, length)
    if (end !== undefined) found.push({ start: match.index, end })
  })
  return found
}

/** In one run or in groups of four, as printed: anything else is a UUID or a serial number. */
const endOfIban = (text: string, start: number, length: number): number | undefined => {
  const letters = /[A-Z]/.test(text.charAt(start)) ? /[A-Z0-9]/ : /[a-z0-9]/
  let compact = ''
  let at = start
  let grouped = false
  let inGroups = false
  for (; at < text.length && compact.length < length; at++) {
    const char = text.charAt(at)
    if (letters.test(char)) {
      compact += char.toUpperCase()
      grouped = false
    } else if (grouped || compact.length % 4 !== 0 || (compact.length > 4 && !inGroups) || !/[ \u00a0-]/.test(char))
      return undefined
    else {
      grouped = true
      inGroups = true
    }
  }
  if (compact.length !== length || /[A-Za-z0-9]/.test(text.charAt(at))) return undefined
  return remainder97(compact) === 1 ? at : undefined
}

/** ISO 7064 mod 97-10 over the IBAN with its first four characters moved to the end, letters as 10 to 35. */
const remainder97 = (iban: string): number => {
  let rest = 0
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}
