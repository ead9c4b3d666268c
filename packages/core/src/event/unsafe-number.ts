import { limits } from './limits.ts'

/**
 * Why a number written as `mantissa` (with `value` as what the whole literal reads as) would not come back as it was
 * sent, or nothing if it would. The canonical form (RFC 8785) knows doubles only; money and long numbers travel as strings.
 */
export function whyUnsafe(value: number, mantissa: string): string | undefined {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return 'The number is beyond 9007199254740991, where numbers can no longer be kept exactly.'
  }
  const digits = significantDigits(mantissa)
  if (value === 0 && digits > 0) return 'The number is too close to zero to be kept.'
  if (Object.is(value, -0)) return 'Minus zero cannot be kept.'
  return digits > limits.significantDigits
    ? `The number has more than ${limits.significantDigits} significant digits.`
    : undefined
}

/** Digits of a mantissa without leading and trailing zeros. */
function significantDigits(mantissa: string): number {
  let count = 0
  let zeros = 0
  for (let at = 0; at < mantissa.length; at++) {
    const unit = mantissa.charCodeAt(at)
    if (unit === 0x30) zeros++
    else if (unit > 0x30 && unit <= 0x39) {
      count += count > 0 ? zeros + 1 : 1
      zeros = 0
    }
  }
  return count
}
