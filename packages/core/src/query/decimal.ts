/**
 * The one spelling of a decimal number, `-1200.5` for `-1200.50`; undefined for anything else. Digits after leading
 * zeros and a leading plus are numbers of another kind (accounts, telephones), so they are not decimals.
 */
export function decimalOf(text: string): string | undefined {
  const match = plain.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  const rest = fraction.replace(/0+$/, '')
  const digits = rest === '' ? whole : `${whole}.${rest}`
  return digits === '0' ? '0' : `${sign}${digits}`
}

const plain = /^(-?)(0|[1-9][0-9]{0,99})(?:\.([0-9]{1,100}))?$/

/** A number of JSON in that spelling, without exponent. */
export function decimalOfNumber(value: number): string {
  const text = String(value)
  const match = /^(-?)([0-9])(?:\.([0-9]+))?e([+-][0-9]+)$/.exec(text)
  if (match === null) return decimalOf(text) ?? text
  const [, sign = '', first = '', rest = '', power = '0'] = match
  const exponent = Number(power)
  const digits = first + rest
  return exponent < 0 ? `${sign}0.${'0'.repeat(-exponent - 1)}${digits}` : `${sign}${digits.padEnd(exponent + 1, '0')}`
}

/** Below zero where the first decimal is the smaller, zero where both are one number. Exact for any number of digits. */
export function compareDecimals(a: string, b: string): number {
  const isNegative = a.startsWith('-')
  if (isNegative !== b.startsWith('-')) return isNegative ? -1 : 1
  return isNegative ? compareSizes(b.slice(1), a.slice(1)) : compareSizes(a, b)
}

function compareSizes(a: string, b: string): number {
  const [wholeA = '', fractionA = ''] = a.split('.')
  const [wholeB = '', fractionB = ''] = b.split('.')
  if (wholeA.length !== wholeB.length) return wholeA.length - wholeB.length
  return compareText(wholeA, wholeB) || compareText(fractionA, fractionB)
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
