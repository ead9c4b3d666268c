/** A seeded source of choices for test data: same seed, same data. Not for anything secret. */
export interface Chance {
  /** An integer from 0 up to, not including, `below`. */
  readonly below: (below: number) => number
  readonly pick: <T>(from: readonly T[]) => T
  /** `length` characters of `alphabet`. */
  readonly chars: (length: number, alphabet?: string) => string
}

export const lower = 'abcdefghijklmnopqrstuvwxyz'
export const upper = lower.toUpperCase()
export const digit = '0123456789'
export const base62 = lower + upper + digit
export const base64url = `${base62}-_`
export const base64 = `${base62}+/`
export const hex = `${digit}abcdef`

/** mulberry32 */
export const chance = (seed: number): Chance => {
  let a = seed >>> 0
  const next = (): number => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T
  const chars = (length: number, alphabet = base62): string => {
    let text = ''
    for (let i = 0; i < length; i++) text += alphabet.charAt(below(alphabet.length))
    return text
  }
  return { below, pick, chars }
}
