/**
 * A UUID version 7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then 74 bits of the 20 hexadecimal digits of `random`
 * that start at `from`. The caller brings clock and randomness, in lower case, and never the same digits twice.
 *
 * @example uuidV7(Date.UTC(2026, 10, 22), '00000000000000000000') === '01a2008d-7400-7000-8000-000000000000'
 */
export function uuidV7(nowMs: number, random: string, from = 0): string {
  const variant = '89ab'[random.charCodeAt(from + 3) & 3] ?? '8'
  return `${timePart(nowMs)}-7${random.slice(from, from + 3)}-${variant}${random.slice(from + 4, from + 7)}-${random.slice(from + 7, from + 19)}`
}

// Many ids share a millisecond; what is kept here is what would be made again.
let lastMs = Number.NaN
let lastPart = ''

function timePart(nowMs: number): string {
  if (nowMs === lastMs) return lastPart
  const hex = Math.floor(nowMs).toString(16).padStart(12, '0')
  lastPart = `${hex.slice(0, 8)}-${hex.slice(8)}`
  lastMs = nowMs
  return lastPart
}
