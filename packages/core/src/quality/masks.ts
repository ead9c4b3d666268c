import type { Json } from '../event/event.ts'
import { holdsSecretMask } from '../treatment/secret-mask.ts'

/** True where any text in the value holds a mask that the net put there. */
export function holdsMask(value: Json | undefined): boolean {
  if (typeof value === 'string') return value.includes('[hidden: ') && holdsSecretMask(value)
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) ? value.some(holdsMask) : Object.values(value as { [key: string]: Json }).some(holdsMask)
}
