import { randomFillSync } from 'node:crypto'
import { uuidV7 } from '@daybook/core'

/** Random bytes are drawn for many ids at once: a call for each costs more than everything else in an event. */
const pool = new Uint8Array(10 * 256)
let used = pool.length

/** A fresh UUID of version 7. */
export function eventId(nowMs: number): string {
  if (used >= pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += 10
  return uuidV7(nowMs, pool, used - 10)
}
