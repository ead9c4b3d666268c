import { randomBytes } from 'node:crypto'
import { uuidV7 } from '@daybook/core'

/** Random digits are drawn for many ids at once: a call for each costs more than everything else in an event. */
let digits = ''
let used = 0

/** A fresh UUID of version 7. */
export function eventId(nowMs: number): string {
  if (used >= digits.length) {
    digits = randomBytes(10 * 256).toString('hex')
    used = 0
  }
  used += 20
  return uuidV7(nowMs, digits, used - 20)
}
